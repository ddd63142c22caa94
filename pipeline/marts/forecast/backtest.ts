import type { ActualTotal, TotalsBacktest } from "../../artifacts/totals-backtest.js";
import { intervalBounds } from "../../sql/interval-columns.js";
import { calendarDay, isoDate } from "../../time/day-number.js";
import { column, money } from "../columns.js";
import type { MartFacts } from "../facts.js";
import type { MartColumn } from "../mart.js";
import type { ValueRow } from "../values-table.js";

/** What would have been forecast of the existing customers of earlier days, and what came: a row an origin and stretch of days. */
export function backtestRows(totals: TotalsBacktest | null, { money: has }: MartFacts): ValueRow[] {
  return (totals?.origins ?? []).flatMap(({ origin, horizons, months }) => {
    const row = (
      stretch: string,
      from: number,
      days: number,
      { purchases, value }: { readonly purchases: ActualTotal; readonly value?: ActualTotal },
    ): ValueRow => ({
      ...{ origin, stretch, from_day: dayAfter(origin, from + 1), to_day: dayAfter(origin, days) },
      days: days - from,
      ...compared("purchases", purchases),
      ...(has && value && compared("revenue", value)),
    });
    return [
      ...horizons.map((horizon) => row("horizon", 0, horizon.days, horizon)),
      ...months.map((month, i) => row("month", months[i - 1]?.days ?? 0, month.days, month)),
    ];
  });
}

function dayAfter(date: string, days: number): string {
  return isoDate(calendarDay(date)! + days);
}

function compared(name: string, total: ActualTotal): ValueRow {
  const { expected, actual } = total;
  const inside = (level: 80 | 95): boolean => actual >= total[`lo${level}`] && actual <= total[`hi${level}`];
  return {
    [`predicted_${name}`]: expected,
    ...Object.fromEntries(intervalBounds.map((b) => [`predicted_${name}_${b.name}`, total[b.name]])),
    [`actual_${name}`]: actual,
    [`${name}_inside_80`]: inside(80),
    [`${name}_inside_95`]: inside(95),
  };
}

export function backtestColumns({ money: has }: MartFacts): readonly MartColumn[] {
  return [
    column("origin", "date", "day after whose end was predicted, with what was known then"),
    column(
      "stretch",
      "text",
      "horizon (from the day after the origin on) or month (one of the stretches of about a month that follow each other after it)",
    ),
    column("from_day", "date", "first day that was predicted"),
    column("to_day", "date", "last day that was predicted"),
    column("days", "integer", "days that were predicted", "days"),
    ...comparedColumns(
      "purchases",
      column("", "number", "purchases of the customers of that day", "purchases"),
    ),
    ...(has
      ? comparedColumns("revenue", money("", "revenue, net of refunds, of the customers of that day"))
      : []),
  ];
}

function comparedColumns(name: string, { unit, meaning }: MartColumn): MartColumn[] {
  return [
    column(`predicted_${name}`, "number", `predicted ${meaning}`, unit),
    ...intervalBounds.map((b) =>
      column(`predicted_${name}_${b.name}`, "number", `bound of the interval of predicted ${meaning}`, unit),
    ),
    column(`actual_${name}`, "number", `actual ${meaning}`, unit),
    column(`${name}_inside_80`, "boolean", `whether actual ${name} lie in the 80 % interval`),
    column(`${name}_inside_95`, "boolean", `whether actual ${name} lie in the 95 % interval`),
  ];
}
