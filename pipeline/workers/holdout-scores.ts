import {
  type HoldoutHistories,
  holdoutScore,
  type PurchaseModelName,
  purchaseModel,
  type ScoredModel,
} from "../../models/index.js";

export interface HoldoutInput {
  readonly holdout: HoldoutHistories;
  readonly days: number;
}

/** Fits one candidate to the calibration histories and scores it on the holdout. */
export function holdoutScores({ holdout, days }: HoldoutInput, model: PurchaseModelName): ScoredModel {
  return holdoutScore(purchaseModel(model), holdout, days);
}
