/** What a method said of one total, and what came. */
export interface TotalRecord {
  readonly log: string;
  readonly group: string;
  readonly cut: string;
  readonly days: number;
  readonly of: "purchases" | "value";
  readonly method: string;
  readonly models: string;
  /** at the levels of forecast.ts */
  readonly quantiles: readonly number[];
  readonly actual: number;
  /** the same customers' total over as many days before the cut */
  readonly before: number;
  /** of purchases only: how single customers were forecast */
  readonly customers: CustomerMeasures | null;
}

export interface CustomerMeasures {
  readonly meanAbsoluteError: number;
  /** mean of -ln P(Y = y): lower is better */
  readonly logScore: number;
  readonly gini: number;
}

/** What many of them come to; shares, not per cent. */
export interface Summary {
  readonly count: number;
  readonly inside80: number;
  readonly inside95: number;
  readonly is80: number;
  readonly is95: number;
  /** half the 80 % interval over the median */
  readonly halfWidth: number;
  /** of the median */
  readonly bias: number;
  readonly error: number;
  /** error of the last period repeated */
  readonly lastError: number;
}

/**
 * Interval score of Gneiting & Raftery (2007) in units of what came: lower is better.
 * @param alpha 1 minus the nominal coverage
 * @example intervalScore(90, 110, 120, 0.2) // 1, of which 0.1667 for the width
 */
export function intervalScore(low: number, high: number, actual: number, alpha: number): number {
  const miss = Math.max(0, low - actual, actual - high);
  return (high - low + (2 / alpha) * miss) / actual;
}

/** The records whose total came to something; an interval divided by nothing says nothing. */
export function summary(records: readonly TotalRecord[]): Summary {
  const used = records.filter((r) => r.actual > 0);
  const mean = (of: (r: TotalRecord) => number): number =>
    used.reduce((sum, r) => sum + of(r), 0) / used.length;
  const inside = (low: number, high: number) => (r: TotalRecord) =>
    r.quantiles[low]! <= r.actual && r.actual <= r.quantiles[high]! ? 1 : 0;
  const off = (r: TotalRecord): number => r.quantiles[2]! / r.actual - 1;
  return {
    count: used.length,
    inside80: mean(inside(1, 3)),
    inside95: mean(inside(0, 4)),
    is80: mean((r) => intervalScore(r.quantiles[1]!, r.quantiles[3]!, r.actual, 0.2)),
    is95: mean((r) => intervalScore(r.quantiles[0]!, r.quantiles[4]!, r.actual, 0.05)),
    halfWidth: mean((r) => (r.quantiles[3]! - r.quantiles[1]!) / 2 / r.quantiles[2]!),
    bias: mean(off),
    error: mean((r) => Math.abs(off(r))),
    lastError: mean((r) => Math.abs(r.before / r.actual - 1)),
  };
}
