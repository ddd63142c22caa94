/**
 * clv as a library: `run` makes a run, `openRun` reads one. The models alone, which are pure functions, are in "clv/models".
 */
import { resolve } from "node:path";
import type { ConfigInput } from "./config/config.js";
import { loadConfig, merge } from "./config/load-config.js";
import { refuseSecrets } from "./config/secrets.js";
import { isAlive } from "./files/is-alive.js";
import { executeRun, type RunIo } from "./runner/open-run.js";
import { openedRun, type Run, runOf } from "./runner/opened-run.js";
import type { RunObserver } from "./runner/run.js";
import type { Environment, StageName } from "./stage.js";
import type { Reporter } from "./terminal/reporter.js";

export type { ArrowArtifact, JsonArtifact, TableArtifact } from "./artifacts/artifact-files.js";
export type { ArrowFile, ArtifactName, Artifacts, StoredTable } from "./artifacts/artifacts.js";
export type { GateReport } from "./artifacts/gate-report.js";
export type { ModelFile } from "./artifacts/model-file.js";
export type { Publication, PublishedOutput } from "./artifacts/publication.js";
export type { ScoreSummary } from "./artifacts/score-summary.js";
export type { Validation } from "./artifacts/validation.js";
export type { Config, ConfigInput } from "./config/config.js";
export { ClvError, type ClvErrorCode } from "./errors.js";
export type { Run } from "./runner/opened-run.js";
export type { Manifest, RunStatus, StageRecord } from "./runs/manifest.js";
export type { Environment, StageName } from "./stage.js";
export { version } from "./version.js";

/** What a library call may use of the process around it. */
export interface OpenOptions {
  /** Where relative paths begin (default: the working folder of the process). */
  readonly cwd?: string;
  /** Connections to servers, with their passwords (default: the environment of the process). */
  readonly env?: Environment;
  /** Stops what is under way; the run can go on with `resume`. */
  readonly signal?: AbortSignal;
  /** Lines of the log, and warnings; both are in the run's log as well (default: to nobody). */
  readonly log?: (message: string) => void;
  readonly warn?: (message: string) => void;
}

export interface RunOptions extends OpenOptions {
  /** Settings over those of the config, key by key, as flags are on the command line. */
  readonly settings?: ConfigInput;
  /** Skip stages whose inputs are unchanged (default: false). */
  readonly resume?: boolean;
  /** The last stage (default: publish, so all of them). */
  readonly until?: StageName;
  /** Score in this many shares of the customers, one after another (default: all at once). */
  readonly partitions?: number;
  /** Told of every stage; seconds are wall time, rows those of its first table. */
  readonly observer?: Partial<RunObserver>;
}

/**
 * Runs the pipeline, from a transaction log to published scores, and opens the run that it made. A model that the gates refused
 * is no error: `artifact("gate")` tells its outcome, and the champion has scored.
 * @param config the path of a clv.yaml, whose paths are relative to it; or the same settings as an object, whose paths are
 * relative to `cwd`. Columns must be named: nothing is recognised here as `clv init` does
 * @throws ClvError with its `code` and `exitCode`: CONFIG_INVALID with every problem at once, SOURCE_NOT_FOUND,
 * TOO_MANY_REJECTED, FIT_FAILED, RUN_LOCKED while another process runs in the same runs folder, …
 * @example
 * const made = await run("clv.yaml", { settings: { runsDir: "runs" } });
 * const { totals } = await made.artifact("score_summary");
 */
export async function run(config: string | ConfigInput, options: RunOptions = {}): Promise<Run> {
  const { settings = {}, resume = false, until = "publish", partitions, observer } = options;
  const cwd = options.cwd ?? process.cwd();
  const given = typeof config === "string" ? { ...settings } : merge({ ...config }, { ...settings });
  refuseSecrets(given);
  const loaded = await loadConfig(typeof config === "string" ? config : undefined, given, cwd);
  const io = ioOf(options);
  const reporter = reporterOf(options, observer);
  const how = { until, resume, ...(partitions !== undefined && { partitions }) };
  return runOf(await executeRun(loaded, how, io, reporter), io, reporter);
}

/**
 * Opens a run that was made before, to read it or to publish it again. Nothing is written by opening.
 * @param place the folder of a run; or a runs folder, of which the run that finished last is taken, or the one named by `id`
 * @throws ClvError RUN_NOT_FOUND naming the runs there are
 * @example
 * const latest = await openRun("runs");
 * const scores = await latest.table("scores"); // apache-arrow Table
 */
export async function openRun(
  place: string,
  options: OpenOptions & {
    /** Id of a run, or its unambiguous beginning. */
    readonly id?: string;
  } = {},
): Promise<Run> {
  const cwd = options.cwd ?? process.cwd();
  return openedRun(resolve(cwd, place), options.id, ioOf(options), reporterOf(options));
}

function ioOf({ env = process.env, signal = new AbortController().signal }: OpenOptions): RunIo {
  return { env, signal, pid: process.pid, isAlive };
}

const nothing = (): void => undefined;

function reporterOf(
  { log = nothing, warn = nothing }: OpenOptions,
  observer: Partial<RunObserver> = {},
): Reporter {
  return {
    log,
    warn,
    watch: nothing,
    close: nothing,
    stageStarted: (name) => observer.stageStarted?.(name),
    stageSkipped: (name) => observer.stageSkipped?.(name),
    stageFinished: (name, seconds, rows) => observer.stageFinished?.(name, seconds, rows),
  };
}
