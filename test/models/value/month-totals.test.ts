import { expect, test } from "vitest";
import { monthOfDay } from "../../../models/calendar/months.js";
import { fitWithCalendar } from "../../../models/calendar/purchase-calendar.js";
import { historiesFrom } from "../../../models/histories.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import { sigmaPoints } from "../../../models/inference/laplace.js";
import { gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { nbd } from "../../../models/purchase/nbd.js";
import { dailyRate } from "../../../models/value/discounting.js";
import type { Stretch } from "../../../models/value/month-totals.js";
import { predictHistories } from "../../../models/value/predict-histories.js";
import { everyone } from "../../../models/value/segment-sums.js";
import { type Total, totalsOfSums } from "../../../models/value/total-intervals.js";
import { totalSums } from "../../../models/value/total-sums.js";
import { thorough } from "../../thorough.js";
import { season } from "../calendar/family-worlds.js";
import { logAt, purchaseDays } from "../calendar/known-calendar.js";
import { near } from "../near.js";
import { levels, monthsOf } from "./month-worlds.js";

const truth = { r: 0.8, alpha: 40, a: 0.8, b: 2.5 };
const months: Stretch[] = [0, 20, 51, 79, 110, 140].map((from, i, all) => ({ from, to: all[i + 1] ?? 171 }));
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Customers with their past, and how many purchases each month brought. */
function base(customers: number, seed: number) {
  const random = seededRandom(seed);
  const past: Record<"x" | "tx" | "T", number[]> = { x: [], tx: [], T: [] };
  const bought = months.map(() => 0);
  for (let i = 0; i < customers; i++) {
    const T = 60 * (1 + Math.floor(random() * 6));
    const { times } = bgNbd.simulate(truth, T + months.at(-1)!.to, random);
    const seen = times.filter((t) => t <= T);
    past.x.push(seen.length);
    past.tx.push(Math.ceil(seen.at(-1) ?? 0));
    past.T.push(T);
    for (const t of times.slice(seen.length)) bought[months.findIndex(({ to }) => T + to >= t)]! += 1;
  }
  return { h: historiesFrom(past.x, past.tx, past.T), bought };
}

const spendOf = (h: ReturnType<typeof base>["h"]) => {
  const random = seededRandom(4);
  const z = h.x.map((x, i) => x * h.n[i]! * gammaVariate(random, 6, 0.2));
  return everyone(
    h,
    z,
    z.map((v, i) => (v * v) / h.n[i]!),
  );
};

test("months up to a horizon add up to it, also where predictions are of a sample", () => {
  const { h } = base(1500, 1);
  const spend = { p: 6.25, q: 3.74, gamma: 15.44 };
  const world = { model: bgNbd, params: truth, histories: h, months, delta: dailyRate(0.5), spend };
  for (const draws of [100, 5000]) {
    const { totals, exact } = monthsOf({ ...world, horizons: [30, 79, 171], spent: spendOf(h), draws });
    for (const [count, of] of [
      [3, exact[1]!],
      [6, exact[2]!],
    ] as const) {
      near(sum(totals.slice(0, count).map((m) => m.purchases.expected)), of.purchases, 1e-12);
      near(sum(totals.slice(0, count).map((m) => m.discounted.expected)), of.value, 1e-12);
    }
    for (const { value, discounted } of totals) expect(value.expected).toBeGreaterThan(discounted.expected);
    const last = totals[5]!;
    const middle = Math.exp(-dailyRate(0.5) * 155);
    near(last.discounted.expected / last.value.expected, middle, 2e-3);
    near(
      last.value.quantiles[0]! / last.value.expected,
      last.discounted.quantiles[0]! / last.discounted.expected,
      1e-12,
    );
  }
});

test("the first month is the horizon of as many days", () => {
  const { h } = base(400, 2);
  const points = sigmaPoints(fitModel(bgNbd, h));
  const world = { model: bgNbd, params: truth, points, histories: h, months, horizons: [20, 171] };
  const { totals } = monthsOf(world);
  const out = predictHistories(bgNbd, truth, h, [20], 0, { levels: [0.5], spend: null });
  const options = { levels, margin: 1, spend: { mean: 1 } };
  const [total] = totalsOfSums([totalSums(h, out, everyone(h), options.spend)], options);
  near(totals[0]!.purchases.chance, total!.purchases[0]!.chance, 1e-9);
  expect(totals[0]!.purchases.doubt).toBeGreaterThan(0);
  expect(relative(totals[5]!.purchases, "doubt")).toBeGreaterThan(relative(totals[0]!.purchases, "doubt"));
});

const relative = (t: Total, of: "chance" | "doubt" | "calendar"): number => t[of] / t.expected;

test("customers who stay for good: a month's chance is that of a negative binomial", () => {
  const p = { r: 0.8, alpha: 40 };
  const h = historiesFrom([0, 1, 4], [0, 20, 150], [200, 200, 200]);
  const { totals } = monthsOf({ model: nbd, params: p, histories: h, months, horizons: [171] });
  const { from, to } = months[3]!;
  const days = to - from;
  const variance = [0, 1, 4].map((x) => ((p.r + x) * days * (p.alpha + 200 + days)) / (p.alpha + 200) ** 2);
  near(totals[3]!.purchases.chance ** 2, sum(variance), 1e-6);
});

test("months are off by what they are said to be off by, given the parameters", () => {
  const bases = thorough ? 400 : 80;
  const z: number[] = [];
  for (let seed = 1; seed <= bases; seed++) {
    const { h, bought } = base(300, 100 + seed);
    const { totals } = monthsOf({ model: bgNbd, params: truth, histories: h, months, horizons: [171] });
    totals.forEach(({ purchases: t }, m) => {
      z.push((bought[m]! - t.expected) / t.chance);
    });
  }
  const spread = Math.sqrt(sum(z.map((v) => v * v)) / z.length);
  expect(Math.abs(spread - 1), `${spread}`).toBeLessThan(thorough ? 0.05 : 0.09);
});

test("a calendar's months are less sure than their total, and hold what a season brings", {
  timeout: 300_000,
}, () => {
  const worlds = thorough ? 20 : 3;
  const inside = { at80: 0, at95: 0, of: 0 };
  for (let seed = 1; seed <= worlds; seed++) {
    const { totals, exact, together, bought } = seasonalWorld(seed);
    totals.forEach(({ purchases: { quantiles: q } }, m) => {
      inside.of++;
      inside.at80 += Number(q[1]! <= bought[m]! && bought[m]! <= q[2]!);
      inside.at95 += Number(q[0]! <= bought[m]! && bought[m]! <= q[3]!);
    });
    const monthly = totals.map(({ purchases }) => purchases);
    near(sum(monthly.map((t) => t.expected)), exact[0]!.purchases, 1e-12);
    const wide = monthly.map((t) => relative(t, "calendar"));
    expect(sum(wide) / wide.length).toBeGreaterThan(1.1 * together);
    expect(Math.min(...wide)).toBeGreaterThan(0.5 * together);
  }
  expect(inside.at80 / inside.of, "80 %").toBeGreaterThan(0.65);
  expect(inside.at95 / inside.of, "95 %").toBeGreaterThan(0.85);
});

/** Two and a half years of a shop with a known season, and its next half year. */
function seasonalWorld(seed: number) {
  const random = seededRandom(seed);
  const firstDay = 18_993; // 2022-01-01
  const asOf = firstDay + 911; // 2024-06-30
  const lengths = [31, 31, 30, 31, 30, 31];
  const stretches = lengths.map((length, i) => {
    const from = sum(lengths.slice(0, i));
    return { from, to: from + length };
  });
  const calendar = { firstDay, asOf, logFactor: (day: number) => season[monthOfDay(day) % 12]! };
  const arrivals = Array.from({ length: 1500 }, () => firstDay + Math.floor(random() * 700));
  const p = { r: 0.8, alpha: 60, a: 0.8, b: 3 };
  const days = purchaseDays(bgNbd, p, calendar, arrivals, asOf + 184, random);
  const log = logAt(days, firstDay, asOf);
  const found = fitWithCalendar(bgNbd, log, { parts: "auto" }, (h, start) =>
    fitModel(bgNbd, h, start ? { start } : {}),
  );
  const bought = stretches.map(
    ({ from, to }) => days.flat().filter((day) => day > asOf + from && day <= asOf + to).length,
  );
  const world = { model: bgNbd, params: found.fit.params, points: sigmaPoints(found.fit), asOf };
  const horizons = [184];
  return {
    ...monthsOf({
      ...world,
      histories: log.histories,
      calendar: found.calendar,
      months: stretches,
      horizons,
    }),
    bought,
  };
}
