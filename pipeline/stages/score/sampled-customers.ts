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
import { type HistoryRows, sampleHistories } from "../../spend/history-sample.js";
import type { Dialect } from "../../sql/dialect.js";
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
import { readSegments, segmentKey } from "./score-segments.js";

/** Histories picked out of all, with their customers: what totals are like is measured on them. */
export interface SampledCustomers {
  /** in the model's time */
  readonly sample: HistorySample;
  /** The customers with a sampled history who are in a segment, by position in the sample; none where nobody is. */
  of(segment: Omit<Segment<unknown>, "sums">): SegmentSums;
  /** Predictions of the sample at the model's parameters, or at others. */
  predict(future: Asked, points: readonly PointAsked[]): Promise<HistoryPredictions[]>;
}

export type Asked = Pick<Future, "horizons" | "delta" | "timeline">;

export interface PointAsked {
  readonly params: Params;
  readonly varied?: boolean;
}

/** A sample of the customers by the value of attributes, and by tier, which `scores` must have. */
export async function sampledCustomers(
  attributes: readonly string[],
  inputs: ScoreInputs,
  inModelTime: (h: Histories) => Histories,
  context: StageContext,
): Promise<SampledCustomers> {
  const { customers, histories, covariate_groups, model } = inputs;
  const { engine, signal } = context;
  const grouped = covariate_groups.rows > 0;
  const of = { rows: histories.rows, customers: customers.rows };
  const sample = await sampleHistories(streamedHistories(histories, context), of, sampleSize);
  const table = { name: "sampled_histories" };
  await engine.load(table, [sampleBatch(sample)], signal);
  const relation = sampledRelation(engine.dialect, table.name, grouped);
  const own = { ...sample, customers: relation, grouped, ownMean: ownMeanOf(model.spend) };
  const found = await readSegments(own, [...attributes, tierAttribute], context);
  const groups = groupParams(await groupsOf(relation, grouped, context), sample.group, model, context);
  await engine.drop(table);
  const bySegment = new Map(found.map((s) => [segmentKey(s), s.sums]));
  const inTime = sharedColumns(inModelTime(sample.histories));
  return {
    sample: { ...sample, histories: inTime },
    of: (segment) => bySegment.get(segmentKey(segment)) ?? noCustomers,
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
  };
}

function sampledRelation(dialect: Dialect, sampled: string, grouped: boolean): Sql {
  const own = customersWith(dialect.table("customers"), dialect.table(sampled), grouped);
  return inTiers(own, dialect.table("scores"));
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
