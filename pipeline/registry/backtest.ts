import type { MeasureName } from "../../models/index.js";
import type { RivalComparison, Target } from "../artifacts/validation.js";
import type { Text } from "../text/messages/message.js";

/** What the gates and the registry keep of a validation; shares as fractions. */
export interface BacktestSummary {
  /** The last day of the data that it was made of. */
  readonly asOf: string;
  readonly origins: readonly string[];
  /** Forecast over actual purchases in the holdouts, minus 1, of the kind of model that was fitted. */
  readonly bias: number | Unmeasured;
  /** The same of value, with its 95 % interval where replicates give one; absent in files of older versions. */
  readonly valueBias?: Bias | Unmeasured;
  /** Against the best naive rival, purchases and value; absent in files of older versions. */
  readonly rivals?: Readonly<Record<Target, RivalComparison | Unmeasured>>;
  /** On an origin that the correction of the intervals has not seen; one or more. */
  readonly coverage: readonly Coverage[] | Unmeasured;
  /** How many 95 % intervals of totals held on earlier days, of the target with the fewest; absent in files of older versions. */
  readonly totals?: TotalCoverage | Unmeasured;
  /** Against the champion, on the same customers and holdout; null where there is none. */
  readonly againstChampion: PairedDifference | Unmeasured | null;
}

/** Why something was not measured. */
export interface Unmeasured {
  readonly unmeasured: Text;
}

/** Forecast over actual, minus 1. */
export interface Bias {
  readonly bias: number;
  readonly interval: readonly [low: number, high: number] | null;
}

/** How often intervals of one level held. */
export interface Coverage {
  /** What the interval is of: purchases or value. */
  readonly of: string;
  /** 0.8 or 0.95. */
  readonly level: number;
  readonly covered: number;
}

/** Over earlier days and horizons, counted alike. */
export interface TotalCoverage {
  readonly of: Target;
  readonly covered: number;
  /** Totals, and the days that they were predicted on. */
  readonly totals: number;
  readonly origins: number;
}

/** A loss of the new model minus that of the champion, with the 95 % interval of the difference. */
export interface PairedDifference {
  readonly champion: string;
  /** What was compared. */
  readonly what: Text;
  readonly measure: MeasureName;
  readonly difference: number;
  readonly lo: number;
  readonly hi: number;
}
