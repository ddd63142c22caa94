/**
 * A discrete model of customers who pay at intervals of their own: monthly, yearly, ... Each counts its periods in its interval, and
 * each interval has parameters of its own, since staying for another year is not staying for another month. Intervals of too few
 * customers to tell share those of another one, so that sets of parameters may be fewer than intervals.
 */
import { type CovariateHistories, splitByGroup } from "../covariates/covariate-histories.js";
import type { Finding, Histories, Likelihood, Nested, Params } from "../model.js";

/** Parameter of a set: as in the model where there is one set, else with the set's name behind a colon. */
function nameIn(sets: readonly string[], param: string, set: string): string {
  return sets.length === 1 ? param : `${param}:${set}`;
}

/**
 * The parameters of one set out of those of all.
 * @example paramsOfSet(["alpha"], ["month", "year"], { "alpha:month": 1, "alpha:year": 2 }, "year") // { alpha: 2 }
 */
export function paramsOfSet<K extends string>(
  params: readonly K[],
  sets: readonly string[],
  p: Params,
  set: string,
): Params<K> {
  return Object.fromEntries(params.map((k) => [k, p[nameIn(sets, k, set)]!])) as Params<K>;
}

/**
 * The likelihood of all sets together: the sum of theirs.
 * @param sets names of the sets; the group of a history is the place of its set
 * @example byInterval(sbg, ["month", "year"]).params // ["alpha:month", "beta:month", "alpha:year", "beta:year"]
 */
export function byInterval(
  model: Likelihood<string, Histories>,
  sets: readonly string[],
): Likelihood<string, CovariateHistories> {
  const { params } = model;
  const own = (p: Params, set: string): Params => paramsOfSet(params, sets, p, set);
  const named = (of: (set: string, place: number) => Params): Params =>
    Object.fromEntries(
      sets.flatMap((set, place) => {
        const p = of(set, place);
        return Object.keys(p).map((k) => [nameIn(sets, k, set), p[k]!]);
      }),
    );
  const each = (data: CovariateHistories): Histories[] => splitByGroup(data).map((g) => g.histories);
  const contains = (model.contains ?? []).map(
    ({ inner, embed }): Nested<string, CovariateHistories> => ({
      inner: byInterval(inner, sets),
      embed: (p) => named((set) => embed(paramsOfSet(inner.params, sets, p, set))),
    }),
  );
  return {
    name: sets.length === 1 ? model.name : `${model.name} by interval`,
    params: sets.flatMap((set) => params.map((k) => nameIn(sets, k, set))),
    contains,
    start: (data) => named((_, place) => model.start(each(data)[place]!)),
    inspect: (data) =>
      each(data).flatMap((h, place) =>
        (model.inspect?.(h) ?? []).map((found) => ofSet(found, sets, sets[place]!)),
      ),
    inspectEstimate: (p) =>
      sets.flatMap((set) => (model.inspectEstimate?.(own(p, set)) ?? []).map((f) => ofSet(f, sets, set))),
    logLikelihood(p, data, gradient) {
      let sum = 0;
      each(data).forEach((h, place) => {
        const slope = gradient?.subarray(place * params.length, (place + 1) * params.length);
        sum += model.logLikelihood(own(p, sets[place]!), h, slope);
      });
      return sum;
    },
  };
}

function ofSet(found: Finding, sets: readonly string[], set: string): Finding {
  return sets.length === 1 ? found : { ...found, reason: `${set}: ${found.reason}` };
}

/** When a customer's payments fall due. */
export interface PaymentClock {
  /** days from one to the next */
  readonly interval: number;
  /** days from now to the next one, > 0 and at most `interval` */
  readonly due: number;
}

/**
 * Payments that fall due within some days.
 * @example paymentsDue({ interval: 365.25, due: 120 }, 90) // 0
 */
export function paymentsDue({ interval, due }: PaymentClock, days: number): number {
  return days < due ? 0 : 1 + Math.floor((days - due) / interval);
}

/**
 * What discounted payments counted from a whole interval before the first have to be multiplied by, since that one is nearer.
 * @param delta continuous discount rate per day
 */
export function nearer({ interval, due }: PaymentClock, delta: number): number {
  return Math.exp(delta * (interval - due));
}
