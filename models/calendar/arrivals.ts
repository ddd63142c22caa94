import type { Arrivals } from "./factor-prior.js";
import type { CalendarLog } from "./fit-calendar.js";

/** Nearly all: this share of customers came within this share of the log. */
const nearlyAll = 0.95;
const early = 0.55;

/** Whether customers kept coming until the log ends, or came early, so that all of them are of about one age. */
export function arrivalsOf({
  histories: { T, n },
  firstDay,
  asOf,
}: Pick<CalendarLog, "histories" | "firstDay" | "asOf">): Arrivals {
  const latest = (1 - early) * (asOf - firstDay);
  let all = 0;
  let late = 0;
  for (let i = 0; i < n.length; i++) {
    all += n[i]!;
    if (T[i]! < latest) late += n[i]!;
  }
  return late <= (1 - nearlyAll) * all ? "early" : "all-along";
}
