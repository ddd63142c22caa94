import type { Config } from "../config/config.js";
import { usualMaxAmount } from "./amount-scale.js";
import { foldedId, isPlaceholder } from "./customer-id.js";
import type { Dialect, NamedValue, SourceType } from "./dialect.js";
import { type ExcludedColumn, isExcluded } from "./excluded-rows.js";
import { partReason } from "./order-parts.js";
import { dayOf, looksLikeDate } from "./parse-day.js";
import { id, list, lit, raw, type Sql, sql } from "./sql.js";

/** A column of the source: the expression that reads it, and its type there. */
export interface SourceColumn {
  readonly value: Sql;
  readonly type: SourceType;
  /** The value as people write it, where casting to text writes it otherwise: 12345 for a DOUBLE that is whole. */
  readonly text?: Sql | undefined;
}

/** The mapped columns of one source file, resolved to expressions over its relation. */
export interface MappedColumns {
  readonly customer: SourceColumn;
  readonly date: SourceColumn;
  readonly amount: SourceColumn | null;
  readonly quantity: SourceColumn | null;
  readonly unitPrice: SourceColumn | null;
  readonly order: SourceColumn | null;
  readonly currency: SourceColumn | null;
  /** The refunded part of the amount. */
  readonly refunded?: SourceColumn | null;
  /** The contribution margin of the amount, or in its place what the goods cost. */
  readonly margin?: SourceColumn | null;
  readonly cost?: SourceColumn | null;
  /** Columns with values for which a row does not count. */
  readonly excluded?: readonly ExcludedColumn[];
  /** Whether a row is but a part of an order above it; undefined where no row is. */
  readonly part?: Sql;
  readonly attributes: Readonly<Record<string, SourceColumn>>;
  /** Every column of the file, to recognise identical rows. */
  readonly all: readonly Sql[];
  /** The line or row number, where the relation knows it. */
  readonly line: Sql | null;
  /** A condition under which the row cannot be read at all, with its reason. */
  readonly broken: { readonly when: Sql; readonly reason: ReasonCode } | null;
  /** Columns that raw_text shows of a rejected row, for a source without text of its own. */
  readonly rawText?: readonly NamedValue[] | undefined;
}

/** Why a row was rejected, as stored in rejected_rows.reason. */
export const reasonCodes = [
  "MISSING_CUSTOMER",
  "PLACEHOLDER_CUSTOMER",
  "UNPARSABLE_DATE",
  "IMPOSSIBLE_DATE",
  "UNPARSABLE_AMOUNT",
  "ABSURD_AMOUNT",
  "UNKNOWN_CURRENCY",
  "ZERO_AMOUNT",
  "REFUND",
  "EXCLUDED",
  "INVALID_JSON",
  "TOO_FEW_FIELDS",
  "TOO_MANY_FIELDS",
  "UNCLOSED_QUOTE",
  "INVALID_ENCODING",
  "NUL_BYTE",
  "LINE_TOO_LONG",
  "FORGOTTEN",
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

export interface ParseOptions {
  /** Rate to the base currency, or null when there is only one currency. */
  readonly rates: ((currency: Sql, day: Sql) => Sql) | null;
  /** The latest believable day, yyyy-mm-dd. */
  readonly maxDate: string;
}

/** Prefix of attribute columns inside the run, so that no attribute can collide with a column of ours. */
export const attributeColumn = (name: string): string => `attr_${name}`;

/**
 * One row per source row: customer_id, day, amount (base currency), is_refund, reason (NULL when accepted), and where
 * they are needed refunded (base currency, not below 0), margin (base currency; NULL where it is not said), order_key, row_hash, line, the attributes, and raw_text (the row as JSON where it is rejected, else NULL).
 * `relation` yields the source columns.
 */
export function parseRows(
  dialect: Dialect,
  relation: Sql,
  columns: MappedColumns,
  config: Config,
  options: ParseOptions,
): Sql {
  const { ingest } = config;
  const text = (c: SourceColumn): Sql => dialect.cleanText(c.text ?? c.value, ingest.nullTokens);
  const { cancelPrefix } = ingest;
  const isCancelled =
    columns.order !== null && cancelPrefix !== undefined
      ? sql`coalesce(left(order_key, ${[...cancelPrefix].length}) = ${cancelPrefix}, false)`
      : null;
  const dedupe = columns.order !== null && ingest.duplicateOrders !== "keep";
  const attributes = Object.entries(columns.attributes);

  const read: Sql[] = [sql`${foldedId(dialect, text(columns.customer), ingest.foldIds)} as customer_id`];
  read.push(
    sql`${dayOf(dialect, columns.date, {
      formats: [ingest.dateFormat].flat(),
      timeZone: config.timeZone,
      sourceTimeZone: ingest.sourceTimeZone ?? config.timeZone,
    })} as day`,
  );
  read.push(sql`${amountExpression(dialect, columns, config)} as amount_parsed`);
  read.push(sql`${columns.date.value} as date_read`);
  amountColumns(columns).forEach((c, i) => {
    read.push(sql`${c.value} as ${amountRead(i)}`);
  });
  if (columns.order) read.push(sql`${text(columns.order)} as order_key`);
  if (columns.currency) read.push(sql`${text(columns.currency)} as currency`);
  if (dedupe) read.push(sql`${dialect.hash(columns.all)} as row_hash`);
  if (columns.line) read.push(sql`${columns.line} as line`);
  read.push(sql`${columns.broken ? columns.broken.when : raw("FALSE")} as is_broken`);
  if (columns.excluded?.length) read.push(sql`${isExcluded(dialect, columns.excluded)} as is_excluded`);
  if (columns.part) read.push(sql`${columns.part} as is_part`);
  if (columns.refunded) {
    const { value, type } = columns.refunded;
    read.push(
      sql`${text(columns.refunded)} as refunded_read`,
      sql`${partOfAmount(dialect, columns, config, value, type)} as refunded_parsed`,
    );
  }
  const ofMargin = columns.margin ?? columns.cost;
  if (ofMargin)
    read.push(sql`${partOfAmount(dialect, columns, config, ofMargin.value, ofMargin.type)} as margin_parsed`);
  for (const [name, column] of attributes) read.push(sql`${text(column)} as ${id(attributeColumn(name))}`);
  // read as they are, and made a text once it is known which rows are rejected
  const shown = columns.rawText?.map((c, i) => ({ name: c.name, value: raw(`raw_${i}`) }));
  columns.rawText?.forEach((c, i) => {
    read.push(sql`${c.value} as ${raw(`raw_${i}`)}`);
  });

  const signed = isCancelled
    ? sql`case when ${isCancelled} then -abs(amount_parsed) else amount_parsed end`
    : raw("amount_parsed");
  const isRefund = isCancelled ? sql`(amount < 0 or ${isCancelled})` : raw("amount < 0");
  const rate = options.rates?.(raw("currency"), raw("day"));
  const amount = sql`cast(${converted(dialect, signed, rate)} as decimal(18,4))`;
  const rated = rate ? sql`(select *, ${rate} as rate from parsed${dialect.fence})` : raw("parsed");
  const joined = sql`(select p.*, ${amount} as amount${columns.refunded ? sql`, ${refundedAmount(dialect, rate)} as refunded` : raw("")}${ofMargin ? sql`, cast(${converted(dialect, raw("margin_parsed"), rate)} as decimal(18,4)) as margin_part` : raw("")} from ${rated} p${dialect.fence})`;
  const money = amountColumns(columns).length > 0;
  const kept = [raw("customer_id"), raw("day"), ...(money ? [raw("amount")] : []), raw("is_refund")];
  if (columns.refunded) kept.push(raw("refunded"));
  if (ofMargin) kept.push(raw("margin"));
  if (columns.order) kept.push(raw("order_key"));
  if (dedupe) kept.push(raw("row_hash"));
  if (columns.line) kept.push(raw("line"));
  for (const [name] of attributes) kept.push(id(attributeColumn(name)));
  const worked: Readonly<Record<string, Sql>> = {
    is_refund: sql`${isRefund} as is_refund`,
    margin: columns.margin
      ? raw("margin_part as margin")
      : raw("cast(amount - margin_part as decimal(18,4)) as margin"),
    refunded: sql`cast(case when ${isRefund} then 0 else refunded end as decimal(18,4)) as refunded`,
  };
  const made = kept.map((column) => worked[column.text] ?? column);
  const all = sql`select ${list([...made, ...(shown ?? []).map((c) => c.value)])}, ${reason(dialect, columns, isRefund, config, options)} as reason
from ${joined} a`;
  const rows = shown
    ? sql`select ${list(kept)}, reason, case when reason is not null then ${dialect.rowJson(shown)} end as raw_text
from (${all}${dialect.fence}) r`
    : all;
  return sql`with parsed as (select ${list(read)} from ${relation}${dialect.fence})
${rows}`;
}

/** In the unit and the currency of the amount. */
function partOfAmount(
  dialect: Dialect,
  columns: MappedColumns,
  config: Config,
  value: Sql,
  type: SourceType,
): Sql {
  const { amountFactor, decimalSeparator } = config.ingest;
  const number = (scale: 4 | 8): Sql =>
    dialect.parseDecimal(value, type, decimalSeparator, scale, baseOfTexts(columns, config));
  return amountFactor === 1
    ? number(4)
    : dialect.tryDecimal(sql`${double(number(8))} * ${double(lit(amountFactor))}`);
}

/** What was refunded of an amount, in the base currency; 0 where nothing is written, whatever its sign. */
function refundedAmount(dialect: Dialect, rate: Sql | undefined): Sql {
  const inBase = converted(dialect, raw("refunded_parsed"), rate);
  return sql`case when refunded_read is null then cast(0 as decimal(18,4)) else cast(abs(${inBase}) as decimal(18,4)) end`;
}

/** In the base currency. */
function converted(dialect: Dialect, parsed: Sql, rate: Sql | undefined): Sql {
  return rate ? dialect.tryDecimal(sql`${double(parsed)} * rate`) : parsed;
}

/** The columns that amounts are read from; none where the log has no amounts. */
function amountColumns(columns: MappedColumns): readonly SourceColumn[] {
  if (columns.amount) return [columns.amount];
  if (columns.quantity && columns.unitPrice) return [columns.quantity, columns.unitPrice];
  return [];
}

const amountRead = (index: number): Sql => raw(`amount_read_${index}`);

/**
 * The amount, or quantity times unit price, each with eight decimals so that 1000 pieces at 0.00125 are 1.25. Without
 * amounts 0, which is not kept.
 */
function amountExpression(dialect: Dialect, columns: MappedColumns, config: Config): Sql {
  const read = amountColumns(columns);
  if (read.length === 0) return raw("cast(0 as decimal(18,4))");
  if (read.length > 1 || config.ingest.amountFactor !== 1)
    return dialect.tryDecimal(exactAmount(dialect, columns, config));
  return list(amountNumbers(dialect, columns, config, 4));
}

/** The amount with more than the four decimals that are kept, as a double. */
export function exactAmount(dialect: Dialect, columns: MappedColumns, config: Config): Sql {
  const { amountFactor } = config.ingest;
  const factors = amountFactor === 1 ? [] : [double(lit(amountFactor))];
  return list([...amountNumbers(dialect, columns, config, 8).map(double), ...factors], " * ");
}

function amountNumbers(dialect: Dialect, columns: MappedColumns, config: Config, scale: 4 | 8): Sql[] {
  const { decimalSeparator } = config.ingest;
  const base = baseOfTexts(columns, config);
  return amountColumns(columns).map((c) =>
    dialect.parseDecimal(c.value, c.type, decimalSeparator, scale, base),
  );
}

/** The currency that an amount's own sign or code has to be of; a currency column decides where there is one. */
const baseOfTexts = (columns: MappedColumns, { currency }: Config): string | undefined =>
  columns.currency === null ? currency.base : undefined;

/**
 * Factors are multiplied as doubles, whose error is far below the fourth decimal that is kept: exact products of decimals
 * need 16 bytes, and took twenty times as long.
 */
function double(value: Sql): Sql {
  return sql`cast(${value} as double precision)`;
}

/** The first reason that applies, in the order a person would look: who, when, how much. */
function reason(
  dialect: Dialect,
  columns: MappedColumns,
  isRefund: Sql,
  config: Config,
  options: ParseOptions,
): Sql {
  const { ingest } = config;
  const base = baseOfTexts(columns, config);
  const isNumber = (of?: string): Sql =>
    list(
      amountColumns(columns).map((c, i) =>
        dialect.isNumber(amountRead(i), c.type, ingest.decimalSeparator, of),
      ),
      " and ",
    );
  const hasText = amountColumns(columns).some((c) => c.type === "text");
  const foreign = hasText && base !== undefined ? sql` when ${isNumber()} then 'UNKNOWN_CURRENCY'` : raw("");
  const limit = raw(String(ingest.maxAmount ?? usualMaxAmount));
  const cases: Sql[] = [];
  const money = amountColumns(columns).length > 0;
  const nobody = isPlaceholder(raw("customer_id"), ingest.placeholderIds);
  const placeholder = nobody ? [sql`when ${nobody} then 'PLACEHOLDER_CUSTOMER'`] : [];
  if (columns.part) cases.push(sql`when is_part then ${partReason}`);
  if (columns.broken) cases.push(sql`when is_broken then ${columns.broken.reason}`);
  if (columns.excluded?.length) cases.push(raw("when is_excluded then 'EXCLUDED'"));
  cases.push(
    sql`when customer_id is null then 'MISSING_CUSTOMER'`,
    ...placeholder,
    sql`when day is null then case when ${looksLikeDate(dialect, raw("date_read"), [ingest.dateFormat].flat())} then 'IMPOSSIBLE_DATE' else 'UNPARSABLE_DATE' end`,
    sql`when day < date ${lit(ingest.minDate)} or day > date ${lit(options.maxDate)} then 'IMPOSSIBLE_DATE'`,
  );
  if (money)
    cases.push(
      sql`when amount_parsed is null then case when ${isNumber(base)} then 'ABSURD_AMOUNT'${foreign} else 'UNPARSABLE_AMOUNT' end`,
    );
  if (options.rates) cases.push(raw("when rate is null then 'UNKNOWN_CURRENCY'"));
  if (money) cases.push(sql`when amount is null or abs(amount) > ${limit} then 'ABSURD_AMOUNT'`);
  if (columns.refunded)
    cases.push(
      sql`when refunded is null and refunded_parsed is null then 'UNPARSABLE_AMOUNT'`,
      sql`when refunded is null or refunded > ${limit} then 'ABSURD_AMOUNT'`,
    );
  if (money && ingest.zeroAmounts === "reject") cases.push(raw("when amount = 0 then 'ZERO_AMOUNT'"));
  if (ingest.refunds === "reject") cases.push(sql`when ${isRefund} then 'REFUND'`);
  return sql`case ${list(cases, "\n  ")} end`;
}
