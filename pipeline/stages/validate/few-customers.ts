import { type RankedWithout, withoutCarriers, withoutWorst } from "../../../models/index.js";
import type { FewCustomers, RankedModel } from "../../artifacts/validation.js";
import type { Forecast } from "./forecasts.js";
import { bestFirst } from "./overall.js";

/** By model, ln P(Y = y) of every scored customer of one origin. */
export type LogScores = ReadonlyMap<string, Float64Array>;

const leastProbability = 1e-300;

export function logScoresOf(forecasts: readonly Forecast[]): LogScores {
  return new Map(
    forecasts.flatMap(({ kind, name, columns }) => {
      const mass = columns?.purchases.mass;
      if (kind !== "model" || mass === undefined) return [];
      return [[name, Float64Array.from(mass, (p) => Math.log(Math.max(leastProbability, p)))] as const];
    }),
  );
}

/**
 * The ranking of models without the 5 % of customers of each origin that the best one predicts worst, and without the few of all
 * origins who carry its lead over another one.
 * @param ranking best first
 * @param origins log-scores, earliest origin first
 */
export function fewCustomers(
  ranking: readonly RankedModel[],
  origins: readonly LogScores[],
): FewCustomers | null {
  const [best, ...others] = ranking.filter(({ failed }) => failed === 0);
  if (best === undefined) return null;
  const of = (model: string): Float64Array[] => origins.map((scores) => scores.get(model)!);
  const own = of(best.model);
  const without = (kept: readonly Float64Array[]): RankedWithout =>
    rankedWithout([best, ...others], origins, kept);
  const carried = others.flatMap(({ model }) => {
    const kept = withoutLead(own, of(model));
    const found = kept && without(kept);
    return found?.decides ? [found] : [];
  });
  return {
    withoutWorst: without(own.map((scores) => withoutWorst(scores))),
    withoutCarriers: carried.reduce<RankedWithout | null>(
      (a, b) => (a && a.customers <= b.customers ? a : b),
      null,
    ),
  };
}

/** Who is left of each origin without the few who carry a lead; origins count the same, however many customers they have. */
function withoutLead(own: readonly Float64Array[], other: readonly Float64Array[]): Float64Array[] | null {
  const lead = own.flatMap((scores, o) =>
    Array.from(scores, (score, i) => (score - other[o]![i]!) / scores.length),
  );
  const kept = withoutCarriers(Float64Array.from(lead), new Float64Array(lead.length).fill(1));
  if (kept === null) return null;
  let start = 0;
  return own.map(({ length }) => {
    start += length;
    return kept.subarray(start - length, start);
  });
}

function rankedWithout(
  models: readonly RankedModel[],
  origins: readonly LogScores[],
  kept: readonly Float64Array[],
): RankedWithout {
  const left = kept.map(sum);
  const ranking = bestFirst(
    models.map((m) => ({ ...m, logScore: meanOver(origins, m.model, kept, left) })),
    sum(left),
  );
  return {
    customers: sum(kept.map(({ length }) => length)) - sum(left),
    ranking: ranking.map(({ model, logScore }) => ({ model, logScore: logScore! })),
    decides: ranking[0]!.model !== models[0]!.model,
  };
}

/** Mean over origins of the mean log-score of the customers that are left. */
function meanOver(
  origins: readonly LogScores[],
  model: string,
  kept: readonly Float64Array[],
  left: readonly number[],
): number {
  const means = origins.map(
    (scores, o) => scores.get(model)!.reduce((all, score, i) => all + kept[o]![i]! * score, 0) / left[o]!,
  );
  return sum(means) / means.length;
}

const sum = (values: Iterable<number>): number => {
  let all = 0;
  for (const value of values) all += value;
  return all;
};
