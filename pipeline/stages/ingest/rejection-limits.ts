import type { RejectedReason } from "../../artifacts/account.js";
import type { Config } from "../../config/config.js";
import { ClvError } from "../../errors.js";
import { count, shortPercent } from "../../text/format.js";
import { reasonLines } from "./reason-lines.js";

/** Which config key decides about a reason. */
const stopKeys: Readonly<
  Record<string, "missingCustomer" | "badDate" | "badAmount" | "absurdAmount" | "unknownCurrency">
> = {
  MISSING_CUSTOMER: "missingCustomer",
  PLACEHOLDER_CUSTOMER: "missingCustomer",
  UNPARSABLE_DATE: "badDate",
  IMPOSSIBLE_DATE: "badDate",
  UNPARSABLE_AMOUNT: "badAmount",
  ABSURD_AMOUNT: "absurdAmount",
  UNKNOWN_CURRENCY: "unknownCurrency",
};

/** Rows that the config asked to reject; they do not speak against the file. */
export const askedFor: ReadonlySet<string> = new Set(["ZERO_AMOUNT", "REFUND", "EXCLUDED", "FORGOTTEN"]);

/** @throws ClvError TOO_MANY_REJECTED when more than `maxRejectedShare` of the rows were rejected unasked */
export function checkRejected(
  input: number,
  rejected: number,
  by: readonly RejectedReason[],
  config: Config,
): void {
  const { maxRejectedShare } = config.ingest;
  const unasked = rejected - by.filter((r) => askedFor.has(r.reason)).reduce((sum, r) => sum + r.rows, 0);
  if (input === 0) throw new ClvError("NO_TRANSACTIONS", "the log holds no row.");
  if (unasked <= maxRejectedShare * input) return;
  throw new ClvError(
    "TOO_MANY_REJECTED",
    `${count(unasked)} of ${count(input)} rows were rejected (${shortPercent(unasked / input)}; ingest.maxRejectedShare is ${shortPercent(maxRejectedShare)}):\n` +
      `${reasonLines(by)}\nAll of them are in rejected_rows of this run. Correct the file or its mapping, or raise ingest.maxRejectedShare.`,
  );
}

/** @throws ClvError TOO_MANY_REJECTED when a kind of row that must not occur does */
export function checkStops(by: readonly RejectedReason[], config: Config): void {
  const stopped = by.filter((r) => {
    const key = stopKeys[r.reason];
    return key !== undefined && config.ingest[key] === "stop";
  });
  if (stopped.length === 0) return;
  const keys = [...new Set(stopped.map((r) => `ingest.${stopKeys[r.reason]}`))];
  throw new ClvError(
    "TOO_MANY_REJECTED",
    `rows were rejected although ${keys.join(", ")} is "stop":\n${reasonLines(stopped)}`,
  );
}
