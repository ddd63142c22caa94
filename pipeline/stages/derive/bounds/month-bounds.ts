import {
  fromNow,
  type HistoryPredictions,
  type Stretch,
  varianceUntil,
  varianceWithin,
} from "../../../../models/index.js";
import type { MartFacts } from "../../../marts/facts.js";
import { intervalBounds } from "../../../sql/interval-columns.js";
import { double, list, lit, raw, type Sql, sql } from "../../../sql/sql.js";
import type { StageContext } from "../../../stage.js";
import { calendarDay } from "../../../time/day-number.js";
import { futureOf } from "../../score/future.js";
import { levelOfTotals } from "../../score/period-level.js";
import { type BoundsSample, type GroupTotals, type PreparedTotals, relative } from "./bounds-sample.js";

/** Totals of each of the months to come, then those up to the end of each. */
export async function prepareMonths(
  { inputs, sampled, points, spread }: BoundsSample,
  { asOf, months }: Pick<MartFacts, "asOf" | "months">,
  context: StageContext,
): Promise<PreparedTotals> {
  const day = calendarDay(asOf)!;
  const stretches = months.map(
    ({ from, to }): Stretch => ({ from: calendarDay(from)! - day - 1, to: calendarDay(to)! - day }),
  );
  const ends = stretches.map(({ to }) => to);
  const { value } = context.config;
  const future = futureOf(inputs.model, { ...value, horizonsDays: ends, annualDiscountRate: 0 });
  const predicted = await sampled.predict(
    future,
    points.map((params) => ({ params })),
  );
  const [estimate, ...others] = predicted.map(withMonths);
  const { horizons } = future;
  const variance = [
    ...horizons.map((time, j) =>
      varianceWithin(spread, estimate!.expected[j]!, time - (horizons[j - 1] ?? 0)),
    ),
    ...horizons.map((time, j) => varianceUntil(spread, estimate!.expected[months.length + j]!, time)),
  ];
  const level = await levelOfTotals(inputs, [...horizons, ...horizons], context);
  return {
    at: [{ ...estimate!, variance }, ...others],
    days: [...ends, ...ends],
    common: future.commonOf?.([...stretches, ...ends.map(fromNow)]) ?? level,
  };
}

/** What is added in each month, then what is there at its end. */
function withMonths(p: HistoryPredictions): HistoryPredictions {
  const both = (until: readonly Float64Array[]): Float64Array[] => [
    ...until.map((column, k) => (k === 0 ? column : column.map((v, i) => v - until[k - 1]![i]!))),
    ...until,
  ];
  return { ...p, expected: both(p.expected), discounted: both(p.discounted) };
}

const columns = ["purchases", "value", "so_far"].flatMap((m) =>
  intervalBounds.map(({ name }) => `${m}_${name}`),
);

/** A row a group and month, by the place of the month. */
export function monthBoundRows(groups: readonly GroupTotals[]): Sql {
  const rows = groups.flatMap(({ key, totals: { purchases, value } }) => {
    const months = purchases.length / 2;
    return Array.from({ length: months }, (_, k) => {
      const [month, soFar] = [purchases[k]!, purchases[months + k]!];
      const bounds = [
        ...relative(month, month),
        ...relative(value[k]!, month),
        ...relative(value[months + k]!, soFar),
      ];
      return sql`(${list([lit(key), lit(k + 1), ...bounds.map(double)])})`;
    });
  });
  const named = raw(`group_key, place, ${columns.join(", ")}`);
  const none = sql`(${list([lit(""), lit(0), ...columns.map(() => double(null))])})`;
  return rows.length > 0
    ? sql`select ${named} from (values ${list(rows)}) v(${named})`
    : sql`select ${named} from (values ${none}) v(${named}) where 1 = 0`;
}
