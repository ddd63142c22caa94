import { z } from "zod";

/** What decisions are measured by. */
export const targets = z
  .strictObject({
    ltvCac: z.number().positive().default(3).meta({
      description: "Lifetime value that a customer must bring for each unit of acquisition cost",
    }),
    paybackMonths: z.number().int().positive().default(12).meta({
      description:
        "Months after which acquisition cost must be paid back; the month of acquisition is the first",
    }),
    lapseMonths: z.number().int().positive().optional().meta({
      description:
        "Months without a purchase after which formulas take a customer for gone (default: 12; subscriptions: the months of purchase.period)",
    }),
    business: z.enum(["retail", "saas", "b2b_services"]).optional().meta({
      description:
        "Whose benchmark bands LTV:CAC and payback are judged by (default: saas where retrain.policy.business is subscription, else retail)",
    }),
    bands: z.string().min(1).optional().meta({
      description:
        "CSV of bands instead of the shipped ones: business (own for a target of your own), measure (ltv_cac, payback_months), low, high, source, year",
    }),
    minimumSegment: z.number().int().positive().default(100).meta({
      description: "Smallest group of customers whose figures are shown alone",
    }),
  })
  .meta({ description: "What decisions are measured by" });
