import type { MonthForecast, ScoreSummary } from "../artifacts/score-summary.js";
import { count, moneyColumn, table } from "../text/format.js";
import { say } from "../text/messages/say.js";
import { unit } from "./unit.js";

const mostMonths = 12;

/** What is expected in each of the next months; nothing where no months are predicted. */
export function monthsText({ months }: ScoreSummary, currency: string | null): string[] {
  if (!months || months.length === 0) return [];
  const shown = months.slice(0, mostMonths);
  const money = currency !== null;
  const values = money
    ? moneyColumn(shown.flatMap(({ value }) => [value!.expected, value!.lo80, value!.hi80]))
    : [];
  const rows = shown.map((month, i) => [
    nameOf(month),
    count(month.purchases.expected),
    say("value.range", count(month.purchases.lo80), count(month.purchases.hi80)),
    ...(money ? [values[3 * i]!, say("value.range", values[3 * i + 1]!, values[3 * i + 2]!)] : []),
  ]);
  const head = [
    say("value.month"),
    ...[say("value.purchases"), say("value.range80")],
    ...(money ? [say("value.value"), say("value.range80")] : []),
  ];
  const title = say("value.months", shown.length, months.length);
  return [
    `${title}${unit(currency)}\n${table(
      [head, ...rows],
      head.map((_, i) => i > 0),
    )}`,
  ];
}

/** A whole month as yyyy-mm, a part of one with its days. */
function nameOf({ from, to }: MonthForecast): string {
  const month = from.slice(0, 7);
  if (from === to) return from;
  const next = new Date(`${to}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return from.endsWith("-01") && next.getUTCDate() === 1 ? month : `${month} ${from.slice(8)}-${to.slice(8)}`;
}
