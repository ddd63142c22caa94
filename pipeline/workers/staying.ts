import { paymentsDue, purchaseModel, stayingOf } from "../../models/index.js";
import { type PredictInput, type RowRange, rowsOf } from "./predict.js";
import { sharedColumns } from "./shared-columns.js";

/** Who stays, of one range of the histories: by horizon, in shared columns. */
export function staying(
  { model, params, histories, horizonsDays, groups }: Omit<PredictInput, "delta" | "timeline" | "intervals">,
  range: RowRange,
): Float64Array[] {
  const h = rowsOf(histories, range);
  const of = purchaseModel(model);
  const shared = (columns: readonly Float64Array[]): Float64Array[] =>
    Object.values(sharedColumns(Object.fromEntries(columns.entries())));
  if (groups === null) return shared(stayingOf(of, params, h, horizonsDays));
  const out = horizonsDays.map(() => new Float64Array(h.x.length));
  for (let i = 0; i < h.x.length; i++) {
    const group = groups.group[range.from + i]!;
    const clock = groups.clocks?.[group];
    const horizons = clock ? horizonsDays.map((days) => paymentsDue(clock, days)) : horizonsDays;
    const one = rowsOf(h, { from: i, to: i + 1 });
    stayingOf(of, groups.params[group]!, one, horizons).forEach((column, j) => {
      out[j]![i] = column[0]!;
    });
  }
  return shared(out);
}
