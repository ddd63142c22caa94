import { z } from "zod";
import { limits } from "./limits.js";

/** What a run is compared with the one before by. A stop ends the run with exit code 5 before anything is published. */
export const monitoring = z
  .strictObject({
    days: z
      .number()
      .int()
      .min(7)
      .default(28)
      .meta({ description: "Days up to asOf whose input is compared with that of the last run" }),
    volume: limits(
      0.3,
      0,
      "Change of orders a day against the last run, up or down, as a share; of a log of a year and a half or more, beyond what its seasons change",
    ),
    newCustomers: limits(0.1, 0, "Change of the share of buyers who are new, up or down, alike"),
    amounts: limits(
      0.1,
      0,
      "Change of the geometric mean of amounts, up or down, as a share: a price rise, a currency read as another",
    ),
    psi: limits(0.1, 0, "Population stability index of amounts, and of days between purchases"),
    ks: limits(0.1, 0, "Kolmogorov–Smirnov distance of amounts, and of days between purchases"),
    parameters: limits(
      3,
      0,
      "Change of the parameters against their standard errors: 3 for a change that chance brings once in a thousand times, 4 in ten thousand",
    ),
    scores: limits(
      0.25,
      1,
      "Change of the mean CLV of a customer against the last run, as a share of the smaller of both: 1 where it doubled or halved",
    ),
    tiers: limits(0.4, 0, "Share of the last run's customers who are in another tier now"),
    scoreboard: limits(
      0.2,
      0.4,
      "Actual over expected purchases, and revenue, since the last run, minus 1, up or down (where half of the rows are missing, half comes, give or take chance)",
    ),
  })
  .meta({ description: "What a run is compared with the one before by" });
