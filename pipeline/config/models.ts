import { z } from "zod";
import { otherSpendModelNames, purchaseModelNames, spendModelNames } from "../../models/index.js";
import { billing } from "./billing.js";
import { events } from "./events.js";

export const purchase = z
  .strictObject({
    model: z
      .enum([...purchaseModelNames, "auto"])
      .default("bg-nbd")
      .meta({
        description: "Purchase and churn model (`clv models`), or auto: the one that predicts a holdout best",
      }),
    period: z
      .union([z.enum(["week", "month", "quarter", "year"]), z.number().int().positive()])
      .optional()
      .meta({
        description:
          "Discrete models: length of an opportunity, a calendar period or days counted back from asOf (default: month)",
      }),
    interval: billing.prefault({}),
    holdoutDays: z.number().int().positive().optional().meta({
      description:
        "auto, of purchases and of spend: days before asOf kept out of the fits to choose by (default: a third of the log, at most 365)",
    }),
    fallback: z.boolean().default(true).meta({
      description:
        "Where the fit is in doubt, use the model at a limit, or a simpler one that the data do not reject, and say so",
    }),
    prior: z.enum(["auto", "off", "weak"]).default("auto").meta({
      description:
        "Weak prior on log-parameters: only on thin data (auto), never, or always; without covariates",
    }),
    covariates: z
      .strictObject({
        purchase: z
          .array(z.string())
          .default([])
          .meta({ description: "Attributes that the purchase rate depends on" }),
        dropout: z.array(z.string()).default([]).meta({ description: "Attributes that dropout depends on" }),
        equal: z.array(z.string()).default([]).meta({
          description: "Attributes that both depend on, with one and the same coefficient",
        }),
        continuous: z
          .array(z.string())
          .default([])
          .meta({ description: "Which of these attributes are numbers; the others are categories" }),
        l2: z.number().min(0).default(0).meta({
          description:
            "Shrinks coefficients: half of it times the sum of their squares is taken off the log-likelihood",
        }),
      })
      .prefault({})
      .meta({ description: "Attributes (columns.attributes) that purchases and churn depend on" }),
    calendar: z.enum(["auto", "off", "season", "level"]).default("auto").meta({
      description:
        "Season and level of purchases over time: estimated (auto), left out, or one of the two alone; discrete models have a level alone",
    }),
    events,
    fixed: z
      .record(z.string(), z.number().positive())
      .default({})
      .meta({ description: "Parameters held at a value, in days, by name" }),
  })
  .meta({ description: "Purchases and churn" });

/** Where the config names no other. */
export const defaultSpendModel = "gamma-gamma";

export const spend = z
  .strictObject({
    model: z
      .enum([...spendModelNames, ...otherSpendModelNames, "auto"])
      .default(defaultSpendModel)
      .meta({
        description:
          "Spend model (`clv models`), or auto: the one that predicts spend in a holdout best, but for ziln",
      }),
    attributes: z.array(z.string()).optional().meta({
      description:
        "Attributes that gamma-regression (auto too) and ziln read (default: all of columns.attributes)",
    }),
    quantities: z
      .array(z.enum(["first_amount", "x"]))
      .default(["first_amount", "x"])
      .meta({ description: "gamma-regression: what else spend depends on" }),
    maxCustomers: z
      .number()
      .int()
      .min(500)
      .default(400_000)
      .meta({ description: "ziln: customers to train on at most; more are sampled" }),
  })
  .meta({ description: "Spend per purchase" });
