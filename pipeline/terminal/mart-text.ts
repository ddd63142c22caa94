import type { Row } from "../engines/engine.js";
import type { MartColumn, ShownColumn } from "../marts/mart.js";
import { count, fourDigits, moneyColumn, percent, table } from "../text/format.js";
import { fitted, terminalWidth } from "../text/lines.js";
import { say } from "../text/messages/say.js";

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
  const columns = shown.firstColumns ? fitting(shown, Math.max(width, terminalWidth)) : withValues(shown);
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

/** Columns of a view that say something of these rows: sources are blank in those of all customers. */
function withValues({ columns, rows }: ShownMart): readonly ShownColumn[] {
  return columns.filter(({ name }) => rows.some((row) => (row[name] ?? null) !== null));
}

function fitting({ columns, rows }: ShownMart, width: number): readonly ShownColumn[] {
  let used = 0;
  const end = columns.findIndex((column) => {
    used += 2 + Math.max(column.heading.length, ...cellsOf(column, rows).map((cell) => cell.length));
    return used > width;
  });
  return end < 1 ? columns : columns.slice(0, end);
}

/** A column of a table as it is shown where no view says how. */
export function shownColumn({ name, type, unit }: MartColumn): ShownColumn {
  if (type !== "number") return { name, heading: name, as: type === "integer" ? "count" : type };
  const as = /^base currency/.test(unit) ? "money" : unit === "share" ? "share" : "number";
  return { name, heading: name, as };
}

function isRight({ as }: ShownColumn): boolean {
  return !["text", "date", "month", "boolean"].includes(as);
}

function cellsOf({ name, as }: ShownColumn, rows: readonly Row[]): string[] {
  const values = rows.map((row) => row[name] ?? null);
  if (as === "money") return moneyColumn(values.map((value) => (value === null ? null : Number(value))));
  return values.map((value) => (value === null ? "" : written[as](value)));
}

const written: Readonly<Record<Exclude<ShownColumn["as"], "money">, (value: unknown) => string>> = {
  text: String,
  date: String,
  month: (value) => String(value).slice(0, 7),
  count: (value) => count(Number(value)),
  number: (value) => fourDigits(Number(value)),
  share: (value) => percent(Number(value)),
  ratio: (value) => Number(value).toFixed(2),
  boolean: (value) => say(value === true ? "martCommand.yes" : "martCommand.no"),
};
