import type { Measure, NotedRecord } from "../monitoring/measure.js";
import type { TierMove } from "../monitoring/score-drift.js";

/** monitoring.json: this run against the one before it. */
export interface Monitoring {
  readonly format: 2;
  /** Null where there is none of the same configuration. */
  readonly previousRun: {
    readonly runId: string;
    readonly asOf: string;
    readonly modelVersion: string;
  } | null;
  readonly measures: readonly Measure[];
  /** What clv_monitoring gets: the checks of the data, the gates and the measures. */
  readonly records: readonly NotedRecord[];
  /** Empty where the earlier scores are gone. */
  readonly tiers: readonly TierMove[];
}
