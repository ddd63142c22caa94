import { configSchema } from "../config/config.js";
import { count, percent } from "../text/format.js";
import type { Trial } from "./inspection.js";
import type { OpenChoice } from "./open-choice.js";

/** What the trial means for ingest.maxRejectedShare. */
export interface RejectionLimit {
  /** A limit that lets the file pass; null where the default does, or where the file should be looked at first. */
  readonly maxRejectedShare: number | null;
  readonly note: string | null;
  readonly warning: string | null;
  /** Where rows would be rejected that somebody bought with: whether to go on without them is for a person to decide. */
  readonly open: OpenChoice | null;
}

/** In words a person can act on. */
const meanings: Readonly<Record<string, string>> = {
  MISSING_CUSTOMER: "without customer id",
  PLACEHOLDER_CUSTOMER: "with an id that stands for nobody",
  UNPARSABLE_DATE: "with a date that cannot be read",
  IMPOSSIBLE_DATE: "with an impossible date",
  UNPARSABLE_AMOUNT: "with an amount that is no number",
  ABSURD_AMOUNT: "with an absurd amount",
  UNKNOWN_CURRENCY: "in a currency without rate",
  WRONG_FIELDS: "with another number of fields",
};

/** Rows of nobody: no guess of ours rejects them, and no setting brings them back. */
const ofNobody: ReadonlySet<string> = new Set(["MISSING_CUSTOMER", "PLACEHOLDER_CUSTOMER"]);
const nothing: RejectionLimit = { maxRejectedShare: null, note: null, warning: null, open: null };

/**
 * A limit with room for the rows that were not sampled, in steps of 0.05, where all that is too much are rows of nobody. Where
 * others would be rejected, the limit stays: a guess that does not fit must not open the guard that would find it. Rows in a
 * currency without rate do not raise it: they are revenue, and giving the rate is the remedy.
 * @example rejectionLimit({ rows: 1000, rejected: [{ reason: "MISSING_CUSTOMER", rows: 249 }] }, true).maxRejectedShare // 0.3
 */
export function rejectionLimit(trial: Pick<Trial, "rows" | "rejected">, whole: boolean): RejectionLimit {
  const usual = configSchema.parse({}).ingest.maxRejectedShare;
  const counted = trial.rejected.filter((r) => r.reason !== "UNKNOWN_CURRENCY" && r.reason !== "EXCLUDED");
  const share = counted.reduce((sum, r) => sum + r.rows, 0) / trial.rows;
  const spread = whole ? 0 : 3 * Math.sqrt((share * (1 - share)) / trial.rows);
  if (share + spread <= usual) return nothing;
  const parts = counted
    .map((r) => `${percent(r.rows / trial.rows)} ${meanings[r.reason] ?? r.reason}`)
    .join(", ");
  const text = `about ${percent(share)} of the rows will be rejected (${parts}, of ${count(trial.rows)} looked at)`;
  const limit = Math.min(1, Math.ceil((share + Math.max(spread, 0.01)) * 20 - 1e-9) / 20);
  const other = counted.filter((r) => !ofNobody.has(r.reason)).reduce((sum, r) => sum + r.rows, 0);
  if (other / trial.rows > usual) return { ...nothing, open: choice(text, usual, limit) };
  return {
    ...nothing,
    maxRejectedShare: limit,
    note: `${text}; the usual limit of ${usual} would stop the run`,
    warning: `${text}; ingest.maxRejectedShare is set to ${limit} so that the run goes on without them`,
  };
}

function choice(text: string, usual: number, limit: number): OpenChoice {
  return {
    key: "ingest.maxRejectedShare",
    question: `${text}: the columns or the form of dates or amounts are probably not what they seem`,
    choices: [
      {
        value: `${usual}`,
        means: "the usual limit: correct the columns, ingest.dateFormat or the file first",
      },
      { value: `${limit}`, means: "go on without these rows, because they are worth nothing" },
    ],
  };
}
