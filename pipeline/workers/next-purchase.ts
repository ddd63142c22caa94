import {
  type Histories,
  nextPurchaseTimes,
  type Params,
  type PurchaseModelName,
  purchaseModel,
} from "../../models/index.js";
import { type HistoryGroups, type RowRange, rowsOf } from "./predict.js";
import { sharedColumns } from "./shared-columns.js";

export interface NextPurchaseInput {
  readonly model: PurchaseModelName;
  readonly params: Params;
  readonly histories: Histories;
  readonly groups: Pick<HistoryGroups, "group" | "params"> | null;
  readonly levels: readonly number[];
  /** in the model's time */
  readonly longest: number;
}

/** Times of the next purchase of one range of the histories, by level; the same numbers however the rows are divided. */
export function nextPurchase(input: NextPurchaseInput, range: RowRange): Float64Array[] {
  const { groups, levels, longest } = input;
  const model = purchaseModel(input.model);
  const h = rowsOf(input.histories, range);
  if (groups === null) return shared(nextPurchaseTimes(model, input.params, h, levels, longest));
  const out = levels.map(() => new Float64Array(h.x.length));
  for (let i = 0; i < h.x.length; i++) {
    const params = groups.params[groups.group[range.from + i]!]!;
    const times = nextPurchaseTimes(model, params, rowsOf(h, { from: i, to: i + 1 }), levels, longest);
    times.forEach((column, j) => {
      out[j]![i] = column[0]!;
    });
  }
  return shared(out);
}

function shared(columns: readonly Float64Array[]): Float64Array[] {
  return Object.values(sharedColumns(Object.fromEntries(columns.entries())));
}
