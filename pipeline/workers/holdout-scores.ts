import {
  type HoldoutHistories,
  type HoldoutScore,
  holdoutScore,
  type PurchaseModelName,
  purchaseModel,
} from "../../models/index.js";

export interface HoldoutInput {
  readonly holdout: HoldoutHistories;
  readonly days: number;
}

/** Fits one candidate to the calibration histories and scores it on the holdout. */
export function holdoutScores({ holdout, days }: HoldoutInput, model: PurchaseModelName): HoldoutScore {
  return holdoutScore(purchaseModel(model), holdout, days);
}
