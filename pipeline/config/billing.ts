import { z } from "zod";
import { purchaseModel } from "../../models/index.js";
import type { Period } from "../sql/period-index.js";
import { readInterval } from "../time/billing-interval.js";
import type { Problems } from "./checks.js";
import type { Config } from "./config.js";
import { periodOf } from "./purchase-models.js";

const interval = z
  .union([z.string(), z.number()])
  .refine(
    (value) => readInterval(String(value)) !== null,
    "is no interval; give week, month, quarter, half-year, year, 3 months or 45 days",
  );

export const billing = z
  .strictObject({
    attribute: z.string().optional().meta({
      description:
        "Attribute (columns.attributes) that says how often a customer pays: monthly, annual, 3 months, a plan; of several values the latest",
    }),
    values: z.record(z.string(), interval).default({}).meta({
      description:
        "What values of it mean that do not say so themselves, e.g. Gold: year, Basic: month, Old: 45 days",
    }),
    infer: z.boolean().default(false).meta({
      description:
        "Go by the days between a customer's payments, and by its price where it has paid once, where no value says it",
    }),
  })
  .meta({
    description:
      "Discrete models: each customer's periods are counted in its own billing interval (default: all in purchase.period)",
  });

/** Whether every customer's periods are counted in an interval of its own. */
export function countsIntervals({ purchase: { interval } }: Config): boolean {
  return interval.attribute !== undefined || interval.infer;
}

/** The period that everybody's purchases are counted in; null for days, and where customers have intervals of their own. */
export function countedPeriod(config: Config): Period | null {
  return countsIntervals(config) ? null : periodOf(config);
}

/** What no single key of purchase.interval can show. */
export function checkBilling(c: Config, context: Problems): void {
  const { interval, model } = c.purchase;
  const problem = (key: string, message: string): void =>
    context.addIssue({ code: "custom", path: ["purchase", "interval", key], message });
  const key = interval.attribute === undefined ? "infer" : "attribute";
  if (countsIntervals(c) && (model === "auto" || purchaseModel(model).time === "continuous"))
    problem(key, `is for models in discrete time (sbg, bdw, geometric, bg-bb); ${model} is not one`);
  if (interval.attribute !== undefined && !Object.hasOwn(c.columns.attributes, interval.attribute))
    problem("attribute", `"${interval.attribute}" is not one of columns.attributes`);
  if (interval.attribute === undefined && Object.keys(interval.values).length > 0)
    problem("values", "needs purchase.interval.attribute, whose values these are");
}
