import type { Arrivals } from "./factor-prior.js";
import type { CalendarLog } from "./fit-calendar.js";

/** Nearly all: this share of customers came within this share of the log, and within half a year. */
const nearlyAll = 0.95;
const early = 0.55;

/**
 * Whether customers kept coming, or came within a short stretch at the beginning of the log, so that all of them are of about one age. With
 * ages half a year and more apart, a month's surplus can be told from ageing.
 * @param halfYear in the unit of the histories
 */
export function arrivalsOf(
  { histories: { T, n }, firstDay, asOf }: Pick<CalendarLog, "histories" | "firstDay" | "asOf">,
  halfYear: number,
): Arrivals {
  const length = asOf - firstDay;
  const latest = length - Math.min(early * length, halfYear);
  let all = 0;
  let late = 0;
  for (let i = 0; i < n.length; i++) {
    all += n[i]!;
    if (T[i]! < latest) late += n[i]!;
  }
  return late <= (1 - nearlyAll) * all ? "early" : "all-along";
}
