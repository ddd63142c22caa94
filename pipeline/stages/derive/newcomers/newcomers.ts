import { isContract, type NewcomerCurve, newcomer, type Params } from "../../../../models/index.js";
import { fittedPurchaseModel } from "../../../artifacts/model-file.js";
import type { MartInputs } from "../../../marts/mart.js";
import type { Newcomers } from "../../../marts/newcomers.js";
import { sql } from "../../../sql/sql.js";
import type { StageContext } from "../../../stage.js";
import { daysOf } from "../../../time/period.js";
import { groupParams, readCovariateGroups } from "../../fit/covariates.js";
import { type Future, futureOf } from "../../score/future.js";
import { numberBatch } from "../../score/prediction-batches.js";
import type { ScoreInputs } from "../../score/score-inputs.js";
import { spendPoints } from "../../score/totals-sample.js";
import { sourceFigures } from "./newcomer-figures.js";
import {
  byHorizon,
  daysToCome,
  dispersionOf,
  mixedOutlooks,
  type NewcomerAt,
  newcomerAt,
} from "./newcomer-outlooks.js";
import { groupShares, sourceSums } from "./newcomer-sources.js";

/** As many draws of parameters as the doubt about newcomers is measured at. */
const mostPoints = 48;
const reach = "mart_newcomer_reach";

/** What is expected of customers who come from now on. */
export async function newcomersOf(
  inputs: MartInputs,
  scoring: ScoreInputs,
  context: StageContext,
): Promise<Newcomers> {
  const { facts, config } = inputs;
  const { model } = scoring;
  const future = futureOf(model, config.value);
  const horizons = facts.forEver ? [...config.value.horizonsDays, 0] : config.value.horizonsDays;
  const days = daysToCome(model, facts);
  const { atPoints, first } = await outlooks(inputs, scoring, future, days.longest, context);
  const dispersion = dispersionOf(first, model, days.longest);
  const grouped = scoring.covariate_groups.rows > 0;
  const shares = grouped ? await groupShares(inputs, context) : null;
  const mix = (attribute: string | null, source: string | null): NewcomerAt[] =>
    mixedOutlooks(atPoints, shares?.(attribute, source) ?? null, days.longest);
  const { period } = model.purchase;
  await loadReach(
    mix(null, null)[0]!.curve,
    dispersion,
    future,
    period === null ? 1 : daysOf(period),
    context,
  );
  const sums = await sourceSums(reach, inputs, context);
  await context.engine.drop({ name: reach });
  const figures = sourceFigures(sums, {
    paced: !grouped && !isContract(fittedPurchaseModel(model)),
    spendMeans: spendPoints(model, context.log).map((p) =>
      "mean" in p ? p.mean : (p.p * p.gamma) / (p.q - 1),
    ),
  });
  return {
    sources: figures.map((own) => {
      const at = mix(own.attribute, own.source);
      return { ...own, dispersion, curves: at.map(({ curve }) => curve), today: byHorizon(horizons, at) };
    }),
    ...{ elapsed: days.elapsed, worth: days.worth },
    commonOf: (stretches) => future.commonOf?.(stretches) ?? null,
  };
}

/** By group of covariates, 0 alone without any, at every point of parameters. */
async function outlooks(
  { facts, config }: MartInputs,
  { covariate_groups, model }: ScoreInputs,
  future: Future,
  longest: number,
  context: StageContext,
): Promise<{ atPoints: ReadonlyMap<number, NewcomerAt[]>; first: Params }> {
  const { dayParams, doubt } = model.purchase;
  const points: Params[] = [
    dayParams,
    ...(doubt === null || !config.uncertainty.intervals ? [] : thinned(doubt.points, doubt.method)),
  ];
  const values = await readCovariateGroups(covariate_groups, context);
  const groups = groupParams(values, Uint32Array.from(values?.numbers ?? []), model, context);
  const atPoints = new Map<number, NewcomerAt[]>();
  for (const point of points)
    (groups?.of(point) ?? [point]).forEach((params, g) => {
      const number = values?.numbers[g] ?? 0;
      const interval = groups?.clocks?.[g]?.interval ?? null;
      const at = newcomerAt(params, model, future, { longest, forEver: facts.forEver, interval });
      atPoints.set(number, [...(atPoints.get(number) ?? []), at]);
    });
  return { atPoints, first: groups?.of(dayParams)[0] ?? dayParams };
}

/** The points of a normal approximation belong together; of draws a few say as much. */
function thinned(points: readonly Params[], method: string): readonly Params[] {
  if (method === "laplace" || points.length <= mostPoints) return points;
  return Array.from({ length: mostPoints }, (_, i) => points[Math.floor((i * points.length) / mostPoints)]!);
}

/**
 * What a newcomer would have bought again by now, for everybody's time since the first purchase.
 * @param days in a unit of t_cal
 */
async function loadReach(
  curve: NewcomerCurve,
  dispersion: NewcomerCurve,
  future: Future,
  days: number,
  { engine, signal }: StageContext,
): Promise<void> {
  const rows = await engine.rows(
    sql`select distinct t_cal from ${engine.dialect.table("customers")} c order by t_cal`,
    signal,
  );
  const T = Float64Array.from(rows, (row) => Number(row.t_cal));
  const zeros = new Float64Array(T.length);
  const time = future.inModelTime({ ...newcomer, x: zeros, tx: zeros, T, n: zeros });
  const elapsed = time.T.map((t) => t * days);
  const expected = elapsed.map(curve);
  const batch = numberBatch([
    ["t_cal", Int32Array.from(T)],
    ["expected", expected],
    ["variance", expected.map((mean, i) => mean * dispersion(elapsed[i]!))],
  ]);
  await engine.load({ name: reach }, [batch], signal);
}
