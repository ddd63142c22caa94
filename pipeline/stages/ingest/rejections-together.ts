import type { RejectedReason } from "../../artifacts/account.js";
import type { Config } from "../../config/config.js";
import { ClvError } from "../../errors.js";
import type { StagedSource } from "../../sources/stage-source.js";
import { rejectedTexts, rejectionsByMonth } from "../../sql/rejection-places.js";
import type { Sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";
import { inOneLine } from "../../text/visible-text.js";
import { findCluster } from "./clusters.js";
import { reasonLines } from "./reason-lines.js";
import { rejectedField } from "./rejected-field.js";
import { askedFor } from "./rejection-limits.js";
import { rejectionsInFiles, type Slicing } from "./rejections-in-files.js";
import { commonSpelling } from "./spellings.js";

/** Rows of nobody come in runs, an order of many lines for one, so that only long stretches of them say something. */
const ofNobody: ReadonlySet<string> = new Set(["MISSING_CUSTOMER", "PLACEHOLDER_CUSTOMER"]);
const fine: Slicing = { slices: 200, leastLines: 5 };
const coarse: Slicing = { slices: 20, leastLines: 100 };
/** Rejected texts whose spelling is compared. */
const mostTexts = 2000;

interface Rejections {
  readonly staged: readonly StagedSource[];
  readonly tables: readonly Sql[];
  readonly by: readonly RejectedReason[];
}

/**
 * Stops a run whose rejected rows lie together, whatever their share: at the end of a file or somewhere in it, in one file of
 * many, in a month, or in rows that write a column in one other way. A few per cent in one place are a part of the log that was
 * not understood; the same share all over it are slips.
 * @throws ClvError TOO_MANY_REJECTED unless ingest.clusteredRejections is "warn"
 */
export async function checkRejectionsTogether(found: Rejections, context: StageContext): Promise<void> {
  const unasked = found.by.filter(({ reason }) => !askedFor.has(reason));
  if (unasked.length === 0) return;
  const reasons = unasked.map(({ reason }) => reason);
  const places = await otherSpellings(found.staged, unasked, context);
  for (const [some, slicing] of [
    [reasons.filter((reason) => !ofNobody.has(reason)), fine],
    [reasons.filter((reason) => ofNobody.has(reason)), coarse],
  ] as const) {
    if (some.length === 0) continue;
    places.push(...(await rejectionsInFiles(found.staged, some, slicing, context)));
    places.push(...(await inAMonth(found.tables, some, context)));
  }
  if (places.length === 0) return;
  if (context.config.ingest.clusteredRejections === "warn") for (const place of places) context.warn(place);
  else
    throw new ClvError(
      "TOO_MANY_REJECTED",
      `${places.join("\n")}\n${reasonLines(unasked)}\n${say("data.together.next")}`,
    );
}

/** Rows that write a date or an amount in one form that is not the log's. */
async function otherSpellings(
  staged: readonly StagedSource[],
  unasked: readonly RejectedReason[],
  { engine, config, signal }: StageContext,
): Promise<string[]> {
  const rejected = engine.dialect.table("rejected_rows");
  const files = staged.map(({ file }) => file);
  const places: string[] = [];
  for (const { reason } of unasked) {
    const columns = columnsRead(reason, config);
    if (columns.length === 0) continue;
    const isMeant = (text: string): boolean => meantFor[reason]!.test(text);
    const rows = await engine.rows(rejectedTexts(engine.dialect, rejected, reason, mostTexts), signal);
    const texts = rows.map((row) => ({
      file: String(row.file),
      line: row.line === null ? null : Number(row.line),
      text: String(row.raw_text),
    }));
    for (const column of columns) {
      const fields = await rejectedField(texts, column, files, config);
      const spelling = commonSpelling(fields.filter(({ text }) => isMeant(text)));
      if (spelling === null) continue;
      const { form, first } = spelling;
      const where = first.line === null ? first.file : `${first.file}:${first.line}`;
      places.push(say("data.together.spelling", spelling.rows, reason, `${column}`, inOneLine(form), where));
    }
  }
  return places;
}

/** What a text is like that is meant for a date or an amount; a plain number was read, so that another column was not. */
const meantFor: Readonly<Record<string, RegExp>> = {
  UNPARSABLE_DATE: /\d\D+\d|^\s*\d{5,}/,
  UNPARSABLE_AMOUNT: /\d\D|\D\d/,
};

function columnsRead(reason: string, { columns }: Config): (string | number)[] {
  const { date, amount, quantity, unitPrice } = columns;
  const read =
    reason === "UNPARSABLE_DATE"
      ? [date]
      : reason === "UNPARSABLE_AMOUNT"
        ? [amount, quantity, unitPrice]
        : [];
  return read.filter((column) => column !== undefined);
}

async function inAMonth(
  tables: readonly Sql[],
  reasons: readonly string[],
  { engine, signal }: StageContext,
): Promise<string[]> {
  const months = await engine.rows(rejectionsByMonth(tables, reasons), signal);
  const cluster = findCluster(
    months.map((row) => Number(row.n)),
    months.map((row) => Number(row.rejected)),
  );
  if (cluster === null) return [];
  const { from, to, rejected, rows } = cluster;
  const why = months.slice(from, to + 1).flatMap((row) => (row.reason === null ? [] : [String(row.reason)]));
  return [
    say("data.together.months", rejected, rows, [`${months[from]!.month}`, `${months[to]!.month}`], why),
  ];
}
