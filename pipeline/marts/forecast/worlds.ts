import { type CommonDoubt, mixtureVariance, normal, type Random } from "../../../models/index.js";
import { relativeVariance } from "../doubted.js";
import type { NewcomerSource } from "../newcomers.js";
import type { Arrivals } from "./arrivals.js";
import { expectedWorld, type NewMonth, newMonths, type RepeatsWithin, type World } from "./new-totals.js";

/** What new customers may do differently than expected. */
export interface Doubt {
  /** Relative variance of repeat purchases by month: of parameters, of season and level, and of the level of spend. */
  readonly parameters: readonly number[];
  readonly calendar: readonly number[];
  readonly spend: readonly number[];
}

/** @param points what one customer buys again, at every point of parameters but the estimate */
export function doubtOf(
  arrivals: readonly Arrivals[],
  points: readonly RepeatsWithin[],
  worth: readonly number[],
  common: CommonDoubt | null,
): Doubt {
  const totals = points.map((repeats) =>
    newMonths(arrivals, repeats, worth, expectedWorld).map((month) => month.repeats),
  );
  const ofCommon = (of: "purchases" | "value", j: number): number =>
    common === null ? 0 : mixtureVariance(common[of][j]!);
  return {
    parameters: worth.map((_, j) => relativeVariance(totals.map((months) => months[j]!))),
    calendar: worth.map((_, j) => ofCommon("purchases", j)),
    spend: worth.map((_, j) => Math.max(0, ofCommon("value", j) - ofCommon("purchases", j))),
  };
}

/** A factor with mean 1: log-normal. */
function factor(relative: number, z: number): number {
  const spread = Math.sqrt(Math.log1p(relative));
  return Math.exp(spread * z - (spread * spread) / 2);
}

/**
 * A possible world. Months go together in what is common to them, parameters as well as season and level: then sums of months are at
 * least as much in doubt as they are.
 * @param path which of the paths of new customers
 */
export function worldOf({ parameters, calendar, spend }: Doubt, path: number, random: Random): World {
  const [ofParameters, ofCalendar, ofSpend] = [normal(random), normal(random), normal(random)];
  const own = new Map<NewcomerSource, { pace: number; first: number; spend: number }>();
  const of = (source: NewcomerSource) => {
    const found = own.get(source) ?? {
      pace: factor(source.pace.variance / source.pace.mean ** 2, normal(random)),
      first: factor(source.firstOrder?.variance ?? 0, normal(random)),
      spend: factor(source.spend?.variance ?? 0, normal(random)),
    };
    own.set(source, found);
    return found;
  };
  const common = parameters.map(
    (v, j) => factor(v, ofParameters) * factor(Math.expm1(calendar[j]!), ofCalendar),
  );
  const worth = spend.map((v) => factor(Math.expm1(v), ofSpend));
  return {
    customers: ({ customers, paths }) => paths?.[path] ?? customers,
    repeats: (source, month) => common[month]! * of(source).pace,
    firstOrder: (source) => of(source).first,
    spend: (source, month) => of(source).spend * worth[month]!,
  };
}

/**
 * What comes by chance, given a world: purchases of customers who differ from each other, and orders of different value.
 * @param dispersion variance of repeat purchases over their mean, by month
 * @param orders     relative variance of the value of a single order
 */
export function byChance(
  month: NewMonth,
  dispersion: number,
  orders: number,
  random: Random,
): NewMonth & { readonly purchases: number } {
  const { customers, repeats, revenue, margin } = month;
  const came = Math.max(0, repeats + Math.sqrt(dispersion * repeats) * normal(random));
  const purchases = customers + came;
  const expected = customers + repeats;
  if (!(expected > 0) || !(revenue > 0)) return { ...month, repeats: came, purchases };
  const each = revenue / expected;
  const worth = purchases * each + Math.sqrt(orders * purchases) * each * normal(random);
  const share = Math.max(0, worth) / revenue;
  return { ...month, repeats: came, purchases, revenue: revenue * share, margin: margin * share };
}
