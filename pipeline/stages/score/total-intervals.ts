import type { RecordBatch } from "apache-arrow";
import {
  type Params,
  type PurchaseModelName,
  type RelativeDoubt,
  type SegmentSums,
  type SegmentTotals,
  type SpendParams,
  sampledDoubt,
  sampleSize,
  type TotalSums,
  totalsOfSums,
} from "../../../models/index.js";
import type { ModelFile } from "../../artifacts/model-file.js";
import type { SegmentInterval, TotalInterval } from "../../artifacts/score-summary.js";
import type { Segment } from "../../artifacts/scored-part.js";
import type { Row } from "../../engines/engine.js";
import { type HistoryRows, sampleHistories } from "../../spend/history-sample.js";
import { boundsOf, intervalBounds } from "../../sql/interval-columns.js";
import { segmentValues } from "../../sql/segment-sums.js";
import type { StageContext } from "../../stage.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import { groupParams } from "../fit/covariates.js";
import { fittedSpendModel, ownMeanOf, spendParams } from "../fit/spend-terms.js";
import { type Future, futureOf } from "./future.js";
import { numberBatch } from "./prediction-batches.js";
import { customersWith } from "./score-customers.js";
import { streamedHistories } from "./score-histories.js";
import type { ScoreInputs } from "./score-inputs.js";
import { groupsOf } from "./score-predictions.js";
import { readSegments, segmentKey } from "./score-segments.js";

/**
 * Intervals of the total and of every segment that an attribute makes; `null` stands for customers without a value.
 * @param named sums of all customers, then of each segment
 */
export async function totalsWithIntervals(
  named: readonly Segment<TotalSums>[],
  inputs: ScoreInputs,
  context: StageContext,
): Promise<{ readonly total: SegmentInterval; readonly segments: readonly SegmentInterval[] }> {
  const { config } = context;
  const { model } = inputs;
  const future = futureOf(model, config.value);
  const doubt = await doubtOf(named, inputs, future, context);
  const totals = totalsOfSums(
    named.map((s) => s.sums),
    {
      levels: intervalBounds.map((b) => b.level),
      margin: config.value.margin,
      spend: spendParams(model.spend),
      ...(doubt && { doubt }),
      ...(future.common && { common: future.common }),
    },
  );
  const scored = model.spend?.predictor ? await scoredValues(named, context) : null;
  const [total, ...segments] = totals.map(
    (t, i): SegmentInterval => ({
      attribute: named[i]!.attribute,
      value: named[i]!.value,
      customers: t.customers,
      horizons: config.value.horizonsDays.map((days, j) => ({
        days,
        purchases: interval(t.purchases[j]!),
        ...(model.spend && { clv: scaled(interval(t.value[j]!), scored?.[i]?.[j] ?? null) }),
      })),
    }),
  );
  return { total: total!, segments };
}

/** What the doubt about parameters does to each total; null where nothing is known of it. */
async function doubtOf(
  named: readonly Segment<TotalSums>[],
  inputs: ScoreInputs,
  { horizons, delta, timeline, inModelTime }: Future,
  context: StageContext,
): Promise<RelativeDoubt[] | null> {
  const { customers, histories, covariate_groups, model } = inputs;
  const { engine, signal } = context;
  if (model.purchase.doubt === null) return null;
  const grouped = covariate_groups.rows > 0;
  const of = { rows: histories.rows, customers: customers.rows };
  const sample = await sampleHistories(streamedHistories(histories, context), of, sampleSize);
  const table = { name: "sampled_histories" };
  await engine.load(table, [sampleBatch(sample)], signal);
  const relation = customersWith(
    engine.dialect.table("customers"),
    engine.dialect.table(table.name),
    grouped,
  );
  const attributes = [...new Set(named.flatMap((s) => s.attribute ?? []))];
  const own = { customers: relation, grouped, ownMean: ownMeanOf(model.spend) };
  const sampled = await readSegments({ ...sample, ...own }, attributes, context);
  const groups = groupParams(await groupsOf(relation, grouped, context), sample.group, model, context);
  await engine.drop(table);
  const bySegment = new Map(sampled.map((s) => [segmentKey(s), s.sums]));
  const points: Params[] = [model.purchase.dayParams, ...model.purchase.doubt.points];
  const at = await context.pool.run(
    "predict-at",
    {
      model: model.purchase.model as PurchaseModelName,
      histories: sharedColumns(inModelTime(sample.histories)),
      horizonsDays: horizons,
      delta,
      timeline,
    },
    points.map((params) => ({
      params,
      groups: groups && {
        ...{ group: groups.place, params: groups.of(params), points: null },
        ...(groups.clocks && { clocks: groups.clocks }),
      },
    })),
  );
  return sampledDoubt(
    sample,
    at,
    named.map((s) => ({ sums: s.sums, sampled: bySegment.get(segmentKey(s)) ?? noCustomers })),
    { spend: spendParams(model.spend), spendPoints: spendPoints(model, context.log) },
  );
}

const none = new Float64Array(0);
const noCustomers: SegmentSums = { row: new Uint32Array(0), n: none, z: none, zz: none };

/** The keys of the sampled histories, as customers have them. */
function sampleBatch({ histories: h, group }: HistoryRows): RecordBatch {
  return numberBatch([
    ["x", Int32Array.from(h.x)],
    ["t_x", Int32Array.from(h.tx)],
    ["t_cal", Int32Array.from(h.T)],
    ["covariate_group", Int32Array.from(group)],
  ]);
}

/** Points of the spend model that have a finite mean: where spend is hardly identified, some may have none. */
function spendPoints({ spend }: ModelFile, log: StageContext["log"]): SpendParams[] {
  if (spend === null) return [];
  const points = spend.doubt?.points ?? [];
  const model = fittedSpendModel(spend);
  const finite = points.filter((p) => Number.isFinite(model.populationMean(p)));
  if (finite.length < points.length)
    log(
      `totals leave out ${points.length - finite.length} of ${points.length} ${spend.model} parameters without a mean`,
    );
  return finite.map((params) => spendParams({ ...spend, params }));
}

function interval(t: SegmentTotals["purchases"][number]): TotalInterval {
  return {
    expected: t.expected,
    ...boundsOf(t.quantiles),
    chance: t.chance,
    doubt: t.doubt,
    calendar: t.calendar,
  };
}

/** Gamma-Gamma's interval around another model's expected value: as wide in proportion. */
function scaled(t: TotalInterval, expected: number | null): TotalInterval {
  if (expected === null || !(t.expected > 0)) return t;
  const factor = expected / t.expected;
  return Object.fromEntries(Object.entries(t).map(([k, v]) => [k, v * factor])) as unknown as TotalInterval;
}

/** By segment and horizon: the value that its customers were scored with. */
async function scoredValues(
  named: readonly { readonly attribute: string | null; readonly value: string | null }[],
  { engine, config, signal }: StageContext,
): Promise<number[][]> {
  const { horizonsDays } = config.value;
  const scores = engine.dialect.table("scores");
  const found = new Map<string | null, Row[]>();
  for (const attribute of new Set(named.map((s) => s.attribute)))
    found.set(attribute, await engine.rows(segmentValues(scores, attribute, horizonsDays), signal));
  return named.map(({ attribute, value }) => {
    const row = found.get(attribute)!.find((r) => attribute === null || (r.segment ?? null) === value);
    return horizonsDays.map((days) => Number(row?.[`clv_${days}d`] ?? 0));
  });
}
