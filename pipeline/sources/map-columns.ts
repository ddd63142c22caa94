import { timesPrice } from "../config/amount-words.js";
import type { Config } from "../config/config.js";
import { hasMoney } from "../config/questions.js";
import { ClvError } from "../errors.js";
import type { MappedColumns, SourceColumn } from "../sql/parse-rows.js";
import { type OfferedColumn, unfit } from "./offered-column.js";

/**
 * Finds the configured columns among those a file offers, by name (exact, then ignoring case and blanks around it) or
 * 1-based position.
 * @throws ClvError COLUMN_NOT_FOUND with every column that is missing, and those the file has; SOURCE_TYPE when a declared
 * type cannot hold what is asked of it
 */
export function mapColumns(
  config: Config["columns"],
  offered: readonly OfferedColumn[],
  file: string,
  exclude: Config["ingest"]["exclude"] = {},
): Omit<MappedColumns, "line" | "broken"> {
  const problems: string[] = [];
  const wrong: string[] = [];
  const find = (key: string, wanted: string | number | undefined): OfferedColumn | null => {
    if (wanted === undefined) return null;
    const column = lookUp(wanted, offered);
    if (column === undefined) problems.push(`columns.${key} = ${JSON.stringify(wanted)}`);
    return column ?? null;
  };
  const require = (key: string, wanted: string | number | undefined): OfferedColumn | null => {
    if (wanted === undefined) problems.push(`columns.${key} (not set)`);
    return find(key, wanted);
  };
  const customer = require("customer", config.customer);
  const date = require("date", config.date);
  const money = hasMoney({ columns: config });
  const amount = money && config.amount !== timesPrice ? find("amount", config.amount) : null;
  const quantity = find("quantity", config.quantity);
  const unitPrice = find("unitPrice", config.unitPrice);
  const alone = config.amount !== undefined && config.amount !== timesPrice;
  if (!alone && (config.quantity === undefined || config.unitPrice === undefined))
    problems.push(
      "columns.amount (not set, nor both quantity and unitPrice; none where the log has no amounts)",
    );
  const order = find("order", config.order);
  const currency = find("currency", config.currency);
  const refunded = find("refunded", config.refunded);
  const margin = find("margin", config.margin);
  const cost = find("cost", config.cost);
  const excluded = Object.entries(exclude).flatMap(([name, values]) => {
    const column = lookUp(name, offered);
    if (column === undefined) problems.push(`ingest.exclude ${JSON.stringify(name)}`);
    return column === undefined ? [] : [{ column, values: values.map(String) }];
  });
  const attributes: Record<string, SourceColumn> = {};
  for (const [name, wanted] of Object.entries(config.attributes)) {
    const column = find(`attributes.${name}`, wanted);
    if (column) attributes[name] = column;
  }
  if (problems.length > 0 || customer === null || date === null)
    throw new ClvError(
      "COLUMN_NOT_FOUND",
      `${file} lacks ${problems.join(", ")}. It has ${offered.length} columns: ` +
        `${offered
          .map((c, i) => `${i + 1} ${JSON.stringify(c.name)}`)
          .slice(0, 40)
          .join(", ")}. \`clv init ${file}\` writes a config for it.`,
    );
  const check = (key: string, role: "amount" | "date", column: OfferedColumn | null): void => {
    const fit = column?.declared === undefined ? null : unfit(role, column.declared);
    if (fit !== null)
      wrong.push(`columns.${key} = "${column?.name}" is of type ${column?.declared}, not ${fit}`);
  };
  check("date", "date", date);
  check("amount", "amount", amount);
  check("quantity", "amount", quantity);
  check("unitPrice", "amount", unitPrice);
  check("refunded", "amount", refunded);
  check("margin", "amount", margin);
  check("cost", "amount", cost);
  if (wrong.length > 0)
    throw new ClvError(
      "SOURCE_TYPE",
      `${file}: ${wrong.join("; ")}. Map another column, or cast it in source.query.`,
    );
  return {
    customer,
    date,
    amount,
    quantity,
    unitPrice,
    order,
    currency,
    refunded,
    margin,
    cost,
    excluded,
    attributes,
    all: offered.map((c) => c.value),
  };
}

/** The column that a config names: by its name, else ignoring case and blanks around it, else by its position from 1. */
export function lookUp<Named extends { readonly name: string }>(
  wanted: string | number,
  offered: readonly Named[],
): Named | undefined {
  const loose = (s: string): string => s.trim().toLowerCase();
  const name = String(wanted);
  return (
    offered.find((c) => c.name === name) ??
    offered.find((c) => loose(c.name) === loose(name)) ??
    (/^\d+$/.test(name) ? offered[Number(name) - 1] : undefined)
  );
}
