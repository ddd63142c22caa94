import { type MonthTotal, monthTotals } from "../../../models/index.js";
import type { MonthForecast, ScoreSummary } from "../../artifacts/score-summary.js";
import type { StageContext } from "../../stage.js";
import { calendarDay, isoDate } from "../../time/day-number.js";
import { futureOf } from "./future.js";
import type { ScoreInputs } from "./score-inputs.js";
import { type TotalsSample, totalInterval, totalOptions } from "./totals-sample.js";

/** What is expected in each calendar month to come; null where a model counts periods. */
export async function monthsWithIntervals(
  horizons: ScoreSummary["horizons"],
  { customers, everyone, points, spendPoints, days, months, at }: TotalsSample,
  { model }: ScoreInputs,
  { config }: StageContext,
): Promise<MonthForecast[] | null> {
  if (months === null) return null;
  const params = points[0]!;
  const until = futureOf(model, { ...config.value, horizonsDays: [...days], annualDiscountRate: 0 });
  const elapsed = (day: number): number => (day === 0 ? 0 : until.horizons[days.indexOf(day)]!);
  const lengths = months.map(({ from, to }) => elapsed(to) - elapsed(from));
  const [undiscounted] = await customers.predict(until, [{ params }]);
  const [asLong] = await customers.predict({ horizons: lengths, delta: 0, timeline: null }, [
    { params, varied: true },
  ]);
  const totals = monthTotals({
    ...{ sample: customers.sample, everyone, spendPoints, months, cuts: days, at },
    ...{ undiscounted: undiscounted!, asLong: asLong! },
    exact: [...horizons]
      .sort((a, b) => a.days - b.days)
      .map((h) => ({ days: h.days, purchases: h.expectedPurchases, value: h.clv ?? 0 })),
    options: {
      ...totalOptions(
        model,
        config,
        months.map(({ to }) => to),
      ),
      ...(until.commonOf && { common: until.commonOf(months) }),
    },
  });
  const asOf = calendarDay(model.asOf)!;
  return totals.map((total, m) => ({
    from: isoDate(asOf + months[m]!.from + 1),
    to: isoDate(asOf + months[m]!.to),
    ...figures(total, model.spend !== null),
  }));
}

function figures({ purchases, value, discounted }: MonthTotal, money: boolean) {
  return {
    purchases: totalInterval(purchases),
    ...(money && { value: totalInterval(value), clv: totalInterval(discounted) }),
  };
}
