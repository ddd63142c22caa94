import type { Timeline } from "../value/timeline.js";
import { timeAt } from "./clock.js";
import type { Outlook } from "./outlook.js";
import type { SpendOutlook } from "./spend-level.js";

const year = 365;

/**
 * The future of an outlook in stretches, cut at the ends of months and horizons. After the last horizon time runs as fast as in the last
 * year that the outlook knows, so that the season repeats itself.
 * @param horizons in days
 * @param delta    continuous discount rate a day
 * @param spend    the level of spend by month, which a purchase of the month is worth; absent: the same in all
 */
export function timelineOf(
  { clock, asOf, months }: Outlook,
  horizons: readonly number[],
  delta: number,
  spend?: SpendOutlook | null,
): Timeline {
  const longest = Math.max(...horizons);
  const cuts = new Set([...months.map(({ to }) => to - asOf).filter((days) => days < longest), ...horizons]);
  const days = [...cuts].sort((a, b) => a - b);
  const now = timeAt(clock, asOf);
  const worth = (day: number): number =>
    spend ? Math.exp(spend.log[months.findIndex(({ to }) => to >= asOf + day)]!) : 1;
  const known = asOf + longest < months.at(-1)!.to ? months.at(-1)!.to : asOf + longest;
  const speed = (timeAt(clock, known) - timeAt(clock, known - year)) / year;
  return {
    ends: days.map((d) => timeAt(clock, asOf + d) - now),
    present: days.map((d, i) => worth(d) * meanPresentValue(delta, days[i - 1] ?? 0, d)),
    horizons: horizons.map((d) => days.indexOf(d)),
    beyond: { delta: delta / speed, present: worth(longest) * Math.exp(-delta * longest) },
  };
}

/** Mean of e^(-delta t) between two times. */
function meanPresentValue(delta: number, from: number, to: number): number {
  const length = delta * (to - from);
  return length === 0 ? 1 : (Math.exp(-delta * from) * -Math.expm1(-length)) / length;
}

/** Whether every day counts the same, so that operational time is ordinary time. */
export function isEven({ clock: { elapsed } }: Pick<Outlook, "clock">): boolean {
  return elapsed.every((time, day) => time === day);
}
