import { z } from "zod";
import type { Problems } from "./checks.js";
import type { Config } from "./config.js";

const probability = z.number().min(0).max(1);
const gaps = z.number().positive();

/** When a customer is new, at risk or lost. */
export const segments = z
  .strictObject({
    newDays: z.number().int().min(0).default(90).meta({
      description: "A customer with one purchase is new for so many days after it",
    }),
    lostPAlive: probability.default(0.1).meta({ description: "Below this P(alive) a customer is lost" }),
    lostGaps: gaps.default(3).meta({
      description: "Longer away than so many of its expected gaps between purchases a customer is lost",
    }),
    riskPAlive: probability.default(0.5).meta({ description: "Below this P(alive) a customer is at risk" }),
    riskGaps: gaps.default(1.5).meta({
      description: "Longer away than so many of its expected gaps between purchases a customer is at risk",
    }),
  })
  .meta({ description: "When a customer is new, active, at risk or lost" });

/** What customers are divided by besides attributes, which none can be named as. */
const segmentNames = ["lifecycle", "rfm"];

export function checkSegments({ columns }: Config, context: Problems): void {
  for (const name of segmentNames.filter((taken) => Object.hasOwn(columns.attributes, taken)))
    context.addIssue({
      code: "custom",
      path: ["columns", "attributes", name],
      message: "is what clv_segments calls segments of its own; choose another",
    });
}
