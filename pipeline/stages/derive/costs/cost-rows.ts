import type { Config } from "../../../config/config.js";
import { ClvError } from "../../../errors.js";
import { readNumber } from "../../../inspect/number-text.js";
import { foldId } from "../../../sql/fold-id.js";
import { say } from "../../../text/messages/say.js";
import type { CostLayout } from "./cost-layout.js";
import { monthOfPeriod, type Period, periodOf } from "./cost-period.js";
import { baseCode, type CostRates } from "./cost-rates.js";
import type { CostLine, CostTable } from "./read-costs.js";

/** A row of a table of costs, read. */
export interface CostRow {
  readonly line: number;
  /** First day of its month; null where only the customer says when. */
  readonly month: string | null;
  /** Its first day, as a number. */
  readonly from: number | null;
  readonly customer: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly rate: number;
  readonly newCustomers: number | null;
  /** In the order of the layout's dimensions. */
  readonly values: readonly (string | null)[];
}

/**
 * The rows of a table of costs; empty lines are no rows.
 * @throws ClvError COSTS_INVALID after the last row, with every row that cannot be read
 */
export async function* costRows(
  table: CostTable,
  layout: CostLayout,
  rates: CostRates,
  config: Config,
): AsyncGenerator<CostRow, void> {
  const wrong: string[] = [];
  let all = 0;
  let problems = 0;
  for await (const line of table.rows()) {
    const fields = line.fields.map((field) => known(field, config));
    if (fields.every((field) => field === null)) continue;
    all++;
    const row = costRow({ line: line.line, fields }, table, layout, rates, config);
    if (typeof row !== "string") yield row;
    else if (++problems <= 5) wrong.push(say("costs.row", line.line, row));
  }
  if (problems > 0) throw new ClvError("COSTS_INVALID", say("costs.rows", table.name, problems, all, wrong));
  if (all === 0) throw new ClvError("COSTS_INVALID", say("costs.empty", table.name));
}

function known(field: string | null, { ingest }: Config): string | null {
  const text = field?.trim() ?? "";
  return ingest.nullTokens.includes(text) || text === "" ? null : text;
}

/** Sums of amounts have room for 15 digits before the point. */
const tooMuch = 1e15;

/** What is wrong with a row, where it is no cost. */
function costRow(
  { line, fields }: CostLine,
  table: CostTable,
  { roles, dimensions, separator, dayOrder }: CostLayout,
  rates: CostRates,
  config: Config,
): CostRow | string {
  const at = (role: keyof typeof roles): string | null =>
    roles[role] === undefined ? null : fields[roles[role]]!;
  const number = (role: "amount" | "newCustomers", text: string): number =>
    readNumber(text, table.isNumber[roles[role]!] ? "." : separator);
  const customer = at("customer");
  const written = at("period");
  if (customer === null && written === null) return say("costs.noPeriod");
  const period = written === null ? null : periodOf(written, dayOrder);
  if (typeof period === "string")
    return say("costs.period", written!, period satisfies Exclude<Period, object>);
  const spent = at("amount");
  if (spent === null) return say("costs.noAmount");
  const amount = number("amount", spent);
  if (!Number.isFinite(amount)) return say("costs.amount", spent);
  const currency = currencyOf(at("currency"), spent, rates, config);
  if (currency === null) return say("costs.sign", spent);
  const rate = rates.of(currency, period);
  if (rate === null) return say("costs.rate", currency);
  if (Math.abs(amount * rate) >= tooMuch) return say("costs.tooMuch", spent);
  const reported = at("newCustomers");
  const newCustomers = reported === null ? null : number("newCustomers", reported);
  if (newCustomers !== null && !(Number.isInteger(newCustomers) && newCustomers >= 0))
    return say("costs.newCustomers", reported!);
  return {
    ...{ line, amount, currency, rate, newCustomers },
    month: period === null ? null : monthOfPeriod(period),
    from: period?.from ?? null,
    customer: customer === null ? null : foldId(customer, config.ingest.foldIds),
    values: dimensions.map((dimension) => fields[dimension.at] ?? null),
  };
}

/** The code of a row: of its column, else what stands beside the amount, else the base; null where a sign is not clear. */
function currencyOf(code: string | null, spent: string, rates: CostRates, config: Config): string | null {
  // the e of 1.5e-7 is no sign
  const around = Number.isFinite(Number(spent)) ? "" : spent;
  const sign = around.replace(/[\d.,'’+()\s\u00A0\u202F-]/g, "");
  const beside = sign === "" ? undefined : rates.meant(sign);
  if (code !== null) return code.toUpperCase();
  return beside === undefined ? baseCode(config) : beside;
}
