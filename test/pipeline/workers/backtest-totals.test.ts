import { expect, test } from "vitest";
import {
  isUnsupported,
  type PredictedTotal,
  type SpendParams,
  totalMeasures,
  totalSafety,
} from "../../../models/index.js";
import {
  backtestTotals,
  type TotalsInput,
  type TotalsResult,
} from "../../../pipeline/workers/backtest-totals.js";
import { boughtAfter, historiesAt, repeatsAt, type SimulatedLog, simulatedLog } from "./simulated-log.js";

const input: TotalsInput = {
  ...{ model: "bg-nbd", fixed: {}, start: null, prior: "auto", fallback: true, calendar: "auto", events: [] },
  spend: null,
};
const epoch = 18_262; // 2020-01-01

type Predicted = Exclude<TotalsResult, { readonly failed: readonly string[] }>;

function predict(log: SimulatedLog, origin: number, of: TotalsInput = input): Predicted {
  const found = backtestTotals(of, {
    ...{ firstDay: epoch, origin: epoch + origin, z: null, zz: null },
    ...{ histories: historiesAt(log, origin), repeats: repeatsAt(log, origin) },
    ...{ horizons: [90], months: [30, 60, 90] },
  });
  if (found.failed !== null) throw new Error(found.failed.join());
  return found;
}

interface Tried {
  readonly day: number;
  readonly actual: number;
  readonly found: Predicted;
}

const tried = (log: SimulatedLog, origins: readonly number[]): Tried[] =>
  origins.map((day) => ({ day, actual: boughtAfter(log, day, day + 90), found: predict(log, day) }));
const own = ({ day, actual, found }: Tried): PredictedTotal => ({
  ...{ day, actual },
  ...found.horizons.purchases[0]!,
});
const plain = ({ day, actual, found }: Tried): PredictedTotal => ({
  ...{ day, actual },
  ...found.plain.purchases[0]!,
});

test("totals of a business that grows by 120 % a year: the calendar's ranges hold, plain ones do not", () => {
  const log = simulatedLog({ customers: 1000, days: 800, seed: 2 }, (day) => Math.exp((0.8 * day) / 365));
  const found = tried(log, [360, 420, 480, 540, 600, 660]);
  const [calendar, without] = [totalMeasures(found.map(own)), totalMeasures(found.map(plain))];
  expect(found.every((t) => t.found.calendar)).toBe(true);
  expect(calendar.coverage95).toBeGreaterThan(0.8);
  expect(without.coverage95).toBeLessThan(0.6);
  expect(calendar.intervalScore80!).toBeLessThan(0.6 * without.intervalScore80!);
  expect(calendar.meanAbsoluteError!).toBeLessThan(without.meanAbsoluteError!);
  expect(totalSafety(found.map(own), 90).k).toBeLessThan(1.2);
  expect(totalSafety(found.map(plain), 90).k).toBeGreaterThan(1.5);
});

test("a log that grows from nothing is found not to support a forecast", () => {
  const log = simulatedLog({ customers: 600, days: 800, seed: 4 }, (day) =>
    day < 400 ? 0.05 : 0.05 * Math.exp((day - 400) / 60),
  );
  const steady = totalSafety(tried(log, [300]).map(own), 90);
  expect(isUnsupported(steady)).toBe(false);
  const grown = totalSafety(tried(log, [300, 420, 480]).map(own), 90);
  expect(isUnsupported(grown)).toBe(true);
  expect(grown.worst!.logError).toBeGreaterThan(0.5);
});

test("months add up to the total, and are less sure than it", () => {
  const log = simulatedLog({ customers: 400, days: 500, seed: 5 }, () => 1);
  const { horizons, months } = predict(log, 400);
  const sum = months.purchases.reduce((a, m) => a + m.expected, 0);
  expect(sum).toBeCloseTo(horizons.purchases[0]!.expected, 6);
  for (const month of months.purchases) {
    expect(month.logSpread).toBeGreaterThan(horizons.purchases[0]!.logSpread);
    expect(month.lo95).toBeLessThan(month.lo80);
    expect(month.hi80).toBeGreaterThan(month.median);
  }
});

test("without a calendar both are the same, and a log without repeat purchases has a reason instead", () => {
  const log = simulatedLog({ customers: 400, days: 500, seed: 5 }, () => 1);
  const off = predict(log, 400, { ...input, calendar: "off" });
  expect(off.calendar).toBe(false);
  expect(off.horizons).toEqual(off.plain);
  expect(off.plain).toEqual(predict(log, 400).plain);
  const once = log.map(([first]) => [first!]);
  expect(() => predict(once, 400)).toThrow(/./);
});

test("value is at the level of what was spent by then, whatever the run's parameters say of later days", () => {
  const log = simulatedLog({ customers: 400, days: 500, seed: 6 }, () => 1);
  const histories = historiesAt(log, 400);
  const z = histories.x.map((x, i) => 7 * x * histories.n[i]!);
  const zz = histories.x.map((x, i) => 49 * x * x * histories.n[i]!);
  const item = { firstDay: epoch, origin: epoch + 400, histories, repeats: repeatsAt(log, 400), z, zz };
  const valued = (params: SpendParams): TotalsResult =>
    backtestTotals(
      { ...input, spend: { params, points: [], level: null } },
      { ...item, horizons: [90], months: [] },
    );
  for (const params of [{ mean: 20 }, { p: 6, q: 4, gamma: 100 }]) {
    const found = valued(params) as Predicted;
    const each = found.horizons.value[0]!.expected / found.horizons.purchases[0]!.expected;
    expect(each).toBeCloseTo(7, "mean" in params ? 6 : 0);
  }
});
