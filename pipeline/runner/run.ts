import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  type ArrowArtifact,
  artifactPath,
  isKeptAs,
  type JsonArtifact,
  loadArtifact,
  writeArtifact,
} from "../artifacts/artifact-files.js";
import { type ArtifactName, type Artifacts, artifactFile, artifactKinds } from "../artifacts/artifacts.js";
import type { ScoredPart } from "../artifacts/scored-part.js";
import { configHash } from "../config/config.js";
import type { TableFingerprint } from "../engines/engine.js";
import { ClvError } from "../errors.js";
import { diskError } from "../files/disk-errors.js";
import { fingerprint, fingerprintFile } from "../files/fingerprint.js";
import { makePrivateFolder } from "../files/folders.js";
import { tablesFolder } from "../runs/layout.js";
import {
  type Manifest,
  type OutputRecord,
  readManifest,
  type StageRecord,
  writeManifest,
} from "../runs/manifest.js";
import type { Partitioning, Stage, StageContext, StageName } from "../stage.js";
import { withoutSecrets } from "../text/without-secrets.js";
import { version } from "../version.js";

/** What the run reports to whoever watches it. */
export interface RunObserver {
  stageStarted(name: StageName): void;
  stageSkipped(name: StageName): void;
  stageFinished(name: StageName, seconds: number, rows: number | null): void;
}

export interface RunResult {
  readonly artifacts: Partial<Artifacts>;
  readonly manifest: Manifest;
  /** The stages of this call, run or kept; the manifest may hold more. */
  readonly stages: readonly StageName[];
}

/**
 * Runs stages in order inside a run folder, recording each in the manifest. With `resume`, a stage whose recorded
 * inputs are unchanged and whose outputs are intact is skipped.
 */
export async function runStages(
  stages: readonly Stage[],
  context: StageContext,
  options: {
    readonly resume: (name: StageName) => boolean;
    readonly observer: RunObserver;
    /** How a stage that works in partitions keeps them, by its inputs. */
    readonly partitions?: ((inputFingerprint: string) => Partitioning<ScoredPart>) | undefined;
  },
): Promise<RunResult> {
  const before = await readManifest(context.runDir);
  const artifacts: Partial<Record<ArtifactName, unknown>> = {};
  const hashes: Partial<Record<ArtifactName, string>> = {};
  let manifest = newManifest(context, before?.stages ?? {});
  await makePrivateFolder(tablesFolder(context.runDir));
  await removeLeftovers(context.runDir);
  await writeManifest(context.runDir, manifest);
  try {
    for (const stage of stages) {
      const inputFingerprint = stageFingerprint(stage, context, hashes);
      const known = before?.stages[stage.name];
      const found =
        (options.resume(stage.name) || stage.isLasting) && known?.inputFingerprint === inputFingerprint
          ? await loadOutputs(stage, known, context)
          : null;
      const kept = found && (options.resume(stage.name) || isLasting(stage, found, stages)) ? found : null;
      if (kept) {
        options.observer.stageSkipped(stage.name);
        Object.assign(artifacts, kept);
      }
      const record = kept
        ? { ...(known as StageRecord), kept: true }
        : await runStage(
            stage,
            inputFingerprint,
            artifacts,
            options.partitions ? { ...context, partitions: options.partitions(inputFingerprint) } : context,
            options.observer,
          );
      manifest = { ...manifest, stages: { ...manifest.stages, [stage.name]: record } };
      await writeManifest(context.runDir, manifest);
      const outputs = manifest.stages[stage.name]?.outputs ?? {};
      for (const name of stage.writes) hashes[name] = outputs[name]?.sha256 ?? "";
    }
  } catch (thrown) {
    const error = context.signal.aborted ? context.signal.reason : diskError(thrown);
    // the disk may be what failed: the error counts, not that it cannot be noted down
    await writeManifest(context.runDir, failed(manifest, error)).catch(() => undefined);
    throw error;
  }
  manifest = { ...manifest, status: "done", finishedAt: new Date().toISOString() };
  await writeManifest(context.runDir, manifest);
  return { artifacts: artifacts as Partial<Artifacts>, manifest, stages: stages.map((stage) => stage.name) };
}

/** What takes long and was made once for the same inputs is kept, but where the stage itself was asked for. */
function isLasting(stage: Stage, outputs: Record<string, unknown>, stages: readonly Stage[]): boolean {
  return stage !== stages.at(-1) && stage.isLasting?.(outputs as unknown as Artifacts) === true;
}

/** What finished stages left, for a process that must not run any itself. */
export interface FinishedStages {
  readonly artifacts: Partial<Artifacts>;
  /** Of the stage that comes after them. */
  readonly inputFingerprint: string;
}

/** The outputs of stages, without a change to the run folder; or the name of the first one that would have to run. */
export async function finishedStages(
  stages: readonly Stage[],
  next: Stage,
  context: StageContext,
): Promise<FinishedStages | StageName> {
  const manifest = await readManifest(context.runDir);
  const artifacts: Partial<Record<ArtifactName, unknown>> = {};
  const hashes: Partial<Record<ArtifactName, string>> = {};
  for (const stage of stages) {
    const record = manifest?.stages[stage.name];
    if (record?.inputFingerprint !== stageFingerprint(stage, context, hashes)) return stage.name;
    const kept = await loadOutputs(stage, record, context);
    if (kept === null) return stage.name;
    Object.assign(artifacts, kept);
    for (const name of stage.writes) hashes[name] = record.outputs[name]?.sha256 ?? "";
  }
  return {
    artifacts: artifacts as Partial<Artifacts>,
    inputFingerprint: stageFingerprint(next, context, hashes),
  };
}

/** Unfinished files of a process that was killed here; the lock says that there is no other one. */
async function removeLeftovers(runDir: string): Promise<void> {
  for (const name of await readdir(runDir))
    if (/\.tmp(-\d+)?$/.test(name)) await rm(join(runDir, name), { force: true });
}

function newManifest(context: StageContext, stages: Manifest["stages"]): Manifest {
  return {
    format: 1,
    runId: context.runId,
    version,
    engine: context.engine.name,
    startedFrom: context.startedFrom,
    configHash: configHash(context.config),
    config: context.config,
    sources: context.sources.map(({ name, format, bytes, sha256 }) => ({ name, format, bytes, sha256 })),
    status: "running",
    error: null,
    startedAt: new Date().toISOString(),
    finishedAt: null,
    stages,
  };
}

/** Everything that decides a stage's result: code, config, sources and the content of what it reads. */
function stageFingerprint(
  stage: Stage,
  context: StageContext,
  hashes: Partial<Record<ArtifactName, string>>,
): string {
  return fingerprint({
    version,
    stage: stage.name,
    config: configHash(context.config),
    sources: [...context.sources, ...context.sideFiles].map(({ name, sha256 }) => [name, sha256]),
    settings: stage.settings?.(context.config, context) ?? null,
    inputs: stage.reads.map((name) => [name, hashes[name] ?? ""]),
  });
}

async function runStage(
  stage: Stage,
  inputFingerprint: string,
  artifacts: Partial<Record<ArtifactName, unknown>>,
  context: StageContext,
  observer: RunObserver,
): Promise<StageRecord> {
  context.signal.throwIfAborted();
  observer.stageStarted(stage.name);
  const startedAt = new Date();
  const written = await stage.run(artifacts as unknown as Artifacts, context);
  const outputs: Partial<Record<ArtifactName, OutputRecord>> = {};
  let rows: number | null = null;
  for (const name of stage.writes) {
    const kind = artifactKinds[name];
    if (isKeptAs(name, "json")) await writeArtifact(context.runDir, name, written[name]);
    const count = kind === "json" ? null : (written[name] as { rows: number }).rows;
    rows ??= count;
    const found = await fingerprintOf(name, context);
    if (found === null) throw new Error(`${stage.name} did not write ${name}`);
    outputs[name] = { file: kind === "table" ? null : artifactFile(name), rows: count, ...found };
    artifacts[name] = written[name];
  }
  const seconds = (Date.now() - startedAt.getTime()) / 1000;
  observer.stageFinished(stage.name, seconds, rows);
  return { inputFingerprint, outputs, rows, startedAt: startedAt.toISOString(), seconds, kept: false };
}

/** Of the table or the file that holds an artifact; null when it is not there. */
async function fingerprintOf(
  name: ArtifactName,
  { engine, runDir }: StageContext,
): Promise<TableFingerprint | null> {
  if (isKeptAs(name, "table")) return engine.fingerprint({ name });
  return fingerprintFile(artifactPath(runDir, name as JsonArtifact | ArrowArtifact)).catch(() => null);
}

/** The recorded outputs of a stage as artifacts, or null when a file is missing or changed. */
async function loadOutputs(
  stage: Stage,
  record: StageRecord,
  context: StageContext,
): Promise<Record<string, unknown> | null> {
  const loaded: Record<string, unknown> = {};
  for (const name of stage.writes) {
    const output = record.outputs[name];
    if (!output) return null;
    const found = await fingerprintOf(name, context);
    if (found?.bytes !== output.bytes || found.sha256 !== output.sha256) return null;
    loaded[name] = await loadArtifact(context.runDir, name, output.rows);
  }
  if (stage.isIntact && !(await stage.isIntact(loaded as unknown as Artifacts, context))) return null;
  return loaded;
}

function failed(manifest: Manifest, error: unknown): Manifest {
  const interrupted = error instanceof ClvError && error.code === "INTERRUPTED";
  const code = error instanceof ClvError ? error.code : "UNEXPECTED";
  const message = withoutSecrets(error instanceof Error ? error.message : String(error));
  return {
    ...manifest,
    status: interrupted ? "interrupted" : "failed",
    error: { code, message },
    finishedAt: new Date().toISOString(),
  };
}
