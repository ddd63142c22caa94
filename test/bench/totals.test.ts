import { describe, expect, test } from "vitest";
import { bgNbd, seededRandom } from "../../models/index.js";
import { atCut } from "./totals/at-cut.js";
import { totalsAtCut } from "./totals/job.js";
import { intervalScore, summary, type TotalRecord } from "./totals/measured.js";
import { cutsOf, dateOf, dayOf, type Order, purchaseLog } from "./totals/purchase-log.js";
import { summaryTables } from "./totals/report.js";

const day = dayOf("2011-01-01");

describe("a log of purchases", () => {
  const orders: Order[] = [
    { customer: "a", day: day + 40, amount: 5 },
    { customer: "a", day, amount: 10 },
    { customer: "a", day: day + 10, amount: 4 },
    { customer: "a", day: day + 10, amount: 2 },
    { customer: "a", day: day + 11, amount: -2 },
    { customer: "b", day: day + 30, amount: 7 },
    { customer: "c", day: day + 31, amount: 1 },
  ];
  const log = purchaseLog("shop", "shop", orders);

  test("counts the orders of a day as one and leaves refunds out", () => {
    expect([...log.start]).toEqual([0, 3, 4, 5]);
    expect([...log.day]).toEqual([day, day + 10, day + 40, day + 30, day + 31]);
    expect([...log.amount]).toEqual([10, 6, 5, 7, 1]);
    expect([log.firstDay, log.lastDay]).toEqual([day, day + 40]);
  });

  test("at a cut is what was known then, and what followed", () => {
    const at = atCut(log, day + 30, [10, 11]);
    expect(at.horizons).toEqual([10]);
    expect([...at.customer]).toEqual([0, 1]);
    const { x, tx, T, n } = at.histories;
    expect([x, tx, T, n].map((column) => [...column])).toEqual([
      [0, 1],
      [0, 10],
      [0, 30],
      [1, 1],
    ]);
    expect([...at.row]).toEqual([1, 0]);
    expect([...at.first]).toEqual([10, 7]);
    expect([...at.repeat]).toEqual([6, 0]);
    expect([...at.repeats].flatMap((count, i) => (count > 0 ? [[i, count]] : []))).toEqual([[10, 1]]);
    expect([...at.actual[0]!.purchases]).toEqual([1, 0]);
    expect([...at.actual[0]!.value]).toEqual([5, 0]);
    expect(at.before).toEqual([{ purchases: 1, value: 7 }]);
  });

  test("is cut every 30 days back from 90 before its end, to day 150", () => {
    const cuts = cutsOf({ ...log, firstDay: dayOf("2010-12-01"), lastDay: dayOf("2011-12-09") });
    expect(cuts.map(dateOf)).toEqual(["2011-05-13", "2011-06-12", "2011-07-12", "2011-08-11", "2011-09-10"]);
    expect(cutsOf({ ...log, firstDay: day, lastDay: day + 800 })[0]).toBe(day + 380);
  });
});

const record: TotalRecord = {
  ...{
    log: "shop",
    group: "shop",
    cut: "2011-01-01",
    days: 90,
    of: "purchases",
    method: "plain",
    models: "bg-nbd",
  },
  ...{ quantiles: [80, 90, 100, 110, 120], actual: 100, before: 150, customers: null },
};

describe("measures of totals", () => {
  test("the interval score is the width and what a miss costs, in units of what came", () => {
    expect(intervalScore(90, 110, 100, 0.2)).toBeCloseTo(0.2, 12);
    expect(intervalScore(90, 110, 125, 0.2)).toBeCloseTo((20 + 10 * 15) / 125, 12);
    expect(intervalScore(90, 110, 80, 0.05)).toBeCloseTo((20 + 40 * 10) / 80, 12);
  });

  test("a summary counts what lies inside and averages the rest", () => {
    const missed = { ...record, actual: 115 };
    const found = summary([record, missed, { ...record, actual: 0 }]);
    expect(found).toMatchObject({ count: 2, inside80: 0.5, inside95: 1, halfWidth: 0.1 });
    expect(found.bias).toBeCloseTo((100 / 115 - 1) / 2, 12);
    expect(found.error).toBeCloseTo((1 - 100 / 115) / 2, 12);
    expect(found.lastError).toBeCloseTo((0.5 + 150 / 115 - 1) / 2, 12);
    expect(found.is80).toBeCloseTo((0.2 + (20 + 10 * 5) / 115) / 2, 12);
    expect(found.is95).toBeCloseTo((0.4 + 40 / 115) / 2, 12);
  });

  test("tables compare methods with the plain one, group by group", () => {
    const wider = { ...record, method: "calendar", quantiles: [60, 80, 100, 120, 140] };
    const [table] = summaryTables([record, wider, { ...wider, days: 365 }], () => true);
    expect(table!.title).toBe("purchases, 90 days");
    expect(table!.rows.map((row) => [row[0], row[4], row[10]])).toEqual([
      ["shop: plain", "0.200", ""],
      ["shop: calendar", "0.400", "2.00"],
    ]);
  });
});

test("a shop is forecast by both methods, the calendar's intervals about as high and wider", () => {
  const random = seededRandom(5);
  const orders = Array.from({ length: 400 }, (_, i) => i).flatMap((i) => {
    const begun = day + Math.floor(60 * random());
    const { times } = bgNbd.simulate({ r: 1, alpha: 30, a: 0.8, b: 2.5 }, day + 150 - begun, random);
    return [0, ...times].map((at) => ({
      customer: String(i),
      day: begun + Math.floor(at),
      amount: 5 + 10 * random(),
    }));
  });
  const log = purchaseLog("shop", "shop", orders);
  const input = {
    ...{ logs: { shop: log }, worlds: "", horizons: [30], methods: ["plain", "calendar"] as const },
    ...{ families: ["bg-nbd"] as const, fit: "fallback" as const, customers: true },
  };
  const { records } = totalsAtCut(input, { log: "shop", cut: day + 100 });
  expect(records.map(({ method, of }) => `${method} ${of}`)).toEqual([
    "plain purchases",
    "plain value",
    "calendar purchases",
    "calendar value",
  ]);
  for (const { quantiles } of records) {
    expect(quantiles).toEqual([...quantiles].sort((a, b) => a - b));
    expect(quantiles[0]).toBeGreaterThan(0);
  }
  const [plain, , calendar] = records;
  expect(calendar!.actual).toBe(plain!.actual);
  expect(calendar!.quantiles[2]! / plain!.quantiles[2]!).toBeCloseTo(1, 0);
  const width = ({ quantiles: q }: TotalRecord): number => q[4]! - q[0]!;
  expect(width(calendar!)).toBeGreaterThan(width(plain!));
  const { meanAbsoluteError, logScore, gini } = plain!.customers!;
  expect([meanAbsoluteError, logScore, gini].every((v) => v > 0)).toBe(true);
});
