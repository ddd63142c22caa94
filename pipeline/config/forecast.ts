import { z } from "zod";

export const forecast = z
  .strictObject({
    rival: z.enum(["auto", "off"]).default("auto").meta({
      description:
        "A naive forecast (last period, same period last year) gives the total where it predicted earlier ones better than the model, beyond chance (auto), or never",
    }),
  })
  .meta({ description: "Totals of all customers" });
