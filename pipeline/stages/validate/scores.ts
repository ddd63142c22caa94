import { type ForecastColumns, measureIntervals, type ScoreReplicates } from "../../../models/index.js";
import type {
  ByTarget,
  OriginBacktest,
  OriginForecast,
  Target,
  TargetScore,
} from "../../artifacts/validation.js";
import type { StageContext } from "../../stage.js";
import type { ScoredForecast, ScoringInput } from "../../workers/backtest-scores.js";
import { cellsOf } from "./cells.js";
import type { Forecast, OriginSeeds } from "./forecasts.js";
import type { OriginData } from "./origin.js";
import type { Window } from "./origins.js";

/** An origin with its bootstrap, which means over origins are made of. */
export interface ScoredOrigin {
  readonly backtest: OriginBacktest;
  /** By target: measures on resampled customers, of the forecasts that are there, in their order; null without replicates. */
  readonly replicates: ByTarget<ScoreReplicates> | null;
}

/** Scores every forecast of an origin in threads: overall, by cell, and on resampled customers. */
export async function scoreOrigin(
  window: Window,
  data: OriginData,
  forecasts: readonly Forecast[],
  seeds: OriginSeeds,
  { pool, config }: StageContext,
): Promise<ScoredOrigin> {
  const { targets } = data;
  const there = forecasts.flatMap(({ columns }) => columns ?? []);
  const cells = cellsOf(data);
  const input: ScoringInput = {
    targets: targets.map((target) => there.map((columns): ForecastColumns => columns[target]!)),
    cells: cells.map(({ rows }) => rows),
  };
  const { replicates } = config.validate;
  const resampling =
    replicates === 0
      ? Promise.resolve([])
      : pool.run(
          "backtest-replicates",
          input,
          targets.map((name, target) => ({ target, replicates, seed: seeds.bootstrap[name] })),
        );
  const scoring = pool.run(
    "backtest-score",
    input,
    targets.flatMap((_, target) => there.map((_, forecast) => ({ target, forecast }))),
  );
  const [resampled, scored] = await Promise.all([resampling, scoring]);
  let place = 0;
  const { y } = data.sample.columns;
  return {
    backtest: {
      ...window,
      customers: data.customers,
      histories: data.input.histories.x.length,
      scored: data.sample.rows,
      active: y.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0),
      ...(targets.includes("value") && { spendFallback: data.spendFallback }),
      forecasts: forecasts.map((f): OriginForecast => {
        const at = f.columns === null ? null : place++;
        return {
          name: f.name,
          kind: f.kind,
          fit: f.fit && fitted(f.fit),
          status: f.fit?.verdict.status ?? null,
          scores:
            at === null
              ? null
              : byTarget(targets, (t): TargetScore => {
                  const found: ScoredForecast = scored[t * there.length + at]!;
                  const replicated = resampled[t];
                  return { ...found, intervals: replicated ? measureIntervals(replicated, at) : null };
                }),
          alive: f.alive,
          tracking: f.tracking,
        };
      }),
      cells: cells.map(({ rows: _rows, ...cell }) => cell),
    },
    replicates: resampled.length === 0 ? null : byTarget(targets, (t) => resampled[t]!),
  };
}

function fitted({
  params,
  logLikelihood,
  aic,
  customers,
}: NonNullable<Forecast["fit"]>): OriginForecast["fit"] {
  return { params, logLikelihood, customers, ...(aic !== undefined && { aic }) };
}

/** @param of what belongs to the target of this number */
export function byTarget<V>(targets: readonly Target[], of: (t: number) => V): ByTarget<V> {
  return Object.fromEntries(targets.map((target, t) => [target, of(t)])) as unknown as ByTarget<V>;
}
