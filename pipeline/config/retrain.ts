import { z } from "zod";

const policy = z
  .strictObject({
    business: z.enum(["retail", "subscription"]).default("retail").meta({
      description:
        "Decides how old a model may get: a quarter (retail), or a month (subscription), before it is fitted again and validated",
    }),
    refitAfterDays: z.number().int().positive().optional().meta({
      description:
        "Age of a model, from its as-of date on, at which it is fitted again (default: 89 days in retail, 28 for subscriptions)",
    }),
    validateAfterDays: z.number().int().positive().optional().meta({
      description:
        "Days after a full validation at which the next one is due (default: 89 in retail, 28 for subscriptions)",
    }),
    growth: z.number().positive().default(0.1).meta({
      description: "Growth of customers or purchases since the fit, as a share, that makes a refit due",
    }),
    onDrift: z.boolean().default(true).meta({
      description:
        "Whether a drift of the input or a missed forecast, beyond its warning level, makes a refit due; a full validation where it is about how often customers buy",
    }),
  })
  .prefault({})
  .meta({ description: "When a model is fitted again" });

const gates = z
  .strictObject({
    verdict: z.enum(["identified", "weak"]).default("identified").meta({
      description: "The worst verdict of a fit that may replace a champion",
    }),
    maxBias: z.number().positive().default(0.2).meta({
      description: "Largest bias of purchases in the backtest: forecast over actual minus 1, up or down",
    }),
    maxValueBias: z.number().positive().default(0.25).meta({
      description:
        "Largest bias of value in the backtest, up or down, where chance does not explain it: what customers spent against what was predicted",
    }),
    maxRivalLoss: z.number().min(0).default(0.05).meta({
      description:
        "How much larger the errors (RMSE) of purchases, and of value, may be than those of the best naive forecast, as a share of these, beyond chance",
    }),
    maxCoverageError: z.number().positive().max(1).default(0.05).meta({
      description: "Largest distance of an interval's coverage in the backtest from its level",
    }),
    minTotalCoverage: z.number().min(0).max(1).default(0.6).meta({
      description:
        "Smallest share of the 95 % intervals of totals that held on earlier days, of purchases and of value; overlapping totals are off together, so this is far below 95 %",
    }),
  })
  .prefault({})
  .meta({ description: "What a new model must pass to replace the champion" });

/** When models are fitted, and when a new one replaces the champion. */
export const retrain = z
  .strictObject({
    when: z.enum(["auto", "always", "never"]).default("auto").meta({
      description:
        "Fit by the policy (auto), in every run, or never while there is a champion; the first run always fits",
    }),
    warmStart: z.boolean().default(true).meta({
      description:
        "Start the fit from the champion's parameters; a cold start is tried where that leads astray",
    }),
    policy,
    gates,
  })
  .meta({ description: "When models are fitted, and when a new one replaces the champion" });
