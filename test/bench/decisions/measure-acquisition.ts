import { normalQuantile } from "../../../models/index.js";
import { normalProbability } from "../../../models/numeric/normal-probability.js";
import type { Row } from "../../pipeline/cli/read-back.js";
import { dateOf } from "../totals/purchase-log.js";
import { type Check, checkOf, type Found, type ShareCheck } from "./checks.js";
import { groupsOf, isKnown, monthOf, scopeOf } from "./measure-totals.js";
import { cacOf, type WorldRun } from "./run-world.js";
import { asOf, discountAt, lastDay, margin, type TrueCustomer, type World, worthForEver } from "./world.js";

const paybackMonths = 12;
const band = { low: 2, high: 3 };

/** What cohorts of sources bring, whether they pay back, and what is said of them. */
export async function acquisitionChecks({ customers }: World, run: WorldRun): Promise<Found> {
  const pairs = new Map<string, TrueCustomer[]>();
  for (const customer of customers) {
    if (!isKnown(customer)) continue;
    for (const [attribute, source] of groupsOf(customer))
      for (const month of [monthOf(customer.days[0]!), null]) {
        const key = JSON.stringify([attribute, source, month]);
        pairs.set(key, [...(pairs.get(key) ?? []), customer]);
      }
  }
  const cohort = (row: Row): TrueCustomer[] =>
    pairs.get(JSON.stringify([row.attribute, row.source, row.acquisition_month ?? null])) ?? [];
  const rows = await run.rows(
    "clv_acquisition",
    "* replace (cast(acquisition_month as varchar) as acquisition_month)",
  );
  const channels = await run.rows("clv_acquisition_channels");
  const found = rows.map((row) => pairFound(row, cohort(row)));
  return {
    checks: [
      ...found.flatMap(({ checks }) => checks),
      ...channels.flatMap((row) =>
        checkOf(`acquisition channels, ${scopeOf(row.attribute)}: ltv`, row, "ltv", ltvOf(cohort(row))),
      ),
    ],
    shares: found.flatMap(({ shares }) => shares),
  };
}

const meanOf = (own: readonly TrueCustomer[], of: (day: number, first: number) => number): number =>
  own.reduce(
    (sum, { days, amounts }) => days.reduce((s, day, i) => s + margin * amounts[i]! * of(day, days[0]!), sum),
    0,
  ) / own.length;

function ltvOf(own: readonly TrueCustomer[]): number {
  return (
    meanOf(own, (day) => (day <= asOf ? 1 : 0)) +
    own.reduce((sum, c) => sum + worthForEver(c), 0) / own.length
  );
}

function pairFound(row: Row, own: readonly TrueCustomer[]): Found {
  if (own.length === 0) return { checks: [], shares: [] };
  const figure = (name: string): string => `acquisition, ${scopeOf(row.attribute)}: ${name}`;
  const next = (ahead: number): number =>
    meanOf(own, (day) => (day <= asOf ? 1 : day <= asOf + ahead ? discountAt(day) : 0));
  const cac = own.reduce((sum, { channel }) => sum + cacOf[channel]!, 0) / own.length;
  const ltv = ltvOf(own);
  const status = String(row.status);
  return {
    checks: [
      ...[90, 365].flatMap((days) =>
        checkOf(figure(`ltv_next_${days}d`), row, `ltv_next_${days}d`, next(days)),
      ),
      ...checkOf(
        figure("ltv_first_365d"),
        row,
        "ltv_first_365d",
        meanOf(own, (day, first) => (day - first < 365 ? 1 : 0)),
      ),
      ...checkOf(figure("ltv"), row, "ltv", ltv),
      ...checkOf(
        figure("affordable_cac_payback"),
        row,
        "affordable_cac_payback",
        meanOf(own, (day, first) => (ageOf(day, first) < paybackMonths ? 1 : 0)),
      ),
      ...(status === "not_yet" || status === "never"
        ? [paybackCheck(figure("payback months"), row, own, cac)]
        : []),
    ],
    shares: [
      ...(status === "never"
        ? [{ figure: figure("never is right"), nominal: 0.9, share: Number(ltv < cac) }]
        : []),
      ...verdictShare(figure("verdict is right"), row, ltv / cac),
    ],
  };
}

function ageOf(day: number, first: number): number {
  const [a, b] = [day, first].map((d) => dateOf(d).split("-").map(Number)) as [number[], number[]];
  return 12 * (a[0]! - b[0]!) + a[1]! - b[1]!;
}

/** Beyond what is forecast counts as never, both in what is said and in what came. */
function paybackCheck(figure: string, row: Row, own: readonly TrueCustomer[], cac: number): Check {
  const byAge: number[] = [];
  for (const { days, amounts } of own)
    days.forEach((day, i) => {
      if (day > lastDay) return;
      const age = ageOf(day, days[0]!);
      byAge[age] = (byAge[age] ?? 0) + (margin * amounts[i]!) / own.length;
    });
  let sum = 0;
  let actual = Infinity;
  for (let age = 0; age < byAge.length && actual === Infinity; age++) {
    sum += byAge[age] ?? 0;
    if (sum >= cac) actual = age + 1;
  }
  const month = (name: string): number => Number(row[name] ?? Infinity);
  const name = "payback_expected_months";
  return {
    ...{ figure, actual, expected: month(name) },
    bounds: ["lo95", "lo80", "hi80", "hi95"].map((bound) => month(`${name}_${bound}`)),
  };
}

/** Whether the verdict is that of what came, beside how often it should be by the bounds of the ratio. */
function verdictShare(figure: string, row: Row, ratio: number): ShareCheck[] {
  if (row.verdict == null || row.ltv_cac_lo80 == null) return [];
  const [middle, low, high] = ["ltv_cac", "ltv_cac_lo80", "ltv_cac_hi80"].map((name) =>
    Number(row[name]),
  ) as [number, number, number];
  const sd = (high - low) / (2 * normalQuantile(0.9));
  const below = (limit: number): number =>
    sd > 0 ? normalProbability((limit - middle) / sd) : Number(middle < limit);
  const said: Readonly<Record<string, number>> = {
    poor: below(band.low),
    within: below(band.high) - below(band.low),
    good: 1 - below(band.high),
  };
  const is = ratio < band.low ? "poor" : ratio <= band.high ? "within" : "good";
  return [{ figure, nominal: said[String(row.verdict)]!, share: Number(row.verdict === is) }];
}
