import { count } from "../text/format.js";
import { millisecondsPerDay } from "../time/calendar.js";

/** Which of the three numbers of a date is what. */
export type Layout = "ymd" | "dmy" | "mdy";

export type DateParts = readonly [first: number, second: number, third: number];

/** Dates of one spelling whose numbers do not say by their place what they are. */
export interface OrderQuestion {
  /** What stands between the numbers. */
  readonly mark: string;
  readonly layouts: readonly Layout[];
  /** In the order of the rows. */
  readonly dates: readonly { readonly row: number; readonly parts: DateParts }[];
  /** The days of the rows that are known otherwise, as yyyymmdd; 0 where none is. */
  readonly known: Int32Array;
}

/** What else speaks for one order: other columns, the language of the file. */
export interface OrderClue {
  readonly layout: Layout;
  readonly evidence: string;
  /** Whether it decides; otherwise it is a hint. */
  readonly decides: boolean;
}

export interface OrderFound {
  /** The most likely, whatever the certainty. */
  readonly layout: Layout;
  /** Others that are as likely, where nothing decides. */
  readonly rivals: readonly Layout[];
  readonly evidence: string;
  /** sure: the numbers or another column say it; likely: hints say it; open: nothing does, or rows contradict each other. */
  readonly certainty: "sure" | "likely" | "open";
}

const words: Readonly<Record<Layout, string>> = {
  dmy: "day before month",
  mdy: "month before day",
  ymd: "year, month, day",
};

/**
 * Tells day, month and year apart by all that the rows show: numbers that are no month, days that do not exist or lie after
 * today, the order of the rows in time, gaps; then by clues from elsewhere.
 */
export function findOrder(question: OrderQuestion, today: number, clues: readonly OrderClue[]): OrderFound {
  const { layouts, dates, mark } = question;
  const read = new Map(
    layouts.map((layout) => [layout, dates.map(({ parts }) => dayOf(parts, layout, today))]),
  );
  const possible = dates.map((_, i) => layouts.some((layout) => read.get(layout)![i]! > 0));
  const all = possible.filter(Boolean).length;
  const bad = (layout: Layout): number =>
    read.get(layout)!.filter((day, i) => possible[i] && day === 0).length;
  const ranked = [...layouts].sort((a, b) => bad(a) - bad(b));
  const [best, next] = [ranked[0]!, ranked[1]!];
  if (bad(best) < bad(next)) {
    const found = { layout: best, rivals: [], evidence: whyNot(question, best, next, today) };
    if (bad(best) === 0) return { ...found, certainty: "sure" };
    const both = `${count(bad(best))} of ${count(all)} dates cannot be read as ${words[best]}, and ${count(bad(next))} not as ${words[next]}`;
    if (bad(best) <= 0.005 * all && bad(next) >= 20 * bad(best))
      return { ...found, evidence: `${found.evidence}; but ${both}`, certainty: "likely" };
    return { layout: best, rivals: [next], evidence: `${both}: two orders are mixed`, certainty: "open" };
  }
  if (bad(best) > 0)
    return {
      layout: best,
      rivals: ranked.slice(1).filter((layout) => bad(layout) === bad(best)),
      evidence: `${count(bad(best))} of ${count(all)} dates cannot be read in any one order: several are mixed`,
      certainty: "open",
    };
  const equal = ranked.filter((layout) => bad(layout) === bad(best));
  const fitting = clues.filter((clue) => equal.includes(clue.layout));
  const hints = [...fitting, ...ownHints(question, equal, read, mark)];
  const deciding = hints.filter((hint) => hint.decides);
  const heard = deciding.length > 0 ? deciding : hints;
  const voted = new Set(heard.map((hint) => hint.layout));
  const usual = heard[0]?.layout ?? (mark === "/" && equal.includes("mdy") ? "mdy" : equal[0]!);
  const none = `no number of ${count(all)} dates shows which is the day`;
  const guess = `${words[usual]} is a guess`;
  if (voted.size === 1)
    return {
      layout: usual,
      rivals: [],
      evidence:
        deciding.length > 0
          ? deciding[0]!.evidence
          : `${none}: ${guess}, ${heard.map((hint) => hint.evidence).join(", and ")}`,
      certainty: deciding.length > 0 ? "sure" : "likely",
    };
  const against = heard.map((hint) => `${words[hint.layout]}: ${hint.evidence}`).join("; ");
  return {
    layout: usual,
    rivals: equal.filter((layout) => layout !== usual),
    evidence: voted.size === 0 ? none : `${none}, and hints contradict each other (${against})`,
    certainty: "open",
  };
}

/** A date as yyyymmdd; 0 where it is none, is before 1970, or lies after today. */
export function dayOf([a, b, c]: DateParts, layout: Layout, today: number): number {
  const [year, month, day] = layout === "ymd" ? [a, b, c] : layout === "dmy" ? [c, b, a] : [c, a, b];
  const full = year > 99 ? year : year + (year < 69 ? 2000 : 1900);
  const valid =
    month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(full, month, 0)).getUTCDate();
  const number = full * 10_000 + month * 100 + day;
  return valid && full >= 1970 && number <= today ? number : 0;
}

/** Why the other order does not fit. */
function whyNot({ dates }: OrderQuestion, layout: Layout, other: Layout, today: number): string {
  const month = (l: Layout): number => ({ dmy: 1, ymd: 1, mdy: 0 })[l];
  const place = ["first", "second"][month(other)];
  const above = dates.filter(({ parts }) => parts[month(other)]! > 12).length;
  const n = count(dates.length);
  if (above > 0) {
    const what = month(other) === 0 && layout === "ymd" ? "the year" : "the day";
    return `the ${place} number exceeds 12 in ${count(above)} of ${n} dates, so it is ${what}`;
  }
  const wrong = dates.filter(({ parts }) => dayOf(parts, other, today) === 0).length;
  return `as ${words[other]}, ${count(wrong)} of ${n} dates would not exist, lie before 1970 or after the day of this run, so it is ${words[layout]}`;
}

function ownHints(
  { known, dates }: OrderQuestion,
  layouts: readonly Layout[],
  read: ReadonlyMap<Layout, readonly number[]>,
  mark: string,
): OrderClue[] {
  const hints: OrderClue[] = [];
  const hint = (layout: Layout, evidence: string): void => {
    hints.push({ layout, evidence, decides: false });
  };
  if (mark.startsWith(".") && layouts.includes("dmy"))
    hint("dmy", "as usual where dots stand between the numbers");
  const whole = (layout: Layout): Int32Array => {
    const days = known.slice();
    for (const [i, { row }] of dates.entries()) days[row] = read.get(layout)![i]!;
    return days;
  };
  const steps = layouts.map((layout) => ({ layout, ...stepsBack(whole(layout)) }));
  steps.sort((a, b) => a.back - b.back);
  const [first, second] = steps;
  if (
    first!.back <= 0.02 * first!.moves &&
    second!.back >= 0.05 * second!.moves &&
    second!.back > first!.back
  )
    hint(first!.layout, "because the rows are then in order of time");
  const gaps = layouts.map((layout) => ({ layout, ...widestGap(read.get(layout)!) }));
  gaps.sort((a, b) => a.gap - b.gap);
  const [even, clustered] = gaps;
  if (even!.days >= 10 && clustered!.gap > 60 && clustered!.gap > 3 * even!.gap)
    hint(
      even!.layout,
      `because ${words[clustered!.layout]} would leave ${count(clustered!.gap)} days without a date`,
    );
  return hints;
}

/** Neighbouring rows of different days, and how many of them go back in time (or forth, where most go back). */
function stepsBack(days: Int32Array): { moves: number; back: number } {
  let [up, down, last] = [0, 0, 0];
  for (const day of days) {
    if (day === 0) continue;
    if (last > 0 && day > last) up++;
    else if (day < last) down++;
    last = day;
  }
  return { moves: up + down, back: Math.min(up, down) };
}

/** The longest time between two of the days, and how many different ones there are. */
function widestGap(days: readonly number[]): { gap: number; days: number } {
  const different = [...new Set(days.filter((day) => day > 0))].sort((a, b) => a - b).map(ordinal);
  const gap = different.reduce((most, day, i) => (i === 0 ? 0 : Math.max(most, day - different[i - 1]!)), 0);
  return { gap, days: different.length };
}

/** A yyyymmdd as a number of days. */
export function ordinal(day: number): number {
  return (
    Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100) / millisecondsPerDay
  );
}
