import { configSchema } from "../config/config.js";
import { count, percent } from "../text/format.js";
import type { Trial } from "./inspection.js";

/** What the trial means for ingest.maxRejectedShare. */
export interface RejectionLimit {
  /** A limit that lets the file pass; null where the default does, or where the file should be looked at first. */
  readonly maxRejectedShare: number | null;
  readonly note: string | null;
  readonly warning: string | null;
}

/** In words a person can act on. */
const meanings: Readonly<Record<string, string>> = {
  MISSING_CUSTOMER: "without customer id",
  UNPARSABLE_DATE: "with a date that cannot be read",
  IMPOSSIBLE_DATE: "with an impossible date",
  UNPARSABLE_AMOUNT: "with an amount that is no number",
  ABSURD_AMOUNT: "with an absurd amount",
  UNKNOWN_CURRENCY: "in a currency without rate",
  WRONG_FIELDS: "with another number of fields",
};

/** More rejected rows than this point to a wrong mapping, unless they only lack a customer id. */
const suspicious = 0.5;

/**
 * A limit with room for the rows that were not sampled, in steps of 0.05. Rows in a currency without rate do not raise it:
 * they are revenue, and giving the rate is the remedy.
 * @example rejectionLimit({ rows: 1000, rejected: [{ reason: "MISSING_CUSTOMER", rows: 249 }] }, true).maxRejectedShare // 0.3
 */
export function rejectionLimit(trial: Trial, whole: boolean): RejectionLimit {
  const usual = configSchema.parse({}).ingest.maxRejectedShare;
  const counted = trial.rejected.filter((r) => r.reason !== "UNKNOWN_CURRENCY");
  const share = counted.reduce((sum, r) => sum + r.rows, 0) / trial.rows;
  const spread = whole ? 0 : 3 * Math.sqrt((share * (1 - share)) / trial.rows);
  if (share + spread <= usual) return { maxRejectedShare: null, note: null, warning: null };
  const parts = counted
    .map((r) => `${percent(r.rows / trial.rows)} ${meanings[r.reason] ?? r.reason}`)
    .join(", ");
  const text = `about ${percent(share)} of the rows will be rejected (${parts}, of ${count(trial.rows)} looked at)`;
  const other = counted.filter((r) => r.reason !== "MISSING_CUSTOMER").reduce((sum, r) => sum + r.rows, 0);
  if (other / trial.rows > suspicious) {
    return {
      maxRejectedShare: null,
      note: null,
      warning: `${text}: the columns or the date format are probably not what they seem; correct them before clv run`,
    };
  }
  const limit = Math.min(1, Math.ceil((share + Math.max(spread, 0.01)) * 20 - 1e-9) / 20);
  return {
    maxRejectedShare: limit,
    note: `${text}; the usual limit of ${usual} would stop the run`,
    warning: `${text}; ingest.maxRejectedShare is set to ${limit} so that the run goes on without them`,
  };
}
