import { resolve } from "node:path";
import type { Argv, CommandModule } from "yargs";
import { ClvError } from "../errors.js";
import { type EffectSize, effectSizes } from "../simulate/attributes.js";
import type { ShopCalendar } from "../simulate/calendar.js";
import {
  type ColumnSet,
  columnSets,
  defaultSimulation,
  type SimulateOptions,
  type TrueParameters,
} from "../simulate/options.js";
import { simulate } from "../simulate/simulate.js";
import { simulationProgress, simulationSummary } from "../simulate/summary.js";
import { defaultWartRates, noWarts, type Wart, type WartRates, wartNames } from "../simulate/warts.js";
import type { Io } from "../terminal/io.js";

const wartSets = ["all", "none"] as const;

/** Option and help of each wart's rate. */
const wartOptions: Readonly<Record<Wart, readonly [option: string, help: string]>> = {
  sameDayOrders: ["same-day-rate", "Share of purchases spread over several orders of one day"],
  refunds: ["refund-rate", "Share of purchases taken back, in part or whole, within 30 days"],
  zeroAmounts: ["zero-rate", "Share of purchases with a further order of 0.00 that day"],
  missingCustomers: ["missing-customer-rate", "Share of purchases beside an order without customer_id"],
  badDates: ["bad-date-rate", "Share of purchases beside an order whose date is none"],
  duplicates: ["duplicate-rate", "Share of purchases whose row is there twice"],
  absurdAmounts: ["absurd-rate", "Share of purchases beside an order of an absurd amount"],
  unknownCurrencies: [
    "unknown-currency-rate",
    "Share of purchases beside an order in a currency without rate",
  ],
};

const parameterHelp: Readonly<Record<keyof TrueParameters, string>> = {
  r: "BG/NBD r: shape of the purchase rates, > 0",
  alpha: "BG/NBD alpha: scale of the purchase rates in days, > 0",
  a: "BG/NBD a: first shape of the dropout probabilities, > 0",
  b: "BG/NBD b: second shape of the dropout probabilities, > 0",
  p: "Gamma-Gamma p: shape of a customer's spend, > 0",
  q: "Gamma-Gamma q: shape over customers, > 1",
  gamma: "Gamma-Gamma gamma: scale over customers in EUR, > 0",
};

const parameterNames = Object.keys(parameterHelp) as (keyof TrueParameters)[];

const calendarHelp: Readonly<Record<keyof ShopCalendar, string>> = {
  season: "Purchase rates swing by this share over the year, 0 to 1; highest in April, lowest in October",
  december: "December's purchase rates are this many times as high",
  growth: "Purchase rates grow by this share a year; negative: they fall",
};

const calendarNames = Object.keys(calendarHelp) as (keyof ShopCalendar)[];

interface SimulateArguments {
  customers?: number | undefined;
  rows?: number | undefined;
  seed: number;
  start: string;
  "acquisition-days": number;
  days: number;
  effects: EffectSize;
  columns: ColumnSet;
  warts?: (typeof wartSets)[number] | undefined;
  "acquisition-costs"?: string | undefined;
  "customers-truth": boolean;
  name: string;
  "monthly-from"?: string | undefined;
  out: string;
  force: boolean;
  json: boolean;
}

/** `clv simulate`: a transaction log of any size whose true parameters are known. */
export function simulateCommand(io: Io): CommandModule<object, SimulateArguments> {
  return {
    command: "simulate",
    describe: "Write a simulated transaction log of any size, and what is true of it",
    builder: describeOptions,
    handler: async (given) => {
      const outDir = resolve(io.cwd, given.out);
      const progress = simulationProgress(io);
      const truth = await simulate(optionsOf(given), outDir, io.signal, progress.step).finally(progress.end);
      io.out(
        given.json ? `${JSON.stringify({ out: outDir, ...truth })}\n` : simulationSummary(truth, outDir),
      );
    },
  };
}

function describeOptions(yargs: Argv<object>): Argv<SimulateArguments> {
  const d = defaultSimulation;
  let described = yargs
    .usage(
      [
        "$0 simulate [options]",
        "",
        "Customers arrive over a window, buy as the BG/NBD model says, more often in some",
        "months where asked for, and spend as the Gamma-Gamma model says. The log comes",
        "in order of time with the troubles of real logs: refunds, duplicates, impossible",
        "dates and others, each with its rate and its count. Beside it: the truth",
        "(parameters, counts, amounts), currency rates and acquisition costs.",
        "The same seed and options give the same bytes.",
      ].join("\n"),
    )
    .option("customers", { type: "number", describe: "How many customers", defaultDescription: "10000" })
    .option("rows", { type: "number", describe: "About how many rows, instead of --customers" })
    .option("seed", { type: "number", default: d.seed, describe: "Whole number; another one, another world" })
    .option("start", { type: "string", default: d.start, describe: "First day of the log, yyyy-mm-dd" })
    .option("acquisition-days", {
      type: "number",
      default: d.acquisitionDays,
      describe: "Days from the start on which customers arrive",
    })
    .option("days", {
      type: "number",
      default: d.days,
      describe: "Days in the log; the last is the as-of date",
    })
    .option("effects", {
      choices: effectSizes,
      default: d.effects,
      describe: "Whether channel and country change rate and spend",
    })
    .option("acquisition-costs", {
      type: "string",
      describe: "What a new customer costs in EUR, by channel",
      defaultDescription: "web=18,app=24,store=9,partner=31",
    })
    .option("columns", {
      choices: columnSets,
      default: d.columns,
      describe: "minimal: customer_id, order_date, amount in EUR; no warts",
    })
    .option("warts", {
      choices: wartSets,
      describe: "Rates of all warts: the defaults or 0; each can be set by its own option",
      defaultDescription: '"all", "none" with minimal columns',
    })
    .option("customers-truth", {
      type: "boolean",
      default: d.customersTruth,
      describe: "Also write lambda, p, dropout day and mean spend of each customer",
    })
    .option("name", { type: "string", default: d.name, describe: "File name of the log, without .csv" })
    .option("monthly-from", {
      type: "string",
      describe: "From this month (yyyy-mm) on, each month is a file of its own, as if it came later",
    })
    .option("out", { type: "string", default: "./simulated", describe: "Folder to write to; made if absent" })
    .option("force", {
      type: "boolean",
      default: d.force,
      describe: "Replace the files of an earlier simulation",
    })
    .option("json", {
      type: "boolean",
      default: false,
      describe: "Print the truth as one JSON object instead of a summary",
    })
    .conflicts("customers", "rows")
    .example("$0 simulate --customers 50000 --seed 7 --out shop", "a shop with fifty thousand customers")
    .example(
      "$0 simulate --rows 20e6 --columns minimal --out big",
      "twenty million clean rows for a benchmark",
    );
  for (const name of parameterNames)
    described = described.option(name, {
      type: "number",
      default: d.parameters[name],
      describe: parameterHelp[name],
    });
  for (const name of calendarNames)
    described = described.option(name, {
      type: "number",
      default: d.calendar[name],
      describe: calendarHelp[name],
    });
  for (const wart of wartNames) {
    const [option, describe] = wartOptions[wart];
    described = described.option(option, {
      type: "number",
      describe,
      defaultDescription: `${defaultWartRates[wart]}`,
    });
  }
  return described;
}

function optionsOf(given: SimulateArguments): SimulateOptions {
  const numbers = given as unknown as Readonly<Record<string, number | undefined>>;
  // yargs gathers an option that is given twice into a list, which no check further on expects.
  const twice = Object.entries(given).filter(([name, value]) => Array.isArray(value) && name !== "_");
  if (twice.length > 0)
    throw new ClvError("USAGE", `--${twice[0]![0]} is given more than once; give it once`);
  const parameters = { ...defaultSimulation.parameters };
  for (const name of parameterNames) parameters[name] = numbers[name] ?? parameters[name];
  const calendar = { ...defaultSimulation.calendar };
  for (const name of calendarNames) calendar[name] = numbers[name] ?? calendar[name];
  const set = given.warts ?? (given.columns === "minimal" ? "none" : "all");
  const warts: Record<Wart, number> = { ...(set === "all" ? defaultWartRates : noWarts) };
  for (const wart of wartNames) warts[wart] = numbers[wartOptions[wart][0]] ?? warts[wart];
  return {
    seed: given.seed,
    size: sizeOf(given),
    start: given.start,
    acquisitionDays: given["acquisition-days"],
    days: given.days,
    parameters,
    calendar,
    effects: given.effects,
    acquisitionCosts: costsOf(given["acquisition-costs"]),
    columns: given.columns,
    warts: warts satisfies WartRates,
    name: given.name,
    monthlyFrom: given["monthly-from"] ?? null,
    customersTruth: given["customers-truth"],
    force: given.force,
  };
}

function sizeOf({ customers, rows }: SimulateArguments): SimulateOptions["size"] {
  if (rows !== undefined) return { rows };
  return customers === undefined ? defaultSimulation.size : { customers };
}

/** `web=18,app=24` by channel. */
function costsOf(text: string | undefined): SimulateOptions["acquisitionCosts"] {
  if (text === undefined) return {};
  return Object.fromEntries(
    text.split(",").map((part): [string, number] => {
      const [channel = "", cost = ""] = part.split("=").map((side) => side.trim());
      return [channel, cost === "" ? Number.NaN : Number(cost)];
    }),
  );
}
