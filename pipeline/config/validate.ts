import { z } from "zod";
import { purchaseModel, purchaseModelNames } from "../../models/index.js";
import type { Problems } from "./checks.js";
import type { Config } from "./config.js";
import { isoDate } from "./values.js";

const count = z.number().int().min(1).max(24);
const dates = z.array(isoDate).min(1).max(24);
/** As flags say it: 3, or days with commas between them. */
const written = z
  .string()
  .transform((text): unknown => (/^\d+$/.test(text) ? Number(text) : text.split(",")))
  .pipe(z.union([count, dates]));

export const validate = z
  .strictObject({
    when: z.enum(["auto", "always", "never"]).default("auto").meta({
      description:
        "Whether `clv run` backtests the models (auto: when the schedule is due); `clv validate` always does",
    }),
    origins: z.union([count, dates, written]).optional().meta({
      description:
        "Days at which models are fitted to what was known then: how many, or which, yyyy-mm-dd (default: up to 3, as the length of the log allows)",
    }),
    totalOrigins: z.number().int().min(0).max(24).default(16).meta({
      description:
        "Days, 30 apart, on which totals of all customers are predicted to see whether they hold: how many at most; 0 for none",
    }),
    holdoutDays: z.number().int().positive().optional().meta({
      description:
        "Days after each origin that forecasts are compared with (default: the log's length over origins + 2, in whole weeks, at most 365)",
    }),
    cohorts: z
      .strictObject({
        from: isoDate.optional().meta({ description: "First purchase on this day or later, yyyy-mm-dd" }),
        until: isoDate.optional().meta({ description: "First purchase on this day or earlier, yyyy-mm-dd" }),
      })
      .prefault({})
      .meta({ description: "Which customers are backtested, by their first purchase (default: all)" }),
    models: z.array(z.enum(purchaseModelNames)).min(1).optional().meta({
      description:
        "Purchase models to compare (default: those that auto tries, or the configured one with bg-nbd, mbg-nbd and pareto-nbd)",
    }),
    segments: z.array(z.string()).optional().meta({
      description: "Attributes to score by (default: all of columns.attributes with at most 50 values)",
    }),
    sampleCustomers: z.number().int().min(100).default(100_000).meta({
      description: "Customers that forecasts are scored on at most; fits are to all customers",
    }),
    replicates: z
      .number()
      .int()
      .min(0)
      .max(10_000)
      .default(200)
      .meta({ description: "Bootstrap replicates behind the intervals of measures; 0 for none" }),
  })
  .meta({ description: "Rolling-origin backtests of purchase models and naive rivals" });

/** What no single key of `validate` can show. */
export function checkValidate({ validate: v, purchase, columns }: Config, context: Problems): void {
  const problem = (path: string[], message: string): void =>
    context.addIssue({ code: "custom", path: ["validate", ...path], message });
  for (const name of v.segments ?? [])
    if (!Object.hasOwn(columns.attributes, name))
      problem(["segments"], `"${name}" is not one of columns.attributes`);
  const time = purchase.model === "auto" ? "continuous" : purchaseModel(purchase.model).time;
  for (const name of v.models ?? [])
    if (purchaseModel(name).time !== time)
      problem(["models"], `${name} is not in ${time} time as ${purchase.model} is; they cannot be compared`);
  const { from, until } = v.cohorts;
  if (from !== undefined && until !== undefined && from > until)
    problem(["cohorts", "from"], `is after until ${until}`);
}
