import { readFile } from "node:fs/promises";
import type { ArtifactName } from "../artifacts/artifacts.js";
import { writePrivateFile } from "../files/atomic-file.js";
import type { SourceFormat } from "../sources/source-file.js";
import type { StageName } from "../stage.js";
import { runFile } from "./layout.js";

/** What a finished stage left: enough to know later that it is still there, unchanged. */
export interface OutputRecord {
  /** A file of the run folder; null for a table, which the engine keeps. */
  readonly file: string | null;
  readonly bytes: number;
  readonly sha256: string;
  /** Rows of a table or Arrow file, null for JSON. */
  readonly rows: number | null;
}

export interface StageRecord {
  readonly inputFingerprint: string;
  readonly outputs: Readonly<Partial<Record<ArtifactName, OutputRecord>>>;
  readonly rows: number | null;
  readonly startedAt: string;
  readonly seconds: number;
  /** Whether the latest run of this folder skipped the stage, because nothing had changed. */
  readonly kept: boolean;
}

export interface SourceRecord {
  readonly name: string;
  readonly format: SourceFormat;
  readonly bytes: number;
  readonly sha256: string;
}

export type RunStatus = "running" | "done" | "failed" | "interrupted";

/** The record of a run. Written after every stage, always as the last thing, always as a whole. */
export interface Manifest {
  readonly format: 1;
  readonly runId: string;
  readonly version: string;
  readonly engine: string;
  /** The champion that the run started from and how it came to be, as a hash; null where there was none, absent in older manifests. */
  readonly startedFrom?: string | null;
  readonly configHash: string;
  readonly config: object;
  readonly sources: readonly SourceRecord[];
  readonly status: RunStatus;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly stages: Readonly<Partial<Record<StageName, StageRecord>>>;
}

export async function writeManifest(runDir: string, manifest: Manifest): Promise<void> {
  await writePrivateFile(runFile(runDir, "manifest"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The manifest of a run folder, or null where there is none that can be read. */
export async function readManifest(runDir: string): Promise<Manifest | null> {
  try {
    const manifest = JSON.parse(await readFile(runFile(runDir, "manifest"), "utf8")) as Manifest;
    return manifest.format === 1 ? manifest : null;
  } catch {
    return null;
  }
}
