import type { Histories, Params, PurchaseModel } from "../model.js";
import { historySampler, sampleSize } from "./history-sample.js";
import { predictHistories } from "./predict-histories.js";
import type { HistoryPredictions } from "./predictions.js";
import { type RelativeDoubt, sampledDoubt } from "./sampled-doubt.js";
import { eachColumn, type SegmentSums, type SpendParams } from "./segment-sums.js";
import { totalSums } from "./total-sums.js";

export interface DoubtOptions<K extends string> {
  readonly horizons: readonly number[];
  readonly delta: number;
  readonly spend: SpendParams;
  /** Equally likely parameters of the purchase model: draws, or sigmaPoints. */
  readonly points: readonly Params<K>[];
  /** The same of the spend model, unrelated to the former. */
  readonly spendPoints?: readonly SpendParams[];
  /** Histories at which the points of the purchase model are evaluated: `sampleSize` by default. */
  readonly sampleRows?: number;
}

/**
 * `sampledDoubt` of customers who are all at hand, with their sample picked and predicted.
 * @param predictions of the histories at the estimate, made with intervals
 * @param segments first the one of all customers, which stands in for those with few histories in the sample
 */
export function totalDoubt<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  h: Histories,
  predictions: HistoryPredictions,
  segments: readonly SegmentSums[],
  options: DoubtOptions<K>,
): RelativeDoubt[] {
  const { horizons, delta, spend, points, spendPoints = [] } = options;
  const customers = h.n.reduce((sum, n) => sum + n, 0);
  const sampler = historySampler({ rows: h.n.length, customers }, options.sampleRows ?? sampleSize);
  const places = new Map(sampler.add(h).map((row, k) => [row, k]));
  const sample = sampler.sample();
  return sampledDoubt(
    sample,
    [p, ...points].map((point) => predictHistories(model, point, sample.histories, horizons, delta)),
    segments.map((segment) => ({
      sampled: sampledPart(segment, places),
      sums: totalSums(h, predictions, segment, spend),
    })),
    { spend, spendPoints },
  );
}

/** The part of a segment whose histories are sampled, at their places in the sample. */
function sampledPart(segment: SegmentSums, places: ReadonlyMap<number, number>): SegmentSums {
  const kept = Array.from(segment.row.keys()).filter((i) => places.has(segment.row[i]!));
  return {
    ...eachColumn(segment, (column) => Float64Array.from(kept, (i) => column[i]!)),
    row: Uint32Array.from(kept, (i) => places.get(segment.row[i]!)!),
  };
}
