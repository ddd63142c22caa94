import type { Config } from "../config/config.js";
import { attributeNames, hasMoney } from "../config/questions.js";
import { factsWith, type MartFacts } from "./facts.js";

/** What is known before a run: which marts it can make, and which columns they have. */
export function factsOfConfig(config: Config): MartFacts {
  const { horizonsDays, margin, annualDiscountRate } = config.value;
  const longestDays = Math.max(...horizonsDays);
  const money = hasMoney(config);
  return {
    ...factsWith(longestDays),
    ...(typeof margin === "number" && { margin }),
    ...{ money, annualDiscountRate, horizonsDays, longestDays },
    currency: money ? (config.currency.base ?? "") : null,
    separate: config.ingest.sameDayOrders === "separate",
    intervals: config.uncertainty.intervals,
    attributes: attributeNames(config),
    tiers: Object.keys(config.tiers),
  };
}
