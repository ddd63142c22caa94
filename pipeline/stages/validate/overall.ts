import {
  type Measures,
  measureIntervals,
  pairedDifferences,
  type ScoreReplicates,
  scoreMeasures,
  scoreTie,
} from "../../../models/index.js";
import type { OriginForecast, OverallForecast, RankedModel, Target } from "../../artifacts/validation.js";
import { byTarget, type ScoredOrigin } from "./scores.js";

/**
 * Models, best first: by the mean over origins of the log-score, the mean over customers of ln P(y | history), a proper score
 * that sees the whole distribution. Of models whose total log-scores differ from the best by less than `scoreTie`, which
 * says nothing, the one with the best AIC is first. Models that could not be fitted at some origin come last.
 */
export function rankModels(origins: readonly ScoredOrigin[]): RankedModel[] {
  const scored = origins.reduce((sum, { backtest }) => sum + backtest.scored, 0);
  const names = origins[0]!.backtest.forecasts.filter((f) => f.kind === "model").map((f) => f.name);
  const ranked = names.map((model): RankedModel => {
    const own = origins.map(({ backtest }) => backtest.forecasts.find((f) => f.name === model)!);
    const failed = own.filter((f) => f.scores === null).length;
    const aics = own.map((f) => f.fit?.aic);
    return {
      model,
      logScore: failed > 0 ? null : mean(own.map(logScoreOf)),
      aic:
        failed > 0 || aics.some((aic) => aic === undefined)
          ? null
          : aics.reduce<number>((sum, aic) => sum + aic!, 0),
      failed,
    };
  });
  return bestFirst(ranked, scored);
}

/**
 * Models by log-score, of ties the best AIC first; those that failed somewhere come last.
 * @param scored customers of all origins
 */
export function bestFirst(ranked: readonly RankedModel[], scored: number): RankedModel[] {
  const score = (m: RankedModel): number => m.logScore ?? -Infinity;
  const byScore = [...ranked].sort((a, b) => score(b) - score(a) || a.failed - b.failed);
  const best = byScore[0];
  if (best === undefined || best.logScore === null) return byScore;
  const ties = byScore.filter((m) => (best.logScore! - score(m)) * scored <= scoreTie);
  const aic = (m: RankedModel): number => m.aic ?? Infinity;
  const chosen = ties.reduce((a, b) => (aic(b) < aic(a) ? b : a), best);
  return [chosen, ...byScore.filter((m) => m !== chosen)];
}

/** Every forecast's means over origins, with intervals out of the replicates of each, and how much worse than the chosen one it is. */
export function overallForecasts(
  origins: readonly ScoredOrigin[],
  chosen: string | null,
  targets: readonly Target[],
): OverallForecast[] {
  const forecasts = origins[0]!.backtest.forecasts.flatMap((f) =>
    f.kind === "champion" ? [] : [{ ...f, kind: f.kind }],
  );
  const complete = forecasts.filter((_, i) =>
    origins.every(({ backtest }) => backtest.forecasts[i]!.scores !== null),
  );
  const averages = origins.some(({ replicates }) => replicates === null)
    ? null
    : byTarget(targets, (t) => averaged(origins, complete, targets[t]!));
  const best = complete.findIndex((f) => f.name === chosen);
  return forecasts.map((f, i): OverallForecast => {
    const at = complete.indexOf(f);
    if (at < 0) return { name: f.name, kind: f.kind, targets: null };
    return {
      name: f.name,
      kind: f.kind,
      targets: byTarget(targets, (t) => {
        const target = targets[t]!;
        const average = averages?.[target] ?? null;
        return {
          measures: meanMeasures(
            origins.map(({ backtest }) => backtest.forecasts[i]!.scores![target]!.score.measures),
          ),
          intervals: average && measureIntervals(average, at),
          differences: average && best >= 0 && at !== best ? pairedDifferences(average, at, best) : null,
        };
      }),
    };
  });
}

/** Means over origins of the replicates of forecasts that are there at all of them. */
export function averaged(
  origins: readonly ScoredOrigin[],
  complete: readonly Pick<OriginForecast, "name">[],
  target: Target,
): ScoreReplicates {
  const each = origins.map(({ backtest, replicates }) => {
    const all = replicates![target]!;
    const there = backtest.forecasts.filter((f) => f.scores !== null).map((f) => f.name);
    return complete.map(({ name }) => {
      const at = there.indexOf(name);
      return { values: all.values[at]!, resampled: all.resampled[at]! };
    });
  });
  const over = <V>(of: (name: Name) => V): Record<Name, V> =>
    Object.fromEntries(scoreMeasures.map(({ name }) => [name, of(name)])) as Record<Name, V>;
  const replicates = origins[0]!.replicates![target]!.replicates;
  return {
    replicates,
    values: complete.map((_, f) => over((name) => mean(each.map((origin) => origin[f]!.values[name])))),
    resampled: complete.map((_, f) =>
      over((name) =>
        Float64Array.from({ length: replicates }, (_, r) =>
          mean(each.map((origin) => origin[f]!.resampled[name][r]!)),
        ),
      ),
    ),
  };
}

type Name = (typeof scoreMeasures)[number]["name"];

/** Null where one of them is. */
function meanMeasures(of: readonly Measures[]): Measures {
  return Object.fromEntries(
    scoreMeasures.map(({ name }) => {
      const values = of.map((measures) => measures[name]);
      return [name, values.includes(null) ? null : mean(values as number[])];
    }),
  ) as unknown as Measures;
}

const logScoreOf = (f: OriginForecast): number => f.scores!.purchases.score.measures.logScore!;
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
