import {
  type FitOptions,
  type Histories,
  type Likelihood,
  type PurchaseModel,
  weakPrior,
} from "../../../models/index.js";
import { ClvError } from "../../errors.js";
import type { StageContext } from "../../stage.js";

/** The prior of a fit; {} for none. */
export function priorOf<D extends Histories>(
  prior: StageContext["config"]["purchase"]["prior"],
  model: Likelihood<string, D>,
  h: D,
): NonNullable<FitOptions<string>["prior"]> {
  if (prior === "weak") return weakPrior(model, h);
  return prior === "auto" ? "auto" : {};
}

/** Refuses to hold what is no parameter. */
export function checkFixed(
  { name, params }: Pick<PurchaseModel, "name" | "params">,
  fixed: Readonly<Record<string, number>>,
): void {
  for (const key of Object.keys(fixed))
    if (!params.includes(key))
      throw new ClvError(
        "CONFIG_INVALID",
        `purchase.fixed.${key}: ${name} has no such parameter; it has ${params.join(", ")}.`,
      );
}
