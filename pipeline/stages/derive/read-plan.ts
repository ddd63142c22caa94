import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type PlannedMonth, plannedMonths } from "../../config/forecast.js";
import { ClvError } from "../../errors.js";
import { decimalEvidence } from "../../inspect/decimal-evidence.js";
import { evidentCore, readNumber } from "../../inspect/number-text.js";
import type { MartFacts } from "../../marts/facts.js";
import { splitFields } from "../../sources/text/header.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";

const known = ["month", "newCustomers", "costPerCustomer"];

/**
 * forecast.plan: new customers of months to come.
 * @throws ClvError CONFIG_INVALID with every row that is none, or names an attribute that there are no sources of
 */
export async function readPlan(
  { attributes }: Pick<MartFacts, "attributes">,
  { config }: Pick<StageContext, "config">,
): Promise<readonly PlannedMonth[] | null> {
  const { plan } = config.forecast;
  if (plan === undefined) return null;
  const rows = typeof plan === "string" ? await planFile(plan) : plan;
  const wrong = rows.flatMap((row) => {
    const named = Object.keys(row).filter((key) => !known.includes(key));
    const isKnown = named.length <= 1 && named.every((name) => attributes.includes(name));
    return isKnown ? [] : [`${row.month}: ${named.join(", ")}`];
  });
  if (wrong.length > 0)
    throw new ClvError("CONFIG_INVALID", say("forecast.plan.attributes", wrong.slice(0, 5), attributes));
  return rows;
}

async function planFile(path: string): Promise<PlannedMonth[]> {
  const name = basename(path);
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new ClvError("CONFIG_INVALID", say("forecast.plan.unreadable", name, (cause as Error).message), {
      cause,
    });
  });
  const [header = "", ...lines] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const separator = header.includes(";") ? ";" : ",";
  const fieldsOf = (line: string): string[] => splitFields(line, separator, '"').map((field) => field.trim());
  const columns = fieldsOf(header).map((column) => spellings[column.toLowerCase()] ?? column);
  const table = lines.filter((line) => line.trim() !== "").map(fieldsOf);
  const numberOf = numbersOf(table, columns);
  const rows = table.map((fields) =>
    Object.fromEntries(
      columns.flatMap((column, i) => {
        const field = fields[i] ?? "";
        if (field === "") return [];
        if (column === "month") return [[column, field.slice(0, 7)]];
        return [[column, isNumber(column) ? numberOf(field) : field]];
      }),
    ),
  );
  const { success, data, error } = plannedMonths.safeParse(rows);
  if (success) return data;
  const wrong = error.issues.slice(0, 5).map(({ path: [row, column], message }) => {
    const written = table[Number(row)]?.[columns.indexOf(String(column))];
    return `row ${Number(row ?? 0) + 2}${written === undefined ? "" : ` "${written}"`}: ${String(column ?? "")} ${message}`;
  });
  throw new ClvError("CONFIG_INVALID", say("forecast.plan.rows", name, wrong));
}

function isNumber(column: string): boolean {
  return column !== "month" && known.includes(column);
}

/** Reads numbers as the whole plan writes them: where 1.200 may be 1200 or 1.2, it is none, as words are none. */
function numbersOf(table: readonly string[][], columns: readonly string[]): (field: string) => number {
  const fields = table.flatMap((row) => columns.flatMap((name, i) => (isNumber(name) ? [row[i] ?? ""] : [])));
  const { by, separator } = decimalEvidence(fields.map(evidentCore));
  return (field) => (by === "undecided" && /[.,]/.test(field) ? Number.NaN : readNumber(field, separator));
}

const spellings: Readonly<Record<string, string>> = {
  month: "month",
  newcustomers: "newCustomers",
  new_customers: "newCustomers",
  costpercustomer: "costPerCustomer",
  cost_per_customer: "costPerCustomer",
};
