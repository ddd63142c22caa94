import type { Account } from "../../artifacts/account.js";
import { countedPeriod } from "../../config/billing.js";
import type { Config } from "../../config/config.js";
import { needsLogGaps } from "../../config/purchase-models.js";
import { attributeNames, hasMoney } from "../../config/questions.js";
import { needsSpendLogs } from "../../config/spend-models.js";
import type { CustomerOptions } from "../../sql/customers.js";

/** How customers of a log are counted as of a day. */
export function customerOptions(
  { refunds }: Pick<Account, "refunds">,
  asOf: string,
  config: Config,
): CustomerOptions {
  return {
    asOf,
    attributes: attributeNames(config),
    attributeValue: config.ingest.attributeValue,
    refunds: refunds > 0,
    separate: config.ingest.sameDayOrders === "separate",
    period: countedPeriod(config),
    money: hasMoney(config),
    logGaps: needsLogGaps(config),
    spendLogs: needsSpendLogs(config),
  };
}
