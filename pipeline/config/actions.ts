import { z } from "zod";
import type { Problems } from "./checks.js";
import type { Config } from "./config.js";

const amount = z.number().min(0);

/** The same for everybody, or by a value that customers have. */
const varying = (value: z.ZodType<number>) =>
  z.union([
    value,
    z.strictObject({ by: z.string().min(1), values: z.record(z.string(), value), otherwise: value }),
  ]);

/** The same, with nothing for those of other values where `otherwise` is left out. */
const varyingOrNone = (value: z.ZodType<number>) =>
  z.union([
    value,
    z.strictObject({
      by: z.string().min(1),
      values: z.record(z.string(), value),
      otherwise: value.optional(),
    }),
  ]);

/** A number, or by value_tier, lifecycle or an attribute. */
export type Varying =
  | number
  | {
      readonly by: string;
      readonly values: Readonly<Record<string, number>>;
      readonly otherwise?: number | undefined;
    };

/** Whom to call, what an offer may cost, and what it is believed to do. */
export const actions = z
  .strictObject({
    budget: amount.optional().meta({
      description: "What all offers together may cost, as expected, in base currency (default: no limit)",
    }),
    contactCost: amount.default(0).meta({ description: "Cost of a contact, whoever answers" }),
    incentive: z
      .union([
        varying(amount),
        z.strictObject({ shareOfOrder: z.number().min(0).max(1) }).meta({
          description: "Share of the expected amount of an order",
        }),
      ])
      .default({ shareOfOrder: 0.1 })
      .meta({
        description: "What is paid to whoever comes back, in base currency, or as a share of the order",
      }),
    uplift: varying(z.number().min(-1).max(1))
      .default({ by: "lifecycle", values: { at_risk: 0.05, lost: 0 }, otherwise: 0.02 })
      .meta({
        description:
          "Rise in the chance of coming back that an offer causes: assumed, unless you measured it (default: none among the lost, of whom the value of the few who might come back would lead every list)",
      }),
    overdueGaps: z.number().positive().default(1).meta({
      description: "Longer away than so many of its expected gaps between purchases a customer is overdue",
    }),
    replacementCost: z
      .union([z.literal("cac"), varyingOrNone(amount)])
      .optional()
      .meta({
        description:
          "What a customer as good costs to win, in base currency; nobody is worth more; cac: the mean acquisition cost of a customer, of costs.acquisition (default: no cap)",
      }),
    exclude: z.string().optional().meta({
      description: "File of customers who are not to be contacted: a customer_id a line",
    }),
  })
  .meta({ description: "Whom to call, what an offer may cost, and what it is believed to do" });

/** What a setting by a value is by. */
export const actionsBy = ["value_tier", "lifecycle"] as const;

/** Settings by something that customers have. */
export function checkActions({ actions: a, columns, costs }: Config, context: Problems): void {
  if (a.replacementCost === "cac" && costs.acquisition === undefined)
    context.addIssue({
      ...{ code: "custom", path: ["actions", "replacementCost"] },
      message: "cac is the mean of costs.acquisition, which is not given; give an amount",
    });
  const known = [...actionsBy, ...Object.keys(columns.attributes)];
  for (const key of ["incentive", "uplift", "replacementCost"] as const) {
    const setting = a[key];
    if (typeof setting !== "object" || !("by" in setting) || known.includes(setting.by)) continue;
    const message = `"${setting.by}" is not one of ${known.join(", ")}`;
    context.addIssue({ code: "custom", path: ["actions", key, "by"], message });
  }
}
