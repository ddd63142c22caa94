import {
  type Fit,
  fitAtSameLimits,
  fit as fitModel,
  fitWithFallback,
  type Histories,
  type Params,
  type Prior,
  type PurchaseModel,
} from "../../../models/index.js";

/** How models are fitted: as the pipeline does at its defaults, or always the family asked for, with the prototype's weak priors. */
export type FitStyle = "fallback" | "prototype";

/** A purchase model and its fit at a cut. */
export interface FittedAtCut {
  readonly model: PurchaseModel;
  readonly fit: Fit;
  /** fits the same model in the same way to other histories of the same customers */
  readonly again: (h: Histories, start: Params | null) => Fit;
}

const weak: Prior = {
  r: { mean: -0.3, sd: 1.5 },
  a: { mean: -0.7, sd: 1.5 },
  b: { mean: 0.7, sd: 1.5 },
};

export function fitAtCut(model: PurchaseModel, histories: Histories, style: FitStyle): FittedAtCut {
  if (style === "prototype") {
    const again: FittedAtCut["again"] = (h, start) =>
      fitModel(model, h, { prior: weak, ...(start && { start }) });
    return { model, fit: again(histories, null), again };
  }
  const { used, fit } = fitWithFallback(model, histories);
  return {
    model: used as PurchaseModel,
    fit,
    again: (h, start) =>
      fit.limits === undefined
        ? fitModel(used, h, { prior: "auto", ...(start && { start }) })
        : fitAtSameLimits(fit, used, h),
  };
}
