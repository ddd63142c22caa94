import { type Stretch, sampleQuantile, seededRandom } from "../../../models/index.js";
import { intervalBounds } from "../../sql/interval-columns.js";
import { calendarDay } from "../../time/day-number.js";
import type { MartFacts } from "../facts.js";
import type { Newcomers } from "../newcomers.js";
import type { ValueRow } from "../values-table.js";
import type { Arrivals } from "./arrivals.js";
import { expectedWorld, type NewMonth, newMonths, repeatsWithin } from "./new-totals.js";
import { byChance, doubtOf, worldOf } from "./worlds.js";

/** Figures of a month of new customers that have bounds. */
export const measures = [
  ...(["new_customers", "purchases", "revenue", "margin", "acquisition_cost"] as const),
  ...(["contribution_after_acquisition", "cumulative_contribution"] as const),
] as const;
type Figures = Readonly<Record<(typeof measures)[number], number | null>>;

const worlds = 1000;

/** mart_forecast_new: a row for each of the months to come, the first one being 1. */
export function newRows(
  arrivals: readonly Arrivals[],
  { sources, elapsed, worth: worthOf, commonOf }: Newcomers,
  facts: Pick<MartFacts, "asOf" | "months" | "intervals" | "money">,
  seed: number,
): ValueRow[] {
  const months = stretches(facts);
  const worth = months.map(({ from, to }) => worthOf(Math.ceil((from + to + 1) / 2)));
  const repeats = repeatsWithin(elapsed, months, 0);
  const estimate = figuresOf(newMonths(arrivals, repeats, worth, expectedWorld), facts.money);
  if (!facts.intervals) return estimate.map((own, j) => ({ k: j + 1, ...own }));
  const points = (sources[0]?.curves.slice(1) ?? []).map((_, i) => repeatsWithin(elapsed, months, i + 1));
  const doubt = doubtOf(arrivals, points, worth, commonOf(months));
  const random = seededRandom(seed);
  const [all] = sources;
  const dispersion = months.map(({ to }) => all?.dispersion(elapsed(to)) ?? 1);
  const drawn = Array.from({ length: worlds }, (_, path) => {
    const world = worldOf(doubt, path, random);
    const expected = newMonths(arrivals, repeats, worth, world);
    return figuresOf(
      expected.map((month, j) => byChance(month, dispersion[j]!, all?.orderSpread ?? 0, random)),
      facts.money,
    );
  });
  const isPlan = arrivals.every(({ paths }) => paths === null);
  return estimate.map((own, j) => ({
    ...{ k: j + 1, ...own },
    ...Object.fromEntries(
      measures
        .filter((name) => !isPlan || (name !== "new_customers" && name !== "acquisition_cost"))
        .flatMap((name) =>
          boundsOf(name, own[name] === null ? null : drawn.map((world) => world[j]![name]!)),
        ),
    ),
  }));
}

function boundsOf(name: string, values: readonly number[] | null): [string, number | null][] {
  const sorted = values && Float64Array.from(values).sort();
  return intervalBounds.map((bound) => [
    `${name}_${bound.name}`,
    sorted && sampleQuantile(sorted, bound.level),
  ]);
}

/** What is shown of months, and their running sum. */
export function figuresOf(months: readonly (NewMonth & { purchases?: number })[], money: boolean): Figures[] {
  let cumulative: number | null = 0;
  return months.map((month) => {
    const contribution = month.cost === null ? null : month.margin - month.cost;
    cumulative = cumulative === null || contribution === null ? null : cumulative + contribution;
    return {
      new_customers: month.customers,
      purchases: month.purchases ?? month.customers + month.repeats,
      revenue: money ? month.revenue : null,
      margin: money ? month.margin : null,
      acquisition_cost: money ? month.cost : null,
      contribution_after_acquisition: money ? contribution : null,
      cumulative_contribution: money ? cumulative : null,
    };
  });
}

/** The months to come in days after the as-of date. */
export function stretches({ asOf, months }: Pick<MartFacts, "asOf" | "months">): Stretch[] {
  const day = calendarDay(asOf)!;
  return months.map(({ from, to }) => ({ from: calendarDay(from)! - day - 1, to: calendarDay(to)! - day }));
}
