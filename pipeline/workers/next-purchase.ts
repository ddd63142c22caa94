import {
  type Histories,
  nextPurchaseTimes,
  type Params,
  type PurchaseModelName,
  purchaseModel,
} from "../../models/index.js";
import { type HistoryGroups, pick, type RowRange, rowsOf } from "./predict.js";
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

/** Times of the next purchase of one range of the histories, by level. Ranges are cut by the data, never by the threads: a search begins where that of the row before ended. */
export function nextPurchase(input: NextPurchaseInput, range: RowRange): Float64Array[] {
  const { groups, levels, longest } = input;
  const model = purchaseModel(input.model);
  const h = rowsOf(input.histories, range);
  if (groups === null) return shared(nextPurchaseTimes(model, input.params, h, levels, longest));
  const out = levels.map(() => new Float64Array(h.x.length));
  const rows = new Map<number, number[]>();
  for (let i = 0; i < h.x.length; i++) {
    const group = groups.group[range.from + i]!;
    const own = rows.get(group);
    if (own === undefined) rows.set(group, [i]);
    else own.push(i);
  }
  for (const [group, own] of rows) {
    const times = nextPurchaseTimes(model, groups.params[group]!, pick(h, own), levels, longest);
    times.forEach((column, j) => {
      for (let k = 0; k < own.length; k++) out[j]![own[k]!] = column[k]!;
    });
  }
  return shared(out);
}

function shared(columns: readonly Float64Array[]): Float64Array[] {
  return Object.values(sharedColumns(Object.fromEntries(columns.entries())));
}
