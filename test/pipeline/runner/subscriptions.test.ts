import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { bgBb, sbg, seededRandom } from "../../../models/index.js";
import type { StageName } from "../../../pipeline/stage.js";
import { near } from "../../models/near.js";
import { scratch } from "../cli/clv-process.js";
import { query, type Row, readArrow } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { dayAfter, logFolder, modelOf, scoresOf } from "./logged-run.js";

const root = await scratch();
const truth = { alpha: 0.9, beta: 3.2 };
const customers = 1500;
const lastMonth = 2024 * 12 + 4; // May 2024: the run ends in the middle of June

interface Contract {
  readonly id: string;
  /** periods from the first payment to the last complete one */
  readonly T: number;
  readonly renewals: number;
  /** day of the period that is paid on, from 0 */
  readonly day: number;
  readonly price: number;
}

/** Contracts that began 1 to 30 periods ago and were renewed as sBG says. */
const contracts: readonly Contract[] = (() => {
  const random = seededRandom(20);
  return Array.from({ length: customers }, (_, i) => {
    const T = 1 + (i % 30);
    return {
      id: `s${i}`,
      T,
      renewals: sbg.simulate(truth, T, random).times.length,
      day: i % 7,
      price: [9, 19, 49][i % 3]!,
    };
  });
})();

const subscribed = (c: Contract): boolean => c.renewals === c.T;

/** The contracts as payments; `dayOf` says where in the calendar the period lies that ends so many before the last. */
function payments(dayOf: (periodsAgo: number, day: number) => string): [string, string, number][] {
  return contracts.flatMap((c) =>
    Array.from({ length: c.renewals + 1 }, (_, k): [string, string, number] => [
      c.id,
      dayOf(c.T - k, c.day),
      c.price,
    ]),
  );
}

function inMonth(periodsAgo: number, day: number): string {
  const month = lastMonth - periodsAgo;
  return new Date(Date.UTC(Math.floor(month / 12), month % 12, 1 + 4 * day)).toISOString().slice(0, 10);
}

const monthly = payments(inMonth);
/** Some pay for June too, before the run and after it. */
const june = contracts
  .filter((c) => subscribed(c) && c.day % 2 === 0)
  .map((c): [string, string, number] => [c.id, `2024-06-${String(1 + 4 * c.day).padStart(2, "0")}`, c.price]);

async function subscriptions(
  flags: Record<string, unknown>,
  lines = [...monthly, ...june],
  until: StageName = "score",
) {
  const folder = await logFolder(root, lines);
  return runHere(folder, { asOf: "2024-06-15", ...flags }, { until, verbosity: "debug" });
}

const plain = { uncertainty: { intervals: false } };

/** Expected renewals by the plain product of retention rates. */
function renewalsExpected({ alpha, beta }: typeof truth, T: number, periods: number, discount = 1): number {
  let stays = 1;
  let sum = 0;
  for (let k = 1; k <= periods; k++) {
    stays *= (beta + T + k - 1) / (alpha + beta + T + k - 1);
    sum += stays * discount ** k;
  }
  return sum;
}

describe("monthly payments, as of the middle of a month", () => {
  // biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
  let run: any;
  let scores: Map<string, Row>;

  beforeAll(async () => {
    run = await subscriptions({ purchase: { model: "sbg" } });
    scores = await scoresOf(run.runDir);
  });

  test("observation ends with the last complete month, and the account says what is left out", () => {
    expect(run.asOf).toBe("2024-05-31");
    expect(run.log).toContain("the month of 2024-06-15 is not over: observation ends on 2024-05-31");
    expect(run.rows).toMatchObject({ input: monthly.length + june.length, accepted: monthly.length });
    expect(june.length).toBeGreaterThan(50);
    expect(run.account.outOfWindowBy).toEqual({ before: 0, after: june.length });
    expect(run.text).toContain(`0 before, ${june.length} after`);
    expect(run.text).toContain("Purchases and churn: sbg, time in months");
  });

  test("the truth is within 3.5 standard errors, and the periods are months", () => {
    const { params, standardErrors, verdict, period, fixed } = run.purchase;
    expect([verdict.status, period, fixed]).toEqual(["identified", "month", undefined]);
    for (const k of ["alpha", "beta"] as const)
      expect(Math.abs(params[k] - truth[k]) / standardErrors[k], k).toBeLessThan(3.5);
  });

  test("whoever paid in the last month is alive with certainty, and nobody else", () => {
    expect(scores.size).toBe(customers);
    for (const c of contracts) {
      const row = scores.get(c.id)!;
      expect([row.p_alive, row.x], c.id).toEqual([subscribed(c) ? 1 : 0, c.renewals]);
      if (!subscribed(c))
        expect([row.expected_purchases_365d, row.clv_365d, row.residual_clv]).toEqual([0, 0, 0]);
    }
    expect(contracts.filter(subscribed).length).toBeGreaterThan(300);
  });

  test("90, 180 and 365 days are 3, 6 and 12 months of renewals, as a plain loop adds them up", () => {
    const { params } = run.purchase;
    const discount = 1.1 ** (-1 / 12);
    for (const c of contracts.filter(subscribed).slice(0, 40)) {
      const row = scores.get(c.id)!;
      for (const [days, months] of [
        [90, 3],
        [180, 6],
        [365, 12],
      ] as const) {
        near(row[`expected_purchases_${days}d`] as number, renewalsExpected(params, c.T, months), 1e-10);
        const value = (row.expected_spend as number) * renewalsExpected(params, c.T, months, discount);
        near(row[`clv_${days}d`] as number, value, 1e-10);
        expect(row[`purchases_${days}d_hi95`]).toBeLessThanOrEqual(months);
      }
      const forever = renewalsExpected(params, c.T, 20_000, discount);
      near(row.residual_clv as number, (row.expected_spend as number) * forever, 1e-5);
    }
  });

  test("there are no months where periods are counted, and tiers have intervals", () => {
    expect(run.totals.months).toBeNull();
    for (const { clv, interval } of run.totals.tiers) {
      near(interval.expected, clv, 1e-12);
      expect(interval.hi80 > interval.lo80, "nothing is sure but of those who are gone").toBe(clv > 0);
    }
  });

  test("days in scores are days, while histories count months", async () => {
    const c = contracts.find((c) => c.T === 12 && c.renewals === 5)!;
    expect(scores.get(c.id)).toMatchObject({
      first_day: inMonth(12, c.day),
      last_day: inMonth(7, c.day),
      as_of: "2024-05-31",
      historic_value: (6 * c.price).toFixed(4),
    });
    const histories = await readArrow(join(run.runDir, "histories.arrow"));
    const largest = Math.max(...(histories.values("t_cal") as number[]));
    expect(largest).toBe(30);
    expect(histories.rows).toBeLessThan(500);
  });

  test.each(["bdw", "geometric"] as const)("%s runs on the same payments", async (model) => {
    const other = await subscriptions({ ...plain, purchase: { model, fallback: false } });
    expect(other.purchase).toMatchObject({ model, period: "month", leftBecause: null });
    if (model === "bdw") {
      // contains sBG at c = 1, so it fits no worse, and the truth has c = 1
      expect(other.purchase.logLikelihood).toBeGreaterThanOrEqual(run.purchase.logLikelihood - 1e-6);
      expect(Math.abs(other.purchase.params.c - 1) / other.purchase.standardErrors.c).toBeLessThan(3.5);
    } else {
      const ended = contracts.filter((c) => !subscribed(c)).length;
      const renewed = contracts.reduce((sum, c) => sum + c.renewals, 0);
      near(other.purchase.params.odds, ended / renewed, 1e-6);
      expect(other.purchase.logLikelihood).toBeLessThan(run.purchase.logLikelihood);
    }
    const alive = (await scoresOf(other.runDir, "customer_id, p_alive")).values();
    expect([...alive].reduce((sum, r) => sum + (r.p_alive as number), 0)).toBe(
      contracts.filter(subscribed).length,
    );
  });

  test("two payments in one month are one renewal, of both amounts", async () => {
    const twice = monthly.find(([, day]) => day.startsWith("2024-03-"))!;
    const more: [string, string, number] = [twice[0], "2024-03-29", 100];
    const lines = [...monthly, ...june, more];
    const again = await subscriptions({ ...plain, purchase: { model: "sbg" } }, lines, "fit");
    expect(again.purchase.params).toEqual(run.purchase.params);
    const [after] = await query(
      `select x, total_spend from '${join(again.runDir, "tables/customers.parquet")}' where customer_id = '${twice[0]}'`,
    );
    const before = scores.get(twice[0])!;
    expect([after!.x, Number(after!.total_spend)]).toEqual([before.x, Number(before.historic_value) + 100]);
  });

  test.each([
    ["week", 7, [13, 26, 52]],
    [30, 30, [3, 6, 12]],
  ] as const)("the same contracts counted by %s have the same histories and estimates", async (period, length, horizons) => {
    const asOf = "2024-05-31";
    const lines = payments((ago, day) => dayAfter(asOf, -length * ago - Math.floor((day * length) / 7)));
    const other = await subscriptions({ ...plain, asOf, purchase: { model: "sbg", period } }, lines);
    expect(other.asOf, "counted back from asOf, so it stays").toBe(asOf);
    expect(other.purchase).toMatchObject({ period, params: run.purchase.params });
    expect(other.histories).toBe(run.histories);
    const own = await scoresOf(other.runDir);
    for (const c of contracts.filter(subscribed).slice(0, 5))
      for (const [i, days] of [90, 180, 365].entries())
        near(
          own.get(c.id)![`expected_purchases_${days}d`] as number,
          renewalsExpected(run.purchase.params, c.T, horizons[i]!),
          1e-10,
        );
  });
});

test("bg-bb: donors who skip months, with estimates near the truth and P(alive) between 0 and 1", async () => {
  const donors = { alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.78 };
  const random = seededRandom(5);
  const lines = Array.from({ length: 2500 }, (_, i) => {
    const T = 6 + (i % 18);
    return [0, ...bgBb.simulate(donors, T, random).times].map((k): [string, string, number] => [
      `d${i}`,
      inMonth(T - k, i % 7),
      20,
    ]);
  }).flat();
  const run = await subscriptions({ purchase: { model: "bg-bb" } }, lines);
  expect(run.purchase).toMatchObject({ model: "bg-bb", period: "month", leftBecause: null });
  for (const [k, value] of Object.entries(donors))
    expect(Math.abs(run.purchase.params[k] - value) / run.purchase.standardErrors[k], k).toBeLessThan(3.5);
  const [row] = await query(
    `select min(p_alive) > 0 as positive, max(p_alive) as most, count(distinct p_alive) > 50 as many,
      max(expected_purchases_365d) < 12 as possible from '${join(run.runDir, "tables/scores.parquet")}'`,
  );
  expect(row).toMatchObject({ positive: true, most: 1, many: true, possible: true });
  expect((await modelOf(run.runDir)).purchase.dayParams).toEqual(run.purchase.params);
});
