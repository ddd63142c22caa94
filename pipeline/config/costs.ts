import { z } from "zod";
import { acquisitionCosts } from "./acquisition-costs.js";

const cost = z.number().min(0).default(0);

/** What customers cost, in base currency. */
export const costs = z
  .strictObject({
    acquisition: acquisitionCosts,
    service: z
      .strictObject({
        perMonth: cost.meta({ description: "Cost of serving a customer in a month in which it is one" }),
        perOrder: cost.meta({ description: "Cost of serving an order" }),
        shareOfRevenue: z.number().min(0).max(1).default(0).meta({
          description: "Cost of service as a share of revenue",
        }),
      })
      .prefault({})
      .meta({ description: "What serving customers costs besides what the margin leaves out" }),
  })
  .meta({ description: "What customers cost, in base currency" });
