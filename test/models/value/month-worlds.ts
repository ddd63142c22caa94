/** Months to come of customers who are all at hand, as the pipeline puts them together. */

import { inOperationalTime } from "../../../models/calendar/clock.js";
import type { FittedCalendar } from "../../../models/calendar/fitted-calendar.js";
import { commonDoubt } from "../../../models/calendar/forecast-totals.js";
import { operationalDays, outlook } from "../../../models/calendar/outlook.js";
import { timelineOf } from "../../../models/calendar/timeline.js";
import type { Histories, Params, PurchaseModel } from "../../../models/model.js";
import { historySampler, sampleSize } from "../../../models/value/history-sample.js";
import { type MonthTotal, monthTotals, type Stretch } from "../../../models/value/month-totals.js";
import { predictHistories } from "../../../models/value/predict-histories.js";
import {
  everyone,
  type SegmentSums,
  type SpendParams,
  spendSum,
} from "../../../models/value/segment-sums.js";
import { mixtureVariance } from "../../../models/value/total-mixture.js";

export interface MonthWorld {
  readonly model: PurchaseModel;
  readonly params: Params;
  readonly points?: readonly Params[];
  readonly histories: Histories;
  readonly asOf?: number;
  readonly calendar?: FittedCalendar | null;
  readonly months: readonly Stretch[];
  readonly horizons: readonly number[];
  readonly delta?: number;
  readonly spend?: SpendParams;
  readonly spent?: SegmentSums;
  readonly draws?: number;
}

export const levels = [0.025, 0.1, 0.9, 0.975];

/** Months, with the exact totals of the horizons that they add up to, and what the calendar leaves open of the logarithm of the last. */
export function monthsOf(world: MonthWorld) {
  const { model, params, points = [], histories, asOf = 0, calendar = null, months, horizons } = world;
  const { delta = 0, spend = { mean: 1 }, draws = sampleSize } = world;
  const cuts = [...new Set([...months.map(({ to }) => to), ...horizons])].sort((a, b) => a - b);
  const o = calendar && outlook(calendar, asOf, asOf + Math.max(...cuts));
  const elapsed = (days: number): number => (o ? operationalDays(o, days) : days);
  const h = o ? inOperationalTime(histories, o.clock, asOf) : histories;
  const at = (p: Params, rows: Histories, days: readonly number[], rate: number) =>
    predictHistories(model, p, rows, days.map(elapsed), rate, undefined, o && timelineOf(o, days, rate));
  const all = world.spent ?? everyone(h);
  const customers = h.n.reduce((sum, n) => sum + n, 0);
  const sampler = historySampler({ rows: h.n.length, customers }, draws);
  const picked = sampler.add(h);
  const sample = sampler.sample();
  const of = (column: Float64Array): Float64Array => Float64Array.from(picked, (row) => column[row]!);
  const own: SegmentSums = {
    row: Uint32Array.from(picked, (_, k) => k),
    ...{ n: of(all.n), z: of(all.z), zz: of(all.zz) },
  };
  const whole = at(params, h, horizons, delta);
  const exact = horizons.map((days, j) => ({
    days,
    purchases: all.row.reduce((sum, i) => sum + all.n[i]! * whole.expected[j]![i]!, 0),
    value: all.row.reduce(
      (sum, i) => sum + spendSum(spend, h.x[i]!, all.n[i]!, all.z[i]!) * whole.discounted[j]![i]!,
      0,
    ),
  }));
  const lengths = months.map(({ from, to }) => elapsed(to) - elapsed(from));
  const totals: MonthTotal[] = monthTotals({
    ...{ sample, everyone: { own, customers }, spendPoints: [], months, cuts, exact },
    at: [params, ...points].map((p) => at(p, sample.histories, cuts, delta)),
    undiscounted: at(params, sample.histories, cuts, 0),
    asLong: predictHistories(model, params, sample.histories, lengths, 0, { levels: [0.5], spend: null }),
    options: { levels, margin: 1, spend, ...(o && { common: commonDoubt(o, null, months) }) },
  });
  const ends = [{ from: 0, to: Math.max(...cuts) }];
  const together = o ? Math.sqrt(mixtureVariance(commonDoubt(o, null, ends).purchases[0]!)) : 0;
  return { totals, exact, together };
}
