/** A row of a log as the statements read it. */
export interface LogRow {
  readonly customer: string;
  /** from 0, which is 2024-01-01 */
  readonly day: number;
  /** amount in 1e-4, below 0 for refunds */
  readonly units: number;
  readonly refund: boolean;
}

/** Rows at random, with refunds and several orders a day. */
export function randomLog(
  random: () => number,
  of: { readonly customers: number; readonly days: number; readonly rows: number },
): LogRow[] {
  return Array.from({ length: of.rows }, () => {
    const refund = random() < 0.15;
    const units = 1 + Math.floor(random() * 200_000);
    return {
      customer: `c${Math.floor(random() * of.customers)}`,
      day: Math.floor(random() * of.days),
      units: refund ? -units : units,
      refund,
    };
  });
}

/** yyyy-mm-dd */
export function writtenDay(day: number): string {
  return new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
}
