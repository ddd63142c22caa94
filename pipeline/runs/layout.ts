import { join } from "node:path";
import type { ArtifactName } from "../artifacts/artifacts.js";
import type { Config } from "../config/config.js";
import { tableFile as fileOfTable } from "../engines/duckdb/files.js";
import type { RunTables } from "../engines/engine.js";
import { runNamespace } from "../engines/run-namespace.js";

/** What files and folders of a run are called; nobody else spells these names. */

/** Files that every run has, or may have, besides its artifacts. */
export const runFiles = {
  manifest: "manifest.json",
  log: "log.jsonl",
  alerts: "alerts.jsonl",
  /** What the transactions are made of, as ingested and as counted. */
  parts: "parts.json",
  countedParts: "counted-parts.json",
  /** A trained network but for its weights, and these. */
  network: "ziln.json",
  weights: "ziln.weights.bin",
} as const;

export function runFile(runDir: string, name: keyof typeof runFiles): string {
  return join(runDir, runFiles[name]);
}

/** The file of an artifact that is one, relative to the run folder. */
export function artifactFileName(name: ArtifactName, kind: "json" | "arrow"): string {
  return `${name}.${kind}`;
}

/** Where the embedded engine keeps the tables of a run, or of a folder that is worked in like one. */
export function tablesFolder(runDir: string): string {
  return join(runDir, "tables");
}

/** The file of a table that the embedded engine keeps. */
export function tableFile(runDir: string, table: string): string {
  return fileOfTable(tablesFolder(runDir), table);
}

/** Where a run of the same runs folder and server keeps its tables. */
export function runTables(config: Config, runId: string): RunTables {
  return { directory: tablesFolder(join(config.runsDir, runId)), namespace: runNamespace(config, runId) };
}

/** Where the embedded engine puts what does not fit into memory. */
export function spillFolder(runDir: string): string {
  return join(runDir, "spill");
}

/** What the engine of a run needs of its folder. */
export function engineFolders(runDir: string): { readonly tables: string; readonly spill: string } {
  return { tables: tablesFolder(runDir), spill: spillFolder(runDir) };
}

/** Records of parts that are scored, each with a lock. */
export const partitionsName = "partitions";
export function partitionsFolder(runDir: string): string {
  return join(runDir, partitionsName);
}

/** Where sources are read. */
export function workFolder(runDir: string): string {
  return join(runDir, "work");
}

/** Scores of a server while files are written of them. */
export function publishedFolder(runDir: string): string {
  return join(runDir, "published");
}

/** Folders that hold something only while the run works. */
export function passingFolders(runDir: string): readonly string[] {
  return [workFolder(runDir), publishedFolder(runDir), spillFolder(runDir)];
}
