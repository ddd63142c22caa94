import type { Artifacts } from "../artifacts/artifacts.js";
import type { Config } from "../config/config.js";
import { openEngine } from "../engines/open-engine.js";
import { ClvError } from "../errors.js";
import { diskError } from "../files/disk-errors.js";
import { engineFolders } from "../runs/layout.js";
import { readManifest } from "../runs/manifest.js";
import { partitionsOf } from "../runs/partition-store.js";
import type { Partition } from "../stage.js";
import { scorePart } from "../stages/score/score-part.js";
import type { Io } from "../terminal/io.js";
import type { Reporter } from "../terminal/reporter.js";
import { openPool } from "../workers/pool.js";
import { identifyRun } from "./identify-run.js";
import { contextOf } from "./open-run.js";
import { planUntil } from "./plan.js";
import { finishedStages } from "./run.js";

/** A partition that is scored, by this process or by an earlier one. */
export interface FinishedPartition {
  readonly runId: string;
  readonly runDir: string;
  readonly partition: Partition;
  readonly rows: number;
  readonly seconds: number;
  /** Whether it was there already. */
  readonly kept: boolean;
}

/**
 * Scores one partition of a run that is fitted, while other processes score others: nothing but the part and its record is
 * written.
 * @throws ClvError RUN_NOT_FOUND where a stage before scoring would have to run, RUN_LOCKED while another process scores
 * this partition
 */
export async function executePartition(
  config: Config,
  partition: Partition,
  io: Io,
  reporter: Reporter,
): Promise<FinishedPartition> {
  try {
    const identity = await identifyRun(config, io, "started");
    const { runId, runDir } = identity;
    if ((await readManifest(runDir)) === null)
      throw new ClvError(
        "RUN_NOT_FOUND",
        `there is no run of this config and these sources in ${config.runsDir}: \`clv gate\` with the same options first, once, then the partitions.`,
      );
    const { log, warn } = reporter;
    const engine = await openEngine(config, { runId, ...engineFolders(runDir), env: io.env, warn });
    const pool = openPool(config.engine.threads, io.signal);
    reporter.watch(engine.progress);
    try {
      const context = contextOf(config, identity, { engine, pool }, io, { log, warn });
      const stages = planUntil("score");
      const finished = await finishedStages(stages.slice(0, -1), stages.at(-1)!, context);
      if (typeof finished === "string")
        throw new ClvError(
          "RUN_NOT_FOUND",
          `${runDir} is not ready for scoring: ${finished} is missing or has other inputs now. \`clv gate\` with the same options first, once, then the partitions.`,
        );
      const home = { runDir, engine: context.engine, io, log, warn };
      const partitions = partitionsOf(home, partition.of, finished.inputFingerprint);
      const began = Date.now();
      let kept = true;
      const { rows } = await partitions.part(partition.index, async () => {
        kept = false;
        reporter.stageStarted("score");
        const { champion, ...tables } = finished.artifacts as Artifacts;
        return scorePart({ ...tables, model: champion }, partition, context);
      });
      const seconds = (Date.now() - began) / 1000;
      if (kept) reporter.stageSkipped("score");
      else reporter.stageFinished("score", seconds, rows);
      return { runId, runDir, partition, rows, seconds, kept };
    } finally {
      await pool.close();
      await engine.close();
    }
  } catch (error) {
    throw io.signal.aborted ? io.signal.reason : diskError(error);
  }
}
