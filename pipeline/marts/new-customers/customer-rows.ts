import { fromNow, mixtureVariance } from "../../../models/index.js";
import type { Config } from "../../config/config.js";
import { doubtedValues, ofProduct, relativeVariance } from "../doubted.js";
import type { MartFacts } from "../facts.js";
import type { NewcomerHorizon, NewcomerSource, Newcomers } from "../newcomers.js";
import type { ValueRow } from "../values-table.js";

/** clv_new_customers: a row a source and horizon. */
export function customerRows(
  { sources, commonOf }: Newcomers,
  { intervals, longestDays }: MartFacts,
  { ltvCac }: Config["targets"],
): ValueRow[] {
  return sources.flatMap((own) =>
    own.today.map((horizon) => {
      const common = commonOf([fromNow(horizon.days === 0 ? longestDays : horizon.days)]);
      const doubt = {
        purchases: common ? Math.expm1(mixtureVariance(common.purchases[0]!)) : 0,
        value: common ? Math.expm1(mixtureVariance(common.value[0]!)) : 0,
      };
      return rowOf(own, horizon, doubt, intervals, ltvCac);
    }),
  );
}

function rowOf(
  own: NewcomerSource,
  { days, purchases, discounted }: NewcomerHorizon,
  common: { readonly purchases: number; readonly value: number },
  intervals: boolean,
  ltvCac: number,
): ValueRow {
  const { pace, firstOrder, spend, margin } = own;
  const ofPace = pace.variance / pace.mean ** 2;
  const repeats = purchases[0]! * pace.mean;
  const doubt = ofProduct(relativeVariance(purchases.slice(1)), ofPace, common.purchases);
  const row = {
    ...{ attribute: own.attribute, source: own.source, horizon_days: days, customers: own.customers },
    ...doubtedValues("expected_purchases", 1 + repeats, doubt * (repeats / (1 + repeats)) ** 2, intervals),
  };
  if (firstOrder === null || spend === null) return row;
  const later = margin * spend.value * discounted[0]! * pace.mean;
  const ofLater = ofProduct(relativeVariance(discounted.slice(1)), ofPace, common.value, spend.variance);
  const first = margin * firstOrder.value;
  const value = first + later;
  const variance = first ** 2 * firstOrder.variance + later ** 2 * ofLater;
  return {
    ...row,
    first_order_value: firstOrder.value,
    ...doubtedValues("expected_value", value, value > 0 ? variance / value ** 2 : 0, intervals),
    affordable_cac: value / ltvCac,
  };
}
