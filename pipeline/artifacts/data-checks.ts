import type { InputStatistics } from "../monitoring/input-statistics.js";
import type { Measure } from "../monitoring/measure.js";
import type { QualityCheck } from "../quality/check.js";
import type { Decision } from "../registry/policy.js";

/** checks.json: what the checks of the data found, and what the run does about its model. */
export interface DataChecks {
  readonly format: 2;
  readonly asOf: string;
  /** The hash of what a model depends on in the config: runs that agree in it share a champion. */
  readonly configuration: string;
  /** Version of the champion that this run starts from; null where there is none. */
  readonly champion: string | null;
  /** The champion in whose place that one is taken, since it was fitted to this very day from other data; null where none was. */
  readonly setAside: string | null;
  /** The run that this one is compared with; null where there is none. */
  readonly previousRun: { readonly runId: string; readonly asOf: string } | null;
  readonly quality: readonly QualityCheck[];
  /** What the last run's model predicted, compared with what followed; empty where there is no such run, and where the data stop the run. */
  readonly scoreboard: readonly Measure[];
  readonly decision: Decision;
  readonly statistics: InputStatistics;
}
