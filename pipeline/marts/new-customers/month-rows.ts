import { daysPerYear, type NewcomerCurve, purchasesWithin } from "../../../models/index.js";
import { doubtedValues, ofProduct, relativeVariance } from "../doubted.js";
import type { MartFacts } from "../facts.js";
import type { NewcomerSource, Newcomers } from "../newcomers.js";
import type { ValueRow } from "../values-table.js";

/** A month is cut into so many equal parts, on each of which as many customers come. */
const parts = 30;

/** clv_new_customer_months: a row a source and age, as far as there are months to come. */
export function monthRows(
  { sources, elapsed }: Pick<Newcomers, "sources" | "elapsed">,
  { intervals, months }: MartFacts,
): ValueRow[] {
  const part = daysPerYear / 12 / parts;
  const speed = elapsed(daysPerYear) / daysPerYear;
  const time = (n: number): number => n * part * speed;
  const within = (curve: NewcomerCurve, age: number): number =>
    purchasesWithin(curve, time, { from: 0, to: parts }, { from: parts * age, to: parts * (age + 1) });
  return sources.flatMap((own) =>
    months.map((_, age) =>
      rowOf(
        own,
        age,
        own.curves.map((curve) => within(curve, age)),
        intervals,
      ),
    ),
  );
}

/** @param purchases by point of parameters, the estimate first; a month of the first purchase includes it */
function rowOf(own: NewcomerSource, age: number, purchases: readonly number[], intervals: boolean): ValueRow {
  const { pace, firstOrder, spend } = own;
  const first = age === 0 ? 1 : 0;
  const repeats = (purchases[0]! - first) * pace.mean;
  const all = first + repeats;
  const doubt = ofProduct(
    relativeVariance(purchases.slice(1).map((n) => n - first)),
    pace.variance / pace.mean ** 2,
  );
  const row = {
    ...{ attribute: own.attribute, source: own.source, age_months: age },
    ...doubtedValues("purchases", all, all > 0 ? doubt * (repeats / all) ** 2 : 0, intervals),
  };
  if (firstOrder === null || spend === null || !(all > 0)) return row;
  const shares = [(first * firstOrder.value) / all, (repeats * spend.value) / all] as const;
  const value = shares[0] + shares[1];
  const variance = shares[0] ** 2 * firstOrder.variance + shares[1] ** 2 * spend.variance;
  return { ...row, ...doubtedValues("spend", value, value > 0 ? variance / value ** 2 : 0, intervals) };
}
