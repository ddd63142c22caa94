import { configSchema } from "../../pipeline/config/config.js";
import { amountScale, lostDigits } from "../../pipeline/sql/amount-scale.js";
import { mostOrders, similarIds } from "../../pipeline/sql/customer-id.js";
import type { Dialect } from "../../pipeline/sql/dialect.js";
import { exactSum } from "../../pipeline/sql/exact-sum.js";
import { exactAmount, type MappedColumns, parseRows } from "../../pipeline/sql/parse-rows.js";
import { refundedCounts } from "../../pipeline/sql/refunded-amounts.js";
import {
  rejectedTexts,
  rejectionsByFile,
  rejectionsByMonth,
  rejectionsBySlice,
} from "../../pipeline/sql/rejection-places.js";
import { id, list, lit, raw, type Sql, sql } from "../../pipeline/sql/sql.js";
import { nastyAmounts, nastyDays, nastyIds } from "./nasty-texts.js";

const statuses = ["paid", "Void", " VOID\u00a0", "ANNULÉ", "Annulé", "annulé", null];

/** Rows whose every value is written as exports write them. */
function rows(): (string | null)[][] {
  const at = <T>(of: readonly T[], i: number): T => of[i % of.length]!;
  const days = ["2024-01-05", "5.2.2024", "\u00a02024-03-31 02:30:00", "45292", "2024-06-01T23:30:00Z"];
  return nastyAmounts.flatMap((amount, i) => [
    [at(nastyIds, i), at(days, i), amount, at(["0", "", "-1.50", "2", "x"], i), at(statuses, i)],
    [at(nastyIds, i + 1), at(nastyDays, i), `${i % 90}.25`, null, "paid"],
  ]);
}

const names = ["customer", "ordered", "amount", "refunded", "status"];
const text = (name: string) => ({ value: id(name), type: "text" as const });
const columns: MappedColumns = {
  customer: text("customer"),
  date: text("ordered"),
  amount: text("amount"),
  quantity: null,
  unitPrice: null,
  order: null,
  currency: null,
  refunded: text("refunded"),
  excluded: [{ column: text("status"), values: ["void", "annulé"] }],
  attributes: {},
  all: names.map(id),
  line: raw("line"),
  broken: null,
  rawText: names.map((name) => ({ name, value: id(name) })),
};
const config = configSchema.parse({
  currency: { base: "EUR" },
  ingest: {
    dateFormat: ["iso", "%d.%m.%Y", "excel"],
    foldIds: ["decimals", "leading-zeros", "email-case"],
  },
});
const cents = configSchema.parse({ currency: { base: "EUR" }, ingest: { amountFactor: 0.01 } });
const maxDate = "2024-12-31";
const parsed = (d: Dialect, with_: typeof config): Sql =>
  parseRows(d, id("wild_orders"), columns, with_, { rates: null, maxDate });

/** Tables of one log in every spelling of the grammars of amounts, dates and ids. */
export const wildTables: readonly { readonly table: string; readonly select: (dialect: Dialect) => Sql }[] = [
  {
    table: "wild_orders",
    select: () =>
      sql`select ${list([...names, "line"].map(id))} from (values ${list(
        rows().map((row, i) => sql`(${list(row.map(lit))}, cast(${i + 1} as bigint))`),
      )}) v(${list([...names, "line"].map(id))})`,
  },
  { table: "staged_wild", select: (d) => parsed(d, config) },
  { table: "staged_cents", select: (d) => parsed(d, cents) },
  {
    table: "staged_bare",
    select: (d) =>
      parseRows(d, id("wild_orders"), { ...columns, amount: null, refunded: null }, config, {
        rates: null,
        maxDate,
      }),
  },
  {
    table: "rejected_wild",
    select: () =>
      list(
        ["é.csv", "Z.csv", "a.csv", "A-1.csv", "A 1.csv"].map(
          (file) =>
            sql`select cast(${file} as varchar) as file, line, reason, raw_text from ${id("staged_wild")} where reason is not null`,
        ),
        "\nunion all ",
      ),
  },
  {
    table: "wild_customers",
    select: () =>
      sql`select customer_id, count(*) as orders from ${id("staged_bare")} where customer_id is not null group by customer_id`,
  },
  {
    table: "wild_ids",
    select: () =>
      sql`select v as customer_id, cast(i as bigint) as orders from (values ${list(
        nastyIds.map((value, i) => sql`(${i}, ${value})`),
      )}) v(i, v)`,
  },
];

const reasons = ["UNPARSABLE_DATE", "UNPARSABLE_AMOUNT", "ABSURD_AMOUNT", "EXCLUDED"];

/** Statements over those tables, whose rows are equal. */
export const wildComparisons: Readonly<Record<string, (dialect: Dialect) => Sql>> = {
  "rejections by file": (d) => rejectionsByFile(d, id("rejected_wild"), reasons),
  "rejections by slice": () => rejectionsBySlice(id("rejected_wild"), "é.csv", 37, reasons),
  "rejections by month": () => rejectionsByMonth([id("staged_wild"), id("staged_cents")], reasons),
  "texts of rejected rows": (d) =>
    sql`select file, line from (${rejectedTexts(d, id("rejected_wild"), "UNPARSABLE_DATE", 50)}) r order by ${d.byBytes(raw("file"))}, line`,
  "ids of several spellings": (d) => similarIds(d, id("wild_customers")),
  "ids as they are written": (d) => similarIds(d, id("wild_ids")),
  "the customer with most orders": () => mostOrders(id("wild_customers")),
  "scale of amounts": () => amountScale([id("staged_wild"), id("staged_cents")]),
  "digits that are lost": (d) => lostDigits(id("wild_orders"), exactAmount(d, columns, cents)),
  "refunded amounts": () =>
    refundedCounts(sql`select * from ${id("staged_wild")} where reason is null`, raw("1 = 1")),
  "an exact sum": () =>
    sql`select ${exactSum(raw("cast(line as double precision) / 3"))} as a, ${exactSum(raw("cast(null as double precision)"))} as b, ${exactSum(raw("case when line = 7 then cast('1e300' as double precision) else line end"))} as c from ${id("wild_orders")}`,
};
