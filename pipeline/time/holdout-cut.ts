import { dayAfter, daysBetween } from "./calendar.js";

/**
 * The last day of calibration: what follows it is the holdout that models are chosen by.
 * @param holdoutDays its length; a third of the log, at most a year, where it is not given
 * @example holdoutCut({ firstDay: "2023-01-01", asOf: "2023-12-31" }) // "2023-09-01"
 */
export function holdoutCut(
  { firstDay, asOf }: { readonly firstDay: string; readonly asOf: string },
  holdoutDays?: number,
): string {
  const span = daysBetween(firstDay, asOf);
  return dayAfter(asOf, -(holdoutDays ?? Math.min(365, Math.max(1, Math.floor(span / 3)))));
}
