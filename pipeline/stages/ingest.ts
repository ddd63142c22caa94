import { rm } from "node:fs/promises";
import {
  type Account,
  type DuplicateFile,
  exampleLength,
  type RejectedReason,
} from "../artifacts/account.js";
import { countedPeriod } from "../config/billing.js";
import type { Config } from "../config/config.js";
import { hasMoney } from "../config/questions.js";
import type { Row } from "../engines/engine.js";
import { ClvError } from "../errors.js";
import { makePrivateFolder } from "../files/folders.js";
import { recordIngested } from "../ingested/run-readings.js";
import { workFolder } from "../runs/layout.js";
import { readRates } from "../sources/read-rates.js";
import { sourceTable } from "../sources/read-typed.js";
import { dropRejected } from "../sources/rejected-rows.js";
import { sourceKinds } from "../sources/source-kinds.js";
import { type StagedSource, stagedTable } from "../sources/stage-source.js";
import { duplicateKeys, stagedRows, transactionColumns, withoutDuplicates } from "../sql/accepted-rows.js";
import { correctedOrders, withoutCorrected } from "../sql/corrected-orders.js";
import { refundedColumns, withRefunds } from "../sql/refunded-amounts.js";
import {
  dayRange,
  rejectedReasons,
  rowsByReason,
  rowsOutOfWindow,
  transactionCounts,
} from "../sql/row-account.js";
import { id, type Sql } from "../sql/sql.js";
import { transactions, transactionsInOrder, windowOf } from "../sql/transactions.js";
import type { Stage, StageContext } from "../stage.js";
import { daysBetween } from "../time/calendar.js";
import { lastCompleteDay } from "../time/period.js";
import { checkAbsurd } from "./ingest/absurd-amounts.js";
import { refuseFuture, warnOfDistance } from "./ingest/as-of.js";
import { countRefunded, partsIn, type Written, written } from "./ingest/counted-rows.js";
import { keptOf } from "./ingest/kept-columns.js";
import { warnOfLostDigits } from "./ingest/lost-digits.js";
import { readSources } from "./ingest/read-sources.js";
import { checkRejected, checkStops } from "./ingest/rejection-limits.js";
import { checkRejectionsTogether } from "./ingest/rejections-together.js";

/** Sources into `transactions` and `rejected_rows`, with an account of every row. */
export const ingest: Stage<never, "transactions" | "rejected_rows" | "account"> = {
  name: "ingest",
  reads: [],
  writes: ["transactions", "rejected_rows", "account"],
  async run(_, context) {
    const { engine, config, signal } = context;
    refuseFuture(context);
    const work = workFolder(context.runDir);
    await rm(work, { recursive: true, force: true });
    await makePrivateFolder(work);
    try {
      const parsing = {
        rates: await readRates(config, context.rates[0]),
        maxDate: lastBelievableDay(config, context.today),
      };
      const { staged, rejected, duplicateFiles, readings } = await readSources(parsing, work, context);
      const rejectedBy = await reasonsWithExamples(context);
      const input = staged.reduce((sum, s) => sum + s.rows, 0);
      checkRejected(input, rejected, rejectedBy, config);
      checkStops(rejectedBy, config);

      const tables = staged.map((s) => s.table);
      await checkRejectionsTogether({ staged, tables, by: rejectedBy }, context);
      await checkAbsurd(tables, rejectedBy, context);
      const reasons = await engine.rows(rowsByReason(tables), signal);
      const current = await currentRows(tables, context);
      const asOf = observationEnd(config.asOf ?? (await lastDay(current, context)), context);
      const last = config.ingest.until ?? asOf;
      const window = await outOfWindow(tables, last, context);
      const parts = partsIn(reasons);
      const written = await writeTransactions(staged, current, { rejected, parts, window, last }, context);
      const account = await takeAccount(
        staged,
        { input, rejected, rejectedBy, parts, written, asOf, last, window, reasons, duplicateFiles },
        context,
      );
      await engine.drop(duplicates);
      await engine.drop(corrected);
      await recordIngested({ readings, last }, context);
      return {
        transactions: { table: "transactions", rows: written.rows },
        rejected_rows: { table: "rejected_rows", rows: rejected },
        account,
      };
    } finally {
      for (const [i, file] of context.sources.entries()) {
        await engine.drop({ name: stagedTable(i) }).catch(() => undefined);
        await dropRejected(stagedTable(i), context).catch(() => undefined);
        if (sourceKinds[file.format].isLoaded)
          await engine.drop({ name: sourceTable(i) }).catch(() => undefined);
      }
      await rm(work, { recursive: true, force: true });
    }
  },
};

const [duplicates, corrected] = [{ name: "duplicate_keys" }, { name: "corrected_orders" }];

/** A later day than this cannot be an order's. */
function lastBelievableDay(config: Config, today: string): string {
  return config.ingest.maxDate ?? (config.asOf !== undefined && config.asOf > today ? config.asOf : today);
}

/** Days that the end of the observation moves back without a warning. */
const mostMoved = 31;

/** asOf, or the end of the last complete period before it where the model counts calendar periods. */
function observationEnd(asOf: string, { config, log, warn }: StageContext): string {
  const period = countedPeriod(config);
  if (period === null) return asOf;
  const end = lastCompleteDay(asOf, period);
  const far = daysBetween(end, asOf) > mostMoved;
  if (end !== asOf) (far ? warn : log)(`the ${period} of ${asOf} is not over: observation ends on ${end}`);
  return end;
}

async function lastDay(tables: readonly Sql[], context: StageContext): Promise<string> {
  const { until } = context.config.ingest;
  const [range] = await context.engine.rows(dayRange(tables, until), context.signal);
  if (typeof range?.last_day !== "string")
    throw new ClvError(
      "NO_TRANSACTIONS",
      `no row of the log was accepted${until === undefined ? "" : ` up to ingest.until ${until}`}, ` +
        "so there is nothing to fit. See rejected_rows for the reasons.",
    );
  return range.last_day;
}

interface OutOfWindow {
  readonly before: number;
  readonly after: number;
}

async function outOfWindow(
  tables: readonly Sql[],
  last: string,
  { engine, config, signal }: StageContext,
): Promise<OutOfWindow> {
  const [row] = await engine.rows(rowsOutOfWindow(tables, config.ingest.since, last), signal);
  return { before: Number(row?.before_window ?? 0), after: Number(row?.after_window ?? 0) };
}

/** The staged rows that no later file corrects, where that is what the config says of an order in several files. */
async function currentRows(
  tables: readonly Sql[],
  { engine, config, signal }: StageContext,
): Promise<readonly Sql[]> {
  const correcting = config.columns.order !== undefined && config.ingest.duplicateOrders === "last-file";
  if (!correcting || tables.length === 1) return tables;
  if ((await engine.materialize(corrected, correctedOrders(tables), signal)) === 0) return tables;
  return tables.map((table, i) => withoutCorrected(table, i, engine.dialect.table(corrected.name)));
}

/** The accepted rows; a single staged source of which every row is accepted becomes the table as it is. */
async function writeTransactions(
  staged: readonly StagedSource[],
  current: readonly Sql[],
  { rejected, parts, window, last }: { rejected: number; parts: number; window: OutOfWindow; last: string },
  context: StageContext,
): Promise<Written> {
  const { engine, config, signal } = context;
  const table = { name: "transactions" };
  const [only, second] = staged;
  const { order, refunded } = config.columns;
  const whole = rejected + parts + window.before + window.after === 0 && !order && refunded === undefined;
  if (only && !second && whole && engine.readsFiles && only.isBare) {
    await engine.rename({ name: only.tableName }, table);
    return written(only.rows);
  }
  const { accepted, asStaged } = await acceptedRows(staged, current, context);
  const inWindow = windowOf(config.ingest.since, last);
  const [attributes, money, margin] = keptOf(config);
  if (refunded === undefined) return written(await engine.materialize(table, made(accepted), signal));
  const rows = await engine.materialize(table, made(withRefunds(accepted, attributes, margin)), signal);
  return written(rows, await countRefunded(accepted, inWindow, context));

  function made(select: Sql): Sql {
    const made = transactions(select, inWindow, attributes, money, margin);
    const isRead = asStaged && !refunded;
    return engine.keepsOrder && !isRead ? transactionsInOrder(made, attributes, money, margin) : made;
  }
}

/** Accepted rows, with a second look only where a key occurs twice; and whether they are in the order of the files. */
async function acceptedRows(
  staged: readonly StagedSource[],
  tables: readonly Sql[],
  { engine, config, signal }: StageContext,
): Promise<{ accepted: Sql; asStaged: boolean }> {
  const [attributes, money, margin] = keptOf(config);
  const columns = config.columns.refunded
    ? refundedColumns(attributes, margin)
    : transactionColumns(attributes, money, margin);
  const asStaged = tables.every((table, i) => table === staged[i]?.table);
  const plain = { accepted: stagedRows(tables, columns), asStaged };
  if (!mergesOrders(config)) return plain;
  const keys = id(duplicates.name);
  if ((await engine.materialize(duplicates, duplicateKeys(tables, config), signal)) === 0) return plain;
  return { accepted: withoutDuplicates(tables, keys, columns, config, money), asStaged: false };
}

function mergesOrders({ columns, ingest }: Config): boolean {
  return columns.order !== undefined && ingest.duplicateOrders !== "keep";
}

async function reasonsWithExamples({ engine, signal }: StageContext): Promise<RejectedReason[]> {
  const rows = await engine.rows(
    rejectedReasons(engine.dialect, engine.dialect.table("rejected_rows")),
    signal,
  );
  return rows.map((row) => ({
    reason: String(row.reason),
    rows: Number(row.n),
    example: {
      file: String(row.file),
      line: row.line === null ? null : Number(row.line),
      text: String(row.raw_text).slice(0, exampleLength),
    },
  }));
}

interface Counted {
  readonly input: number;
  readonly rejected: number;
  readonly rejectedBy: readonly RejectedReason[];
  readonly parts: number;
  readonly written: Written;
  readonly asOf: string;
  readonly last: string;
  readonly window: OutOfWindow;
  readonly reasons: readonly Row[];
  readonly duplicateFiles: readonly DuplicateFile[];
}

/** Counts every destination on its own and refuses to go on when they do not add up to the input. */
async function takeAccount(
  staged: readonly StagedSource[],
  counted: Counted,
  context: StageContext,
): Promise<Account> {
  const { engine, config, signal } = context;
  const money = hasMoney(config);
  const [kept] = await engine.rows(transactionCounts(engine.dialect.table("transactions"), money), signal);
  if (money)
    await warnOfLostDigits(staged, Number(kept?.size ?? 0) / Math.max(1, counted.written.rows), context);
  const { before, after } = counted.window;
  const parsed = counted.reasons.reduce((sum, r) => sum + Number(r.n), 0);
  const unsplittable = staged.reduce((sum, s) => sum + s.unsplittable, 0);
  const good = Number(counted.reasons.find((r) => r.reason === null)?.n ?? 0);
  const { rows, refunded } = counted.written;
  const accepted = rows - refunded.orders;
  const duplicates = good - before - after - accepted;
  const balanced =
    counted.input === parsed + unsplittable &&
    counted.rejected === parsed - good - counted.parts + unsplittable;
  if (!balanced || duplicates < 0 || (duplicates > 0 && !mergesOrders(config)))
    throw new Error(
      `rows do not add up: ${counted.input} read, ${accepted} accepted, ${duplicates} merged, ${counted.parts} parts of orders, ` +
        `${counted.rejected} rejected, ${before + after} out of window`,
    );
  if (config.ingest.afterAsOf === "stop" && after > 0 && config.ingest.until === undefined)
    throw new ClvError(
      "TOO_MANY_REJECTED",
      `${after} of ${counted.input} rows are after asOf ${counted.asOf} and ingest.afterAsOf is "stop". ` +
        "Set ingest.until to that date, move asOf, or let them be dropped.",
    );
  if (accepted === 0)
    throw new ClvError(
      "NO_TRANSACTIONS",
      `none of ${counted.input} rows falls on or before ${counted.last}` +
        (config.ingest.since === undefined ? "" : ` and on or after ${config.ingest.since}`) +
        ` (${before + after} are outside, ${counted.rejected} were rejected). Check asOf, since and until.`,
    );
  if (config.asOf !== undefined)
    warnOfDistance(String(kept?.first_day), String(kept?.last_day), counted.asOf, context.warn);
  return {
    input: counted.input,
    accepted,
    rejected: counted.rejected,
    forgotten: Number(counted.reasons.find((r) => r.reason === "FORGOTTEN")?.n ?? 0),
    merged: duplicates,
    parts: counted.parts,
    outOfWindow: before + after,
    outOfWindowBy: { before, after },
    rejectedBy: counted.rejectedBy,
    refunds: Number(kept?.refunds ?? 0),
    ...(money && { amount: Number(kept?.amount ?? 0), refunded }),
    currency: money ? (config.currency.base ?? "") : null,
    files: staged.map((s) => ({ name: s.file.name, rows: s.rows })),
    duplicateFiles: counted.duplicateFiles,
    firstDay: String(kept?.first_day),
    asOf: counted.asOf,
  };
}
