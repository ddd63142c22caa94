import { z } from "zod";

const cost = z.number().min(0).default(0);

/** What customers cost, in base currency. */
export const costs = z
  .strictObject({
    service: z
      .strictObject({
        perMonth: cost,
        perOrder: cost,
        shareOfRevenue: z.number().min(0).max(1).default(0),
      })
      .prefault({})
      .meta({
        description:
          "What serving a customer costs besides what the margin leaves out: per customer and month, per order, and as a share of revenue",
      }),
  })
  .meta({ description: "What customers cost, in base currency" });
