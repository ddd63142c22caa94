import { count, figure } from "../../format.js";

const rows = (n: number): string => (n === 1 ? "1 row" : `${count(n)} rows`);
const map = "set costs.acquisition.columns";

/** What acquisition cost: the table of it, and what is wrong with it. */
export const costs = {
  "costs.noSource":
    "costs.acquisition names no table: give file (CSV, Parquet, …), or table or query of a server (server: postgres or spark)",
  "costs.severalFiles": (path: string, n: number) =>
    `costs.acquisition.file ${path} matches ${n} files: name the one with the costs`,
  "costs.unreadable": (what: string, why: string) => `cannot read ${what}: ${why}`,
  "costs.unsplittable": (file: string, n: number, first: readonly string[]) =>
    `${rows(n)} of ${file} cannot be split into fields: ${first.join(", ")}. Correct them; nothing of the costs is read until all rows are.`,
  "costs.columns": (file: string, names: readonly string[], noAmount: boolean) =>
    `${file} has no column that looks like ${noAmount ? "an amount spent (cost, spend, amount, …)" : "a month, a date or a customer"}; it has ${names.join(", ")}. Say which one it is: ${map}.${noAmount ? "amount" : "period or .customer"}.`,
  "costs.twoAmounts": (file: string, names: readonly string[]) =>
    `in ${file} each of ${names.join(", ")} may be the amount spent: ${map}.amount to one of them.`,
  "costs.noColumn": (
    file: string,
    key: string,
    column: string,
    names: readonly string[],
    near: string | null,
  ) =>
    `costs.acquisition.columns.${key} is ${column}, which ${file} does not have${near === null ? "" : ` (did you mean ${near}?)`}; it has ${names.join(", ")}.`,
  "costs.dimensionTwice": (file: string, name: string) =>
    `${file} has two columns for ${name}: ${map}.dimensions to the one that counts.`,
  "costs.separator": (file: string, example: string) =>
    `the amounts of ${file} do not show whether ${example} has a decimal point or a mark of thousands: set costs.acquisition.decimalSeparator.`,
  "costs.empty": (file: string) =>
    `${file} has no rows: leave out costs.acquisition where there are no costs.`,
  "costs.row": (line: number, problem: string) => `row ${line}: ${problem}`,
  "costs.rows": (file: string, wrong: number, all: number, first: readonly string[]) =>
    `${count(wrong)} of ${rows(all)} of ${file} ${wrong === 1 ? "is no cost" : "are no costs"} that can be counted:\n${first.map((text) => `  ${text}`).join("\n")}\nCorrect ${wrong === 1 ? "it" : "them"}; nothing of the costs is used until all rows can be read.`,
  "costs.noPeriod": "no month or date: write yyyy-mm",
  "costs.period": (text: string, why: "none" | "year" | "span" | "order") =>
    ({
      none: `"${text}" is no month or date (a row with a total is none either: delete it): write yyyy-mm`,
      year: `"${text}" is a year, and costs are compared by month: write twelve rows, a month each`,
      span: `"${text}" is a week, quarter or half-year, and costs are compared by month: write a row for each month, or for each day`,
      order: `"${text}" may be two dates, with the day or the month first: write yyyy-mm-dd`,
    })[why],
  "costs.noAmount": "no amount: write 0 where nothing was spent, or delete the row",
  "costs.tooMuch": (amount: string) => `"${amount}" is more than any shop spends`,
  "costs.amount": (text: string) => `"${text}" is no amount`,
  "costs.sign": (text: string) =>
    `"${text}" may be in several currencies: add a column currency with the code`,
  "costs.rate": (currency: string) =>
    currency === ""
      ? "no currency, while others have one: fill the column, or set currency.base"
      : `no rate for ${currency} in this period: add it to currency.rates or currency.ratesFile`,
  "costs.newCustomers": (text: string) => `"${text}" is no number of new customers`,
  "costs.bands": (file: string, wrong: number, first: readonly string[]) =>
    wrong === 0
      ? `${file} (targets.bands) has no rows.`
      : `${rows(wrong)} of ${file} (targets.bands) are no band: ${first.join("; ")}. Each has business, measure (ltv_cac or payback_months), low, high, source and year.`,
  "costs.found": (file: string, amount: string, per: string, shared: readonly string[]) =>
    `${file} lies beside the log and looks like acquisition costs: ${amount} by ${[per, ...shared].join(" and ")}`,
  "costs.others": (files: readonly string[]) => `${files.join(", ")} might be costs too`,
  "costs.note": (file: string, note: string) => `${file}: ${note}`,
  "costs.credits": (n: number, spend: number) =>
    `${rows(n)} with a negative amount (${figure(spend)} together) count as credits`,
  "costs.later": (n: number, spend: number, asOf: string) =>
    `${rows(n)} (${figure(spend)}) of after ${asOf} are kept and not counted: nobody knows yet who came for them`,
  "costs.earlier": (n: number, spend: number, firstDay: string) =>
    `${rows(n)} (${figure(spend)}) of months before the first order (${firstDay}) have no customers in the log`,
  "costs.unknownCustomers": (n: number, spend: number) =>
    `${rows(n)} (${figure(spend)}) are of customers that the log does not have; they count as spend without customers`,
  "costs.repeated": (n: number) =>
    `${rows(n)} ${n === 1 ? "has" : "have"} the month and the names of another row: they are added up; if the file holds them twice, correct it`,
  "costs.unknownSource": (attribute: string, source: string, spend: number, known: string, isNear: boolean) =>
    `${figure(spend)} was spent on ${attribute} ${source}, which no customer came from (${isNear ? `did you mean ${known}?` : `the log has ${known}`}); it stays as spend without customers`,
  "costs.manyValues": (names: readonly string[]) =>
    `${names.join(", ")} ${names.length === 1 ? "has" : "have"} too many values in the log to be compared one by one: spend is shown by it, customers are not`,
  "costs.noAttribute": (names: readonly string[]) =>
    `no column is an attribute of the log (${names.join(", ")}): costs are compared with all customers alone. If one is, set costs.acquisition.columns.dimensions`,
  "costs.unused": (names: readonly string[]) => `not read: ${names.join(", ")}`,
  "costs.openMonth": (asOf: string) =>
    `the month of ${asOf} is not over: costs of the whole month stand beside the customers until that day`,
};
