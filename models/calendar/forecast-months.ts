import { gammaQuantile, type SegmentTotals, type Total } from "../value/total-intervals.js";
import { type LogNormalPoint, mixtureQuantile, mixtureVariance, widened } from "../value/total-mixture.js";
import type { FittedCalendar } from "./fitted-calendar.js";
import { monthWeights, outlook, weighedPoints } from "./outlook.js";
import { type SpendLevel, spendOutlook, spendVariance } from "./spend-level.js";

/** What the months of a forecast are made of. */
export interface MonthsQuestion {
  /** day number */
  readonly asOf: number;
  /** null for ordinary time */
  readonly calendar: FittedCalendar | null;
  readonly level: SpendLevel | null;
  /** days from the as-of date to the end of each month, ascending */
  readonly ends: readonly number[];
  readonly levels: readonly number[];
}

/**
 * Totals of the months between ends, from the totals up to each end. Chance is taken to be as large a share of the variance as over the
 * first month, and the doubt about parameters as over all days up to the month's end: both are small beside what the calendar leaves open of
 * a single month.
 * @param totals up to each end, as forecastTotals gives them with the ends for horizons
 */
export function forecastMonths(
  totals: Pick<SegmentTotals, "purchases" | "value">,
  { asOf, calendar, level, ends, levels }: MonthsQuestion,
): Pick<SegmentTotals, "purchases" | "value"> {
  const o = calendar && outlook(calendar, asOf, asOf + ends.at(-1)!);
  const spend = level && o && calendar ? spendOutlook(level, calendar, o) : null;
  const weights = o && ends.map((end, j) => monthWeights(o, end, ends[j - 1] ?? 0));
  const points = o && weights!.map((w) => weighedPoints(o, w));
  const valuePoints = points?.map((own, j) =>
    spend ? widened(own, spendVariance(spend, weights![j]!)) : own,
  );
  return {
    purchases: months(totals.purchases, points, levels),
    value: months(totals.value, valuePoints ?? null, levels),
  };
}

function months(
  totals: readonly Total[],
  points: readonly (readonly LogNormalPoint[])[] | null | undefined,
  levels: readonly number[],
): Total[] {
  const first = totals[0];
  const share = first && first.expected > 0 ? first.chance ** 2 / first.expected : 0;
  return totals.map((total, j) => {
    const expected = Math.max(0, total.expected - (totals[j - 1]?.expected ?? 0));
    const chance = Math.sqrt(expected * share);
    const doubt = total.expected > 0 ? (expected * total.doubt) / total.expected : 0;
    const variance = chance ** 2 + doubt ** 2;
    const own = points?.[j];
    if (own === undefined || !(expected > 0))
      return {
        ...{ expected, chance, doubt, calendar: 0 },
        quantiles: levels.map((at) => gammaQuantile(expected, variance, at)),
      };
    const log = Math.log1p(variance / expected ** 2);
    const mixed = widened(own, log, -log / 2);
    return {
      ...{ expected, chance, doubt, calendar: expected * Math.sqrt(mixtureVariance(own)) },
      quantiles: levels.map((at) => expected * Math.exp(mixtureQuantile(mixed, at))),
    };
  });
}
