import { Field, Float64, Int32, makeData, RecordBatch, Schema, Struct } from "apache-arrow";
import type { Histories, HistoryPredictions } from "../../../models/index.js";
import { intervalColumns } from "../../sql/interval-columns.js";

/** What one history says about spend: E[M | x, m] = (1 - weight) * prior + weight * m. */
export interface SpendColumns {
  readonly weight: Float64Array;
  readonly prior: Float64Array;
}

/**
 * The predictions of every history, one record batch a part, keyed by x, t_x, t_cal. Undefined values are null.
 * @param spend null without amounts: nothing about value is predicted
 */
export async function* predictionBatches(
  h: Histories,
  group: Uint32Array | null,
  parts: AsyncIterable<HistoryPredictions>,
  spend: SpendColumns | null,
  horizonsDays: readonly number[],
): AsyncGenerator<RecordBatch, void> {
  let from = 0;
  for await (const part of parts) {
    const to = from + part.pAlive.length;
    const rows = (column: Float64Array): Float64Array => column.subarray(from, to);
    const history = { x: rows(h.x), tx: rows(h.tx), T: rows(h.T) };
    yield predictionBatch(
      history,
      group && Int32Array.from(group.subarray(from, to)),
      part,
      spend && { weight: rows(spend.weight), prior: rows(spend.prior) },
      horizonsDays,
    );
    from = to;
  }
}

function predictionBatch(
  h: Pick<Histories, "x" | "tx" | "T">,
  group: Int32Array | null,
  predictions: HistoryPredictions,
  spend: SpendColumns | null,
  horizonsDays: readonly number[],
): RecordBatch {
  const bounds = predictions.purchaseQuantiles.some((levels) => levels.length > 0);
  const named = (
    prefix: string,
    quantiles: readonly (readonly Float64Array[])[],
  ): [string, Float64Array][] =>
    bounds ? intervalColumns(prefix, horizonsDays).map((name, i) => [name, quantiles.flat()[i]!]) : [];
  const columns: [string, Int32Array | Float64Array][] = [
    ["x", Int32Array.from(h.x)],
    ["t_x", Int32Array.from(h.tx)],
    ["t_cal", Int32Array.from(h.T)],
    ...(group === null ? [] : [["covariate_group", group] as [string, Int32Array]]),
    ["p_alive", predictions.pAlive],
    ...horizonsDays.map((d, i): [string, Float64Array] => [
      `expected_purchases_${d}d`,
      predictions.expected[i]!,
    ]),
    ...horizonsDays.map((d, i): [string, Float64Array] => [
      `discounted_purchases_${d}d`,
      predictions.discounted[i]!,
    ]),
    ["discounted_purchases", predictions.residual],
    ...named("purchases", predictions.purchaseQuantiles),
    ...(spend === null
      ? []
      : [
          ...named("value", predictions.valueQuantiles),
          ...([
            ["spend_weight", spend.weight],
            ["spend_prior", spend.prior],
          ] as [string, Float64Array][]),
        ]),
  ];
  return numberBatch(columns);
}

/** A record batch of columns of one length; NaN is null. */
export function numberBatch(
  columns: readonly (readonly [name: string, data: Int32Array | Float64Array])[],
): RecordBatch {
  const length = columns[0]?.[1].length ?? 0;
  const fields = columns.map(
    ([name, data]) => new Field(name, data instanceof Int32Array ? new Int32() : new Float64(), true),
  );
  const children = columns.map(([, data]) => {
    if (data instanceof Int32Array) return makeData({ type: new Int32(), length, nullCount: 0, data });
    const { nullBitmap, nullCount } = nullsWhereNaN(data);
    return makeData({ type: new Float64(), length, nullCount, nullBitmap, data });
  });
  return new RecordBatch(
    new Schema(fields),
    makeData({ type: new Struct(fields), length, nullCount: 0, children }),
  );
}

function nullsWhereNaN(data: Float64Array): { nullBitmap: Uint8Array; nullCount: number } {
  const nullBitmap = new Uint8Array((data.length + 7) >> 3).fill(255);
  let nullCount = 0;
  for (let i = 0; i < data.length; i++) {
    if (!Number.isNaN(data[i])) continue;
    nullBitmap[i >> 3]! &= ~(1 << (i & 7));
    nullCount++;
  }
  return { nullBitmap, nullCount };
}
