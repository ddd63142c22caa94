import type { Problems } from "./checks.js";
import type { Config } from "./config.js";
import { defaultSpendModel } from "./models.js";
import { hasMoney } from "./questions.js";

/** With `columns.amount: none`, whatever else speaks of amounts contradicts it. */
export function checkNoAmounts(c: Config, context: Problems): void {
  if (hasMoney(c)) return;
  const contradictions = [
    ...(["quantity", "unitPrice", "currency", "refunded"] as const)
      .filter((key) => c.columns[key] !== undefined)
      .map((key) => ["columns", key]),
    ...(c.spend.model !== defaultSpendModel ? [["spend", "model"]] : []),
    ...(c.spend.attributes !== undefined ? [["spend", "attributes"]] : []),
  ];
  for (const path of contradictions)
    context.addIssue({
      code: "custom",
      path,
      message: "needs amounts, and columns.amount is none; leave it out",
    });
}
