import { ClvError } from "../errors.js";
import { calendarDay } from "../time/day-number.js";
import { channelNames, type EffectSize, effectSizes } from "./attributes.js";
import { flatCalendar, type ShopCalendar } from "./calendar.js";
import { defaultWartRates, type WartRates, wartNames } from "./warts.js";

export const columnSets = ["full", "minimal"] as const;
export type ColumnSet = (typeof columnSets)[number];

/** BG/NBD parameters in days (alpha) and Gamma-Gamma parameters in the base currency (gamma). */
export interface TrueParameters {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
}

/** The estimates on the CDNOW sample: Fader, Hardie & Lee (2005) with alpha in days, Fader & Hardie (2013). */
export const cdnowParameters: TrueParameters = {
  r: 0.243,
  alpha: 30.9,
  a: 0.793,
  b: 2.426,
  p: 6.25,
  q: 3.74,
  gamma: 15.44,
};

export interface SimulateOptions {
  /** Same seed and options, same bytes. */
  readonly seed: number;
  /** Exactly this many customers, or as many as are expected to give this many rows. */
  readonly size: { readonly customers: number } | { readonly rows: number };
  /** First day of the log, yyyy-mm-dd. */
  readonly start: string;
  /** Customers make their first purchase on one of this many days from `start` on, the same number every day. */
  readonly acquisitionDays: number;
  /** Days in the log; the last of them is the as-of date. */
  readonly days: number;
  readonly parameters: TrueParameters;
  readonly calendar: ShopCalendar;
  readonly effects: EffectSize;
  /** What a new customer costs by channel, in the base currency; a channel that is not named costs what it does by default. */
  readonly acquisitionCosts: Readonly<Record<string, number>>;
  /** `minimal` has customer_id, order_date and amount (base currency) only, and no warts. */
  readonly columns: ColumnSet;
  readonly warts: WartRates;
  /** File names start with this. */
  readonly name: string;
  /** yyyy-mm: this month and later ones are files of their own, as if they had been delivered later; null for one file. */
  readonly monthlyFrom: string | null;
  /** Also write what is true of each customer. */
  readonly customersTruth: boolean;
  /** Replace files of an earlier simulation. */
  readonly force: boolean;
}

export const defaultSimulation: SimulateOptions = {
  seed: 1,
  size: { customers: 10_000 },
  start: "2023-01-01",
  acquisitionDays: 365,
  days: 730,
  parameters: cdnowParameters,
  calendar: flatCalendar,
  effects: "modest",
  acquisitionCosts: {},
  columns: "full",
  warts: defaultWartRates,
  name: "transactions",
  monthlyFrom: null,
  customersTruth: false,
  force: false,
};

const limits = {
  /** Eight streams of random numbers are drawn from one seed. */
  seed: 2 ** 48,
  customers: 200_000_000,
  rows: 2_000_000_000,
  /** About fifty years. */
  days: 20_000,
};

/** Throws one USAGE error that names every option out of its domain. */
export function checkOptions(options: SimulateOptions): void {
  const problems: string[] = [];
  const whole = (name: string, value: number, least: number, most: number) => {
    if (!(Number.isSafeInteger(value) && value >= least && value <= most))
      problems.push(`${name} must be a whole number from ${least} to ${most}; got ${value}`);
  };
  const { size, parameters, warts } = options;
  whole("seed", options.seed, -limits.seed, limits.seed);
  if ("customers" in size) whole("customers", size.customers, 1, limits.customers);
  else whole("rows", size.rows, 1, limits.rows);
  whole("days", options.days, 1, limits.days);
  whole("acquisition-days", options.acquisitionDays, 1, Math.min(Math.max(1, options.days), limits.days));
  if (calendarDay(options.start) === null)
    problems.push(`start must be a date yyyy-mm-dd from 1000-01-01 to 9000-01-01; got "${options.start}"`);
  for (const [name, value] of Object.entries(parameters)) {
    if (!(value > 0 && value < Infinity)) problems.push(`${name} must be a number > 0; got ${value}`);
  }
  problems.push(...calendarProblems(options.calendar), ...costProblems(options.acquisitionCosts));
  problems.push(...monthProblems(options));
  if (!(parameters.q > 1)) problems.push(`q must be > 1, or mean spend is infinite; got ${parameters.q}`);
  let sum = 0;
  for (const name of wartNames) {
    sum += warts[name];
    if (!(warts[name] >= 0 && warts[name] <= 1))
      problems.push(`the rate of ${name} must lie in [0, 1]; got ${warts[name]}`);
  }
  if (sum > 1) problems.push(`a purchase has at most one wart, so their rates sum to 1 or less; got ${sum}`);
  if (options.columns === "minimal" && sum > 0)
    problems.push(
      "minimal columns cannot show warts (no order_id, no currency); use full columns or no warts",
    );
  if (!effectSizes.includes(options.effects))
    problems.push(`effects must be one of ${effectSizes.join(", ")}; got "${options.effects}"`);
  if (!columnSets.includes(options.columns))
    problems.push(`columns must be one of ${columnSets.join(", ")}; got "${options.columns}"`);
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(options.name))
    problems.push(`name must be a plain file name without extension; got "${options.name}"`);
  if (problems.length === 0) return;
  throw new ClvError(
    "USAGE",
    `${problems.length} option${problems.length === 1 ? "" : "s"} of the simulation cannot be used:\n${problems
      .map((problem) => `  - ${problem}`)
      .join("\n")}`,
  );
}

function calendarProblems({ season, december, growth }: ShopCalendar): string[] {
  const problems: string[] = [];
  if (!(season >= 0 && season < 1)) problems.push(`season must lie in [0, 1); got ${season}`);
  if (!(december > 0 && december < Infinity)) problems.push(`december must be a number > 0; got ${december}`);
  if (!(growth > -1 && growth < Infinity)) problems.push(`growth must be a number > -1; got ${growth}`);
  return problems;
}

function costProblems(costs: SimulateOptions["acquisitionCosts"]): string[] {
  return Object.entries(costs).flatMap(([channel, cost]) => {
    if (!channelNames.includes(channel))
      return [`acquisition-costs has no channel "${channel}"; channels are ${channelNames.join(", ")}`];
    return cost >= 0 && cost < Infinity
      ? []
      : [`the acquisition cost of ${channel} must be a number >= 0; got ${cost}`];
  });
}

function monthProblems({ monthlyFrom, start, days }: SimulateOptions): string[] {
  if (monthlyFrom === null) return [];
  const month = calendarDay(`${monthlyFrom}-01`);
  if (month === null) return [`monthly-from must be a month yyyy-mm; got "${monthlyFrom}"`];
  const first = calendarDay(start);
  return first === null || month < first + days
    ? []
    : [`monthly-from must be a month of the log, which ends before ${monthlyFrom}`];
}
