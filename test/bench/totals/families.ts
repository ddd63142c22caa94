import {
  type HoldoutHistories,
  holdoutScore,
  type PurchaseModel,
  type PurchaseModelName,
  purchaseModel,
  rankByHoldout,
} from "../../../models/index.js";
import { atCut } from "./at-cut.js";
import type { FamilyName } from "./job.js";
import type { PurchaseLog } from "./purchase-log.js";

const candidates: readonly PurchaseModelName[] = [
  "bg-nbd",
  "mbg-nbd",
  "bg-cnbd-k",
  "mbg-cnbd-k",
  "pareto-nbd",
  "nbd",
];
const longestHoldout = 90;

/** The purchase model of that name, or the one that does best on the last third of what was known at the cut, at most 90 days. */
export function choose(family: FamilyName, log: PurchaseLog, cut: number): PurchaseModel {
  if (family !== "best") return purchaseModel(family);
  const span = Math.min(longestHoldout, Math.floor((cut - log.firstDay) / 3));
  const holdout = holdoutOf({ ...log, lastDay: cut }, cut - span, span);
  const scores = candidates.map((name) => holdoutScore(purchaseModel(name), holdout, span));
  const customers = holdout.n.reduce((sum, n) => sum + n, 0);
  const [best] = rankByHoldout(scores, customers, (name) => purchaseModel(name as PurchaseModelName));
  return purchaseModel(best!.fit.model as PurchaseModelName);
}

/** Histories at a day by what followed. */
function holdoutOf(log: PurchaseLog, day: number, span: number): HoldoutHistories {
  const { histories: h, row, actual } = atCut(log, day, [span]);
  const counts = new Map<number, number>(); // by row and purchases that followed
  const followed = actual[0]!.purchases;
  row.forEach((i, c) => {
    const key = i * 4096 + followed[c]!;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  const rows = [...counts].sort(([a], [b]) => a - b);
  const column = (of: Float64Array): Float64Array =>
    Float64Array.from(rows, ([key]) => of[Math.floor(key / 4096)]!);
  return {
    ...{ x: column(h.x), tx: column(h.tx), T: column(h.T), logGaps: column(h.logGaps!) },
    n: Float64Array.from(rows, ([, n]) => n),
    y: Float64Array.from(rows, ([key]) => key % 4096),
  };
}
