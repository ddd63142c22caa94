import {
  calendarBins,
  fitWithCalendar,
  forecastTotals,
  inOperationalTime,
  operationalDays,
  outlook,
  type SpendLevel,
  type SpendMonth,
  sigmaPoints,
} from "../../../models/index.js";
import { spendSum } from "../../../models/value/segment-sums.js";
import type { AtCut } from "./at-cut.js";
import type { FittedAtCut } from "./fit-at-cut.js";
import { type CutForecast, levels } from "./forecast.js";
import { plainForecast } from "./plain.js";
import type { PurchaseLog } from "./purchase-log.js";
import type { SpendAtCut } from "./spend-at-cut.js";

/** The one place that knows how the models' calendar is called. */
export function calendarForecast(
  log: PurchaseLog,
  at: AtCut,
  plain: FittedAtCut,
  spend: SpendAtCut,
): CutForecast {
  const { model } = plain;
  const { fit, calendar, why } = fitWithCalendar(
    model,
    { histories: at.histories, firstDay: at.firstDay, asOf: at.cut, repeats: at.repeats },
    { parts: "auto" },
    (h, start) => (start === null ? plain.fit : plain.again(h, start)),
  );
  if (calendar === null) {
    const same = plainForecast(at, plain, spend);
    return { ...same, models: `${same.models}, no calendar: ${why}` };
  }
  const { params } = fit;
  const totals = forecastTotals({
    ...{ model, params, histories: at.histories, asOf: at.cut, calendar, levels },
    horizons: at.horizons,
    points: fit.covariance === null ? [] : sigmaPoints(fit),
    spend: {
      ...{ params: spend.params, points: spend.points, z: spend.sums.z, zz: spend.sums.zz },
      level: spendLevel(log, at, spend),
    },
  });
  const o = outlook(calendar, at.cut, at.cut + Math.max(...at.horizons));
  return {
    models: `${fit.model}, ${spend.name}`,
    purchases: totals.purchases.map((t) => t.quantiles),
    value: totals.value.map((t) => t.quantiles),
    customers: {
      ...{ model, params },
      histories: inOperationalTime(at.histories, o.clock, at.cut),
      spans: at.horizons.map((days) => operationalDays(o, days)),
    },
  };
}

/** Spend by month of the calendar, compared with what customers are expected to spend on a purchase. */
function spendLevel(log: PurchaseLog, at: AtCut, spend: SpendAtCut): SpendLevel {
  const bins = calendarBins(at.firstDay, at.cut, at.cut);
  const of = new Uint16Array(at.cut - at.firstDay + 1);
  for (let b = 0; b < bins.past; b++) of.fill(b, bins.from[b]! - at.firstDay, bins.to[b]! - at.firstDay + 1);
  const empty = { purchases: 0, actual: 0, expected: 0, expectedSquares: 0, squares: 0, products: 0 };
  const months = Array.from({ length: bins.past }, () => ({ ...empty }));
  let clusters = 0;
  let total = 0;
  at.customer.forEach((customer, i) => {
    const own = spendSum(spend.params, at.x[i]!, 1, spend.own[i]!);
    clusters += (at.repeat[i]! - at.x[i]! * own) ** 2;
    total += at.repeat[i]!;
    const from = log.start[customer]! + 1;
    for (let k = from; k < from + at.x[i]!; k++)
      addPurchase(months[of[log.day[k]! - at.firstDay]!]!, log.amount[k]!, own);
  });
  return { months, clustered: clusters / total ** 2 };
}

type Adding = { -readonly [K in keyof SpendMonth]: SpendMonth[K] };

function addPurchase(month: Adding, amount: number, expected: number): void {
  month.purchases++;
  month.actual += amount;
  month.expected += expected;
  month.expectedSquares += expected * expected;
  month.squares += amount * amount;
  month.products += amount * expected;
}
