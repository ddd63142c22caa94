import type { Row } from "../engines/engine.js";
import type { MartColumn, ShownColumn, Written } from "../marts/mart.js";
import { count, fourDigits, moneyColumn, percent, table } from "../text/format.js";
import { fitted, terminalWidth } from "../text/lines.js";
import { say } from "../text/messages/say.js";
import { shortened } from "../text/visible-text.js";

/** What a command shows of a mart. */
export interface ShownMart {
  readonly question: string;
  /** The sentence that answers it; of another table than the first, what that one holds. */
  readonly answer: string;
  readonly run: string;
  readonly asOf: string;
  /** null where the log has no amounts, "" where it names none */
  readonly currency: string | null;
  readonly columns: readonly ShownColumn[];
  /** Whether only the first columns are shown, as many as have room side by side; else all, below each other where they must. */
  readonly firstColumns: boolean;
  readonly rows: readonly Row[];
  /** Of those that were asked for, the ones that are not shown included. */
  readonly allRows: number;
}

/** A mart for a person: the question, its answer, and a few rows of the table. */
export function martText(shown: ShownMart, width: number): string {
  const { question, answer, run, asOf, currency, rows, allRows } = shown;
  const telling = withValues(shown);
  const columns = shown.firstColumns
    ? fitting(telling, rows, Math.max(width, terminalWidth))
    : onlyAttribute(telling, rows);
  const money = columns.some(({ as }) => as === "money");
  const lines = [
    ...(rows.length < allRows ? [say("martCommand.cut", rows.length, allRows)] : []),
    ...(shown.firstColumns && columns.length < shown.columns.length
      ? [say("martCommand.columns", columns.length, shown.columns.length)]
      : []),
  ];
  const parts = [
    question,
    ...(answer === "" ? [] : [answer]),
    say("martCommand.run", run, asOf, money ? (currency ?? "") : ""),
    rows.length === 0 ? say("martCommand.none") : tableOf(columns, rows, width),
    ...(lines.length > 0 ? [lines.map((line) => `  ${line}`).join("\n")] : []),
  ];
  return `${fitted(parts.join("\n\n"))}\n`;
}

function tableOf(columns: readonly ShownColumn[], rows: readonly Row[], width: number): string {
  const cells = columns.map((column) => [column.heading, ...cellsOf(column, rows)]);
  const turned = [undefined, ...rows].map((_, i) => cells.map((column) => column[i]!));
  return table(turned, columns.map(isRight), "  ", Math.max(width, terminalWidth));
}

/** Columns that say something of these rows: sources are blank in those of all customers. */
function withValues({ columns, rows }: ShownMart): readonly ShownColumn[] {
  const telling = columns.filter(({ name }) => rows.some((row) => (row[name] ?? null) !== null));
  return rows.length === 0 ? columns : telling;
}

/** Where sources are the values of one attribute, it is the heading of theirs, and needs no column. */
function onlyAttribute(columns: readonly ShownColumn[], rows: readonly Row[]): readonly ShownColumn[] {
  const [only, ...more] = new Set(rows.flatMap(({ attribute }) => (attribute == null ? [] : [attribute])));
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  if (only === undefined || more.length > 0 || !has("attribute") || !has("source")) return columns;
  return columns
    .filter(({ name }) => name !== "attribute")
    .map((column) => (column.name === "source" ? { ...column, heading: String(only) } : column));
}

function fitting(
  columns: readonly ShownColumn[],
  rows: readonly Row[],
  width: number,
): readonly ShownColumn[] {
  let used = 0;
  const end = columns.findIndex((column) => {
    used += 2 + Math.max(column.heading.length, ...cellsOf(column, rows).map((cell) => cell.length));
    return used > width;
  });
  return end < 1 ? columns : columns.slice(0, end);
}

/** A column of a table as it is shown where no view says how. */
export function shownColumn({ name, type, unit }: MartColumn): ShownColumn {
  if (type === "date") return { name, heading: name, as: /(?:^|_)month$/.test(name) ? "month" : "date" };
  if (type !== "number") return { name, heading: name, as: type === "integer" ? "count" : type };
  const as = /^base currency/.test(unit) ? "money" : unit === "share" ? "share" : "number";
  return { name, heading: name, as };
}

function isRight({ as }: ShownColumn): boolean {
  return !["text", "words", "date", "month", "boolean"].includes(as);
}

function cellsOf(column: ShownColumn, rows: readonly Row[]): string[] {
  const { name, as } = column;
  const values = rows.map((row) => row[name] ?? null);
  if (as === "money") return moneyColumn(values.map((value) => (value === null ? null : Number(value))));
  return values.map((value) => (value === null ? "" : (column.words?.(String(value)) ?? written[as](value))));
}

const written: Readonly<Record<Written, (value: unknown) => string>> = {
  text: (value) => shortened(String(value)),
  words: (value) => String(value).replaceAll("_", " "),
  date: String,
  month: (value) => String(value).slice(0, 7),
  count: (value) => count(Number(value)),
  number: (value) => fourDigits(Number(value)),
  share: (value) => percent(Number(value)),
  wholeShare: (value) => `${Math.round(100 * Number(value))} %`,
  ratio: (value) => Number(value).toFixed(2),
  boolean: (value) => say(value === true ? "martCommand.yes" : "martCommand.no"),
};
