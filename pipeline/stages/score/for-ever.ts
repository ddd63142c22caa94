import { tellsChurn } from "../../../models/index.js";
import { fittedPurchaseModel, type ModelFile } from "../../artifacts/model-file.js";
import type { Config } from "../../config/config.js";
import { say } from "../../text/messages/say.js";

/** Why no value for ever is given; null where one is. */
export function whyNotForEver(
  model: ModelFile,
  { annualDiscountRate }: Pick<Config["value"], "annualDiscountRate">,
): string | null {
  if (annualDiscountRate === 0) return say("value.forEver.noRate");
  return leavingKnown(model) ? null : say("value.forEver.noChurn");
}

/** Whether the model knows of customers who leave. Subscribers who are gone are seen to be. */
function leavingKnown(model: ModelFile): boolean {
  const { dayParams, intervals } = model.purchase;
  return intervals !== undefined || tellsChurn(fittedPurchaseModel(model), dayParams);
}
