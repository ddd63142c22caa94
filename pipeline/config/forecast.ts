import { z } from "zod";
import { monthPattern } from "./events.js";

/** New customers of a month who are planned: of a value of one attribute, named like it, or of all. */
const plannedMonth = z
  .object({
    month: z.string().regex(monthPattern, "is no month; write it as yyyy-mm, such as 2025-04"),
    newCustomers: z.number().min(0),
    costPerCustomer: z.number().min(0).optional(),
  })
  .catchall(z.string());

export const plannedMonths = z.array(plannedMonth).min(1);

export type PlannedMonth = z.output<typeof plannedMonth>;

export const forecast = z
  .strictObject({
    rival: z.enum(["auto", "off"]).default("auto").meta({
      description:
        "A naive forecast (last period, same period last year) gives the total where it predicted earlier ones better than the model, beyond chance (auto), or never",
    }),
    plan: z
      .union([z.string().min(1), plannedMonths])
      .optional()
      .meta({
        description:
          "New customers to come: a CSV file, or a list, of month (yyyy-mm), newCustomers, costPerCustomer and where they differ an attribute such as channel (default: the trend of new customers goes on, at the cost per customer of costs.acquisition)",
      }),
  })
  .meta({ description: "Totals of all customers" });
