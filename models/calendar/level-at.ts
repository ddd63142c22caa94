import { binsOf, type FittedCalendar } from "./fitted-calendar.js";
import type { SpendLevel, SpendMonth } from "./spend-level.js";

const nothing: SpendMonth = {
  purchases: 0,
  actual: 0,
  expected: 0,
  expectedSquares: 0,
  squares: 0,
  products: 0,
};

/**
 * How spend had gone with the months up to an earlier day: of a level that later days are known of, the months that had ended by then,
 * with expected spend brought to what was actually spent in them. A month that was under way says nothing. Fewer customers as clusters
 * leave more open, as their spend is smaller.
 * @param calendar that the level is of
 * @param asOf day number, within its log
 */
export function spendLevelAt(
  { months, clustered }: SpendLevel,
  calendar: Pick<FittedCalendar, "firstDay" | "asOf">,
  asOf: number,
): SpendLevel | null {
  const all = binsOf(calendar, calendar.asOf);
  const own = binsOf({ firstDay: calendar.firstDay, asOf }, asOf);
  const ended = own.from.map((from, b): SpendMonth => {
    const at = all.from.indexOf(from);
    return at >= 0 && all.to[at]! <= own.to[b]! ? (months[at] ?? nothing) : nothing;
  });
  const sum = (of: readonly SpendMonth[], key: "actual" | "expected"): number =>
    of.reduce((a, m) => a + m[key], 0);
  const [actual, expected] = [sum(ended, "actual"), sum(ended, "expected")];
  if (!(actual > 0 && expected > 0)) return null;
  const ratio = actual / expected;
  return {
    months: ended.map((m) => ({
      ...m,
      expected: m.expected * ratio,
      expectedSquares: m.expectedSquares * ratio ** 2,
      products: m.products * ratio,
    })),
    clustered: (clustered * sum(months, "actual")) / actual,
  };
}
