import type { RecordBatch } from "apache-arrow";
import {
  type Histories,
  type HistoryPredictions,
  type HistorySample,
  type Params,
  type PurchaseModelName,
  type SegmentSums,
  sampleSize,
} from "../../../models/index.js";
import type { Segment } from "../../artifacts/scored-part.js";
import type { TableRef } from "../../engines/engine.js";
import { type HistoryRows, sampleHistories } from "../../spend/history-sample.js";
import { inTiers, tierAttribute } from "../../sql/in-tiers.js";
import type { Sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import { groupParams } from "../fit/covariates.js";
import { ownMeanOf } from "../fit/spend-terms.js";
import type { Future } from "./future.js";
import { numberBatch } from "./prediction-batches.js";
import { customersWith } from "./score-customers.js";
import { streamedHistories } from "./score-histories.js";
import type { ScoreInputs } from "./score-inputs.js";
import { groupsOf } from "./score-predictions.js";
import { readSegments, type SegmentedHistories, segmentKey } from "./score-segments.js";

/** Histories picked out of all: what totals are like is measured on them. */
export interface SampledHistories {
  readonly sample: HistorySample & HistoryRows;
  /** The customers who have one of them; read it before `drop`. */
  readonly customers: Sql;
  /** the sample, in the model's time */
  readonly inTime: Histories;
  /** Predictions of the sample at the model's parameters, or at others. */
  predict(future: Asked, points: readonly PointAsked[]): Promise<HistoryPredictions[]>;
  drop(): Promise<void>;
}

/** The same with its customers by segment. */
export interface SampledCustomers extends Pick<SampledHistories, "predict"> {
  /** in the model's time */
  readonly sample: HistorySample;
  /** The customers with a sampled history who are in a segment, by position in the sample; none where nobody is. */
  of(segment: Omit<Segment<unknown>, "sums">): SegmentSums;
}

export type Asked = Pick<Future, "horizons" | "delta" | "timeline">;

export interface PointAsked {
  readonly params: Params;
  readonly varied?: boolean;
}

/** @param table that holds them until it is dropped */
export async function sampledHistories(
  table: TableRef,
  inputs: ScoreInputs,
  inModelTime: (h: Histories) => Histories,
  context: StageContext,
): Promise<SampledHistories> {
  const { customers, histories, covariate_groups, model } = inputs;
  const { engine, signal } = context;
  const grouped = covariate_groups.rows > 0;
  const of = { rows: histories.rows, customers: customers.rows };
  const sample = await sampleHistories(streamedHistories(histories, context), of, sampleSize);
  await engine.load(table, [sampleBatch(sample)], signal);
  const { dialect } = engine;
  const relation = customersWith(dialect.table("customers"), dialect.table(table.name), grouped);
  const groups = groupParams(await groupsOf(relation, grouped, context), sample.group, model, context);
  const inTime = sharedColumns(inModelTime(sample.histories));
  return {
    ...{ sample, inTime, customers: relation },
    predict: ({ horizons, delta, timeline }, points) =>
      context.pool.run(
        "predict-at",
        {
          ...{ model: model.purchase.model as PurchaseModelName, histories: inTime },
          ...{ horizonsDays: horizons, delta, timeline },
        },
        points.map(({ params, varied }) => ({
          params,
          groups: groups && {
            ...{ group: groups.place, params: groups.of(params), points: null },
            ...(groups.clocks && { clocks: groups.clocks }),
          },
          ...(varied && { varied }),
        })),
      ),
    drop: () => engine.drop(table),
  };
}

/** A sample of the customers by the value of attributes, and by tier, which `scores` must have. */
export async function sampledCustomers(
  attributes: readonly string[],
  inputs: ScoreInputs,
  inModelTime: (h: Histories) => Histories,
  context: StageContext,
): Promise<SampledCustomers> {
  const sampled = await sampledHistories({ name: "sampled_histories" }, inputs, inModelTime, context);
  const relation = inTiers(sampled.customers, context.engine.dialect.table("scores"));
  const found = await readSegments(
    segmented(sampled.sample, relation, inputs),
    [...attributes, tierAttribute],
    context,
  );
  await sampled.drop();
  return {
    sample: { ...sampled.sample, histories: sampled.inTime },
    of: among(found),
    predict: sampled.predict,
  };
}

/** Sampled histories with the customers who have them, to be read by segment. */
export function segmented(
  sample: HistoryRows,
  customers: Sql,
  { covariate_groups, model }: Pick<ScoreInputs, "covariate_groups" | "model">,
): SegmentedHistories {
  return { ...sample, customers, grouped: covariate_groups.rows > 0, ownMean: ownMeanOf(model.spend) };
}

/** The sums of a segment, none where nobody is in it. */
export function among(
  found: readonly Segment<SegmentSums>[],
): (segment: Omit<Segment<unknown>, "sums">) => SegmentSums {
  const bySegment = new Map(found.map((s) => [segmentKey(s), s.sums]));
  return (segment) => bySegment.get(segmentKey(segment)) ?? noCustomers;
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
