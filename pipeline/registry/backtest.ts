/** What the gates and the registry keep of a validation; shares as fractions. */
export interface BacktestSummary {
  /** The last day of the data that it was made of. */
  readonly asOf: string;
  readonly origins: readonly string[];
  /** Forecast over actual purchases in the holdouts, minus 1, of the kind of model that was fitted. */
  readonly bias: number | Unmeasured;
  /** On an origin that the correction of the intervals has not seen; one or more. */
  readonly coverage: readonly Coverage[] | Unmeasured;
  /** Against the champion, on the same customers and holdout; null where there is none. */
  readonly againstChampion: PairedDifference | Unmeasured | null;
}

/** Why something was not measured though the run validated, in words. */
export interface Unmeasured {
  readonly unmeasured: string;
}

/** How often intervals of one level held. */
export interface Coverage {
  /** What the interval is of: purchases or value. */
  readonly of: string;
  /** 0.8 or 0.95. */
  readonly level: number;
  readonly covered: number;
}

/** A measure of the new model minus that of the champion, with the 95 % interval of the difference. */
export interface PairedDifference {
  readonly champion: string;
  /** What was compared, for people. */
  readonly what: string;
  readonly measure: string;
  readonly higherIsBetter: boolean;
  readonly difference: number;
  readonly lo: number;
  readonly hi: number;
}
