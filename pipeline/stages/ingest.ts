import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.js";
import { ClvError } from "../errors.js";
import { readRates } from "../sources/read-rates.js";
import { writeRejectedRows } from "../sources/rejected-rows.js";
import { type StagedSource, stageSource } from "../sources/stage-source.js";
import { duplicateKeys, stagedRows, transactionColumns, withoutDuplicates } from "../sql/accepted-rows.js";
import { dayRange, rowsByReason, rowsOutOfWindow, transactionCounts } from "../sql/row-account.js";
import { id, type Sql, sql } from "../sql/sql.js";
import { transactions, windowOf } from "../sql/transactions.js";
import type { Stage, StageContext } from "../stage.js";
import type { Account, RejectedReason } from "./account.js";
import { checkRejected, checkStops } from "./rejection-limits.js";

/** Sources into `transactions` and `rejected_rows`, with an account of every row. */
export const ingest: Stage<never, "transactions" | "rejected_rows" | "account"> = {
  name: "ingest",
  reads: [],
  writes: ["transactions", "rejected_rows", "account"],
  async run(_, context) {
    const { engine, config, signal } = context;
    const work = join(context.runDir, "work");
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    const staged: StagedSource[] = [];
    try {
      const parsing = { rates: await readRates(config), maxDate: lastBelievableDay(config, context.today) };
      for (const [i, file] of context.sources.entries())
        staged.push(await stageSource(file, i, work, parsing, context));
      const rejected = await writeRejectedRows(staged, context);
      const rejectedBy = await rejectedReasons(context);
      const input = staged.reduce((sum, s) => sum + s.rows, 0);
      checkRejected(input, rejected, rejectedBy, config);
      checkStops(rejectedBy, config);

      const tables = staged.map((s) => s.table);
      const asOf = config.asOf ?? (await lastDay(tables, context));
      const last = config.ingest.until ?? asOf;
      const accepted = await acceptedRows(tables, context);
      const rows = await engine.materialize(
        { name: "transactions" },
        transactions(accepted.rows, windowOf(config.ingest.since, last), attributeNames(config)),
        signal,
      );
      const account = await takeAccount(staged, { input, rejected, rejectedBy, rows, asOf, last }, context);
      await engine.drop({ name: "duplicate_keys" });
      return {
        transactions: { table: "transactions", rows },
        rejected_rows: { table: "rejected_rows", rows: rejected },
        account,
      };
    } finally {
      for (const i of context.sources.keys())
        for (const name of [`staged_${i}`, `source_${i}`]) await engine.drop({ name }).catch(() => undefined);
      await rm(work, { recursive: true, force: true });
    }
  },
};

export function attributeNames(config: Config): string[] {
  return Object.keys(config.columns.attributes);
}

/** A later day than this cannot be an order's. */
function lastBelievableDay(config: Config, today: string): string {
  if (config.ingest.maxDate !== undefined) return config.ingest.maxDate;
  return config.asOf !== undefined && config.asOf > today ? config.asOf : today;
}

async function lastDay(tables: readonly Sql[], context: StageContext): Promise<string> {
  const [range] = await context.engine.rows(dayRange(tables), context.signal);
  if (typeof range?.last_day !== "string")
    throw new ClvError("NO_TRANSACTIONS", "no row of the log was accepted, so there is nothing to fit. See rejected_rows for the reasons.");
  return range.last_day;
}

/** Accepted rows with duplicates counted once; the second look is taken only where a key occurs twice. */
async function acceptedRows(tables: readonly Sql[], context: StageContext): Promise<{ rows: Sql }> {
  const { engine, config, signal } = context;
  const attributes = attributeNames(config);
  const plain = stagedRows(tables, transactionColumns(attributes));
  if (config.columns.order === undefined || config.ingest.duplicateOrders === "keep") return { rows: plain };
  const keys = id("duplicate_keys");
  await engine.execute(sql`create or replace table ${keys} as ${duplicateKeys(tables, config)}`, signal);
  const [count] = await engine.rows(sql`select count(*) as n from ${keys}`, signal);
  if (Number(count?.n) === 0) return { rows: plain };
  return { rows: withoutDuplicates(tables, keys, attributes, config) };
}

async function rejectedReasons(context: StageContext): Promise<RejectedReason[]> {
  const rows = await context.engine.rows(
    sql`select reason, count(*) as n, min(file) as file, arg_min(line, (file, line)) as line, arg_min(raw_text, (file, line)) as raw_text
from ${context.engine.dialect.table("rejected_rows")} group by reason order by count(*) desc, reason`,
    context.signal,
  );
  return rows.map((row) => ({
    reason: String(row.reason),
    rows: Number(row.n),
    example: { file: String(row.file), line: Number(row.line), text: String(row.raw_text).slice(0, 200) },
  }));
}

interface Counted {
  readonly input: number;
  readonly rejected: number;
  readonly rejectedBy: readonly RejectedReason[];
  readonly rows: number;
  readonly asOf: string;
  readonly last: string;
}

/** Counts every destination on its own and refuses to go on when they do not add up to the input. */
async function takeAccount(staged: readonly StagedSource[], counted: Counted, context: StageContext): Promise<Account> {
  const { engine, config, signal } = context;
  const tables = staged.map((s) => s.table);
  const [window] = await engine.rows(rowsOutOfWindow(tables, config.ingest.since, counted.last), signal);
  const [kept] = await engine.rows(transactionCounts(engine.dialect.table("transactions")), signal);
  const [range] = await engine.rows(
    sql`select cast(min(day) as varchar) as first_day from ${engine.dialect.table("transactions")}`,
    signal,
  );
  const reasons = await engine.rows(rowsByReason(tables), signal);
  const parsed = reasons.reduce((sum, r) => sum + Number(r.n), 0);
  const unsplittable = staged.reduce((sum, s) => sum + (s.source.unsplittable?.rows ?? 0), 0);
  const good = Number(reasons.find((r) => r.reason === null)?.n ?? 0);
  const before = Number(window?.before_window ?? 0);
  const after = Number(window?.after_window ?? 0);
  const orders = Number(kept?.orders ?? 0);
  const sameDay = orders - counted.rows;
  const duplicates = good - before - after - orders;
  const balanced = counted.input === parsed + unsplittable && counted.rejected === parsed - good + unsplittable;
  if (!balanced || duplicates < 0)
    throw new Error(
      `rows do not add up: ${counted.input} read, ${counted.rows} accepted, ${sameDay} + ${duplicates} merged, ` +
        `${counted.rejected} rejected, ${before + after} out of window`,
    );
  if (config.ingest.afterAsOf === "stop" && after > 0 && config.ingest.until === undefined)
    throw new ClvError(
      "TOO_MANY_REJECTED",
      `${after} of ${counted.input} rows are after asOf ${counted.asOf} and ingest.afterAsOf is "stop". ` +
        "Set ingest.until to that date, move asOf, or let them be dropped.",
    );
  if (counted.rows === 0)
    throw new ClvError(
      "NO_TRANSACTIONS",
      `none of ${counted.input} rows falls on or before ${counted.last}` +
        (config.ingest.since === undefined ? "" : ` and on or after ${config.ingest.since}`) +
        ` (${before + after} are outside, ${counted.rejected} were rejected). Check asOf, since and until.`,
    );
  return {
    input: counted.input,
    accepted: counted.rows,
    rejected: counted.rejected,
    merged: sameDay + duplicates,
    outOfWindow: before + after,
    mergedBy: { sameDay, duplicates },
    outOfWindowBy: { before, after },
    rejectedBy: counted.rejectedBy,
    refunds: Number(kept?.refunds ?? 0),
    amount: Number(kept?.amount ?? 0),
    currency: config.currency.base,
    files: staged.map((s) => ({ name: s.file.name, rows: s.rows })),
    firstDay: String(range?.first_day),
    asOf: counted.asOf,
  };
}
