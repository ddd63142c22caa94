import type { Config } from "../config/config.js";
import { isDatabase, isEmbedded } from "../config/connections.js";
import { openEngine, openLocal } from "../engines/open-engine.js";
import { timedEngine } from "../engines/timed-engine.js";
import { diskError } from "../files/disk-errors.js";
import { makePrivateFolder } from "../files/folders.js";
import { openReadingStore } from "../ingested/reading-store.js";
import { engineFolders, runFile, spillFolder } from "../runs/layout.js";
import { acquireLock } from "../runs/lock.js";
import { clearPartitions, partitionsOf } from "../runs/partition-store.js";
import { type StageContext, type StageName, stageNames } from "../stage.js";
import type { Io } from "../terminal/io.js";
import type { Reporter } from "../terminal/reporter.js";
import { openPool } from "../workers/pool.js";
import { identifyRun, type RunIdentity, type WhichRun } from "./identify-run.js";
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
  /** The state of the registry that the run started from; absent: as the registry is, or as it was for a run to go on with. */
  readonly startedFrom?: string | null;
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
    const identity = await identifyRun(config, io, startOf(options));
    const { runId, runDir } = identity;
    await makePrivateFolder(runDir);
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

/**
 * Which run the options mean: to go on with one is to find it where it has changed the champion itself; a validation is of the champion as
 * it is now.
 */
function startOf({ startedFrom, resume, from = "ingest", until }: RunOptions): WhichRun {
  if (startedFrom !== undefined) return { startedFrom };
  const goesOn = resume || stageNames.indexOf(from) >= stageNames.indexOf("score");
  return goesOn && until !== "validate" ? "started" : "new";
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
