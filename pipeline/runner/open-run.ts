import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Config, configHash } from "../config/config.js";
import { isDatabase, isEmbedded } from "../config/connections.js";
import { openEngine, openLocal } from "../engines/open-engine.js";
import { timedEngine } from "../engines/timed-engine.js";
import { ClvError } from "../errors.js";
import { diskError } from "../files/disk-errors.js";
import { fingerprint, fingerprintFile } from "../files/fingerprint.js";
import { openReadingStore } from "../ingested/reading-store.js";
import { engineFolders, runFile, spillFolder } from "../runs/layout.js";
import { acquireLock } from "../runs/lock.js";
import { clearPartitions, partitionsOf } from "../runs/partition-store.js";
import { forgottenSideFile, readForgotten } from "../sources/forgotten-list.js";
import { resolveSources } from "../sources/resolve-sources.js";
import type { SideFile } from "../sources/source-file.js";
import { serverKinds } from "../sources/source-kinds.js";
import { type StageContext, type StageName, stageNames } from "../stage.js";
import type { Io } from "../terminal/io.js";
import type { Reporter } from "../terminal/reporter.js";
import { version } from "../version.js";
import { openPool } from "../workers/pool.js";
import { removeOldRuns } from "./old-runs.js";
import { planUntil } from "./plan.js";
import { type RunResult, runStages } from "./run.js";
import { openRunLog } from "./run-log.js";

export interface RunOptions {
  readonly until: StageName;
  /** Skip every stage whose recorded inputs are unchanged, not only those before `until`. */
  readonly resume: boolean;
  /** Stages before this one are skipped when unchanged even without `resume`; default: the first, so that all run. */
  readonly from?: StageName;
  /** Score in this many partitions, those that are missing one after another; default: all customers at once. */
  readonly partitions?: number;
}

export interface FinishedRun extends RunResult {
  readonly runId: string;
  readonly runDir: string;
  /** Bytes of results that a server sent; null with the embedded engine. */
  readonly received: number | null;
}

/** What a run may use of the process that it is in. */
export type RunIo = Pick<Io, "env" | "pid" | "isAlive" | "signal">;

/** Locks the runs folder, reads the sources, opens the engine in the run's folder and runs the stages there. */
export async function executeRun(
  config: Config,
  options: RunOptions,
  io: RunIo,
  reporter: Reporter,
): Promise<FinishedRun> {
  const lock = await acquireLock(config.runsDir, io, reporter.warn).catch((error: unknown) => {
    throw diskError(error);
  });
  try {
    const identity = await identifyRun(config, io);
    const { runId, runDir } = identity;
    await mkdir(runDir, { recursive: true });
    const runLog = openRunLog(runFile(runDir, "log"), reporter);
    const engine = await openEngine(config, {
      runId,
      ...engineFolders(runDir),
      env: io.env,
      warn: runLog.reporter.warn,
    });
    const pool = openPool(config.engine.threads, io.signal);
    reporter.watch(engine.progress);
    try {
      const { warn, log } = runLog.reporter;
      const ingested = readingsOf(config, identity, warn);
      const context = { ...contextOf(config, identity, { engine, pool }, io, { warn, log }), ...ingested };
      const of = options.partitions;
      const home = { runDir, engine: context.engine, io, log, warn };
      const from = stageNames.indexOf(options.from ?? "ingest");
      const resume = (name: StageName): boolean => options.resume || stageNames.indexOf(name) < from;
      const result = await runStages(planUntil(options.until), context, {
        resume,
        observer: runLog.reporter,
        ...(of !== undefined && { partitions: (inputs: string) => partitionsOf(home, of, inputs) }),
      });
      if (of !== undefined) await clearPartitions(home);
      if (options.until === "publish") await removeOld(config, runId, context);
      return { ...result, runId, runDir, received: engine.received?.() ?? null };
    } catch (error) {
      runLog.failed(error);
      throw error;
    } finally {
      await pool.close();
      await engine.close();
    }
  } catch (error) {
    throw io.signal.aborted ? io.signal.reason : diskError(error);
  } finally {
    await lock.release();
  }
}

/** A run that was published is done, whatever becomes of older ones. */
async function removeOld(config: Config, runId: string, { engine, log, warn }: StageContext): Promise<void> {
  await removeOldRuns(config, runId, engine).then(
    (removed) => {
      if (removed.length > 0)
        log(`removed what is older than the latest ${config.keepRuns} runs: ${removed.join(", ")}`);
    },
    (error: Error) => warn(`published, but older runs were not removed: ${error.message.split("\n")[0]}`),
  );
}

/** What earlier runs made of source files, where it is kept: by the embedded engine, of files. */
function readingsOf(
  config: Config,
  { rates }: RunIdentity,
  warn: (message: string) => void,
): Pick<StageContext, "ingested"> {
  const { source, ingest, runsDir } = config;
  if (!isEmbedded(config) || isDatabase(source.format) || ingest.keepIngested === 0) return {};
  return { ingested: openReadingStore(runsDir, { keep: ingest.keepIngested, rates, warn }) };
}

/** What a run reads, and where it is. */
export type RunIdentity = Pick<
  StageContext,
  "sources" | "sideFiles" | "rates" | "runId" | "runDir" | "forgotten"
>;

/** The run of a config and its sources as they are now, whether it was ever started or not. */
export async function identifyRun(config: Config, io: Pick<Io, "env" | "signal">): Promise<RunIdentity> {
  const { format } = config.source;
  const sources = isDatabase(format)
    ? [await serverKinds[format].describe(config, io.env, io.signal)]
    : await resolveSources(config, io.signal);
  const rates = await readSideFiles(config, io.signal);
  const forgotten = await readForgotten(config.runsDir);
  const runId = runIdOf(config, [...sources, ...rates]);
  return {
    sources,
    rates,
    // a run keeps its id when a customer is forgotten, and makes everything again
    sideFiles: [...rates, ...forgottenSideFile(forgotten)],
    runId,
    runDir: join(config.runsDir, runId),
    ...(forgotten && { forgotten }),
  };
}

/** What stages may use, in an opened run. */
export function contextOf(
  config: Config,
  identity: RunIdentity,
  { engine, pool }: Pick<StageContext, "engine" | "pool">,
  { env, signal }: Pick<Io, "env" | "signal">,
  { log, warn }: Pick<StageContext, "log" | "warn">,
): StageContext {
  return {
    ...identity,
    config,
    engine: timedEngine(engine, log),
    openLocal: (directory) => openLocal(config, directory, spillFolder(identity.runDir)),
    env,
    pool,
    today: new Date().toISOString().slice(0, 10),
    signal,
    log,
    warn,
  };
}

/** Files besides the log that decide about scores: the currency rates. */
async function readSideFiles(config: Config, signal: AbortSignal): Promise<SideFile[]> {
  const { ratesFile } = config.currency;
  if (ratesFile === undefined || config.columns.currency === undefined) return [];
  const { sha256 } = await fingerprintFile(ratesFile, signal).catch((cause: unknown) => {
    throw new ClvError(
      "RATES_INVALID",
      `cannot read currency.ratesFile ${ratesFile}: ${(cause as Error).message}`,
      { cause },
    );
  });
  return [{ name: basename(ratesFile), sha256 }];
}

/** The same config, sources and code give the same id, so that a killed run finds its folder again. */
function runIdOf(config: Config, sources: readonly SideFile[]): string {
  const content = [version, configHash(config), sources.map(({ name, sha256 }) => [name, sha256])];
  return `${config.asOf ?? "latest"}-${fingerprint(content).slice(0, 12)}`;
}
