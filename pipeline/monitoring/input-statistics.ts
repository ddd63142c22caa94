/** Counts of a day of the log. */
export interface DayCounts {
  /** yyyy-mm-dd */
  readonly day: string;
  /** Rows that are no refund. */
  readonly orders: number;
  /** Amounts of these rows, by bucket (sql/input-statistics.ts); without amounts all in that of nothing. */
  readonly amounts: Histogram;
}

/** Counts by bucket, in the order of the buckets. */
export type Histogram = readonly (readonly [bucket: number, count: number])[];

/** The input of some days up to the as-of date: what a later run compares its own input with. */
export interface InputStatistics {
  /** The last day before them. */
  readonly after: string;
  readonly asOf: string;
  readonly orders: number;
  /** Customers who bought, and those of them who bought for the first time. */
  readonly buyers: number;
  readonly newCustomers: number;
  /** Empty where the log has no amounts. */
  readonly amounts: Histogram;
  /** Days from a purchase in these days to the one before it, by length (of a sample of customers where there are many). */
  readonly gaps: Histogram;
  /** Share of rows that repeat a customer, day and amount. */
  readonly repeatedShare: number;
  /** What the season of these days was like in earlier years; absent where the log is too short or too thin to tell, and in older files. */
  readonly season?: Season;
}

/** What the same days of earlier years were like, in comparison with the year around them. */
export interface Season {
  /** Orders a day over those of the year around: 1 where there is no season. */
  readonly orders: number;
  /** New customers an order, alike. */
  readonly newCustomers: number;
}

/** Histograms added up. */
export function added(histograms: Iterable<Histogram>): Histogram {
  const sums = new Map<number, number>();
  for (const histogram of histograms)
    for (const [bucket, n] of histogram) sums.set(bucket, (sums.get(bucket) ?? 0) + n);
  return [...sums].sort(([a], [b]) => a - b);
}

/** Where a share of the counts lies below, in buckets, each taken as spread evenly from its number to the next; null of no counts. */
export function quantileAt(histogram: Histogram, share: number): number | null {
  const wanted = share * histogram.reduce((sum, [, n]) => sum + n, 0);
  let below = 0;
  for (const [bucket, n] of histogram) {
    if (below + n >= wanted) return bucket + (wanted - below) / n;
    below += n;
  }
  return null;
}
