import type { SinkKind } from "../config/config.js";

/** What publishing did: each output with the rows and sums that were read back from it. */
export interface Publication {
  readonly outputs: readonly PublishedOutput[];
  /** Whether later runs are compared with this one; absent in files of older versions. */
  readonly registered?: boolean;
}

export interface PublishedOutput {
  readonly to: SinkKind;
  readonly path: string;
  /** The tables or files that people read, current scores first. */
  readonly tables: readonly string[];
  /** The as-of date that clv_scores shows: that of this run, or a later one, where the run's scores are in the history alone. */
  readonly shown: string;
  readonly reconciled: ReconciledSums;
}

/** Read back from the output before it was made visible, and equal to the score stage's; money where there is any. */
export interface ReconciledSums {
  readonly rows: number;
  readonly historicValue?: number;
  readonly expectedPurchases: number;
  readonly clv?: number;
}
