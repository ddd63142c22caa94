import { describe, expect, test } from "vitest";
import type { GateReport } from "../../../pipeline/artifacts/gate-report.js";
import { configSchema } from "../../../pipeline/config/config.js";
import { alertLines, gateAlerts, monitoringAlerts } from "../../../pipeline/monitoring/alerts.js";
import { inputDrift, ofAmounts } from "../../../pipeline/monitoring/input-drift.js";
import type { InputStatistics } from "../../../pipeline/monitoring/input-statistics.js";
import type { Measure } from "../../../pipeline/monitoring/measure.js";
import { modelDrift } from "../../../pipeline/monitoring/model-drift.js";
import { monitoringStop, tierTable } from "../../../pipeline/monitoring/monitoring-table.js";
import { gateRecords } from "../../../pipeline/monitoring/records.js";
import { scoreDrift, tierChurn } from "../../../pipeline/monitoring/score-drift.js";
import { scoreboard } from "../../../pipeline/monitoring/scoreboard.js";
import type { Gate } from "../../../pipeline/registry/gates.js";
import { message, sentence } from "../../../pipeline/text/messages/message.js";

const limits = configSchema.parse({}).monitoring;

const then: InputStatistics = {
  after: "2026-05-03",
  asOf: "2026-05-31",
  orders: 2800,
  buyers: 1500,
  newCustomers: 450,
  amounts: [14, 15, 16, 17, 18, 19].map((b) => [b, 400] as const),
  gaps: [10, 12, 14, 16].map((b) => [b, 300] as const),
  repeatedShare: 0,
};
const now: InputStatistics = { ...then, after: "2026-05-31", asOf: "2026-06-28", orders: 2900 };
const raised = (by: number): InputStatistics => ({
  ...now,
  amounts: now.amounts.map(([b, n]) => [b + by, n] as const),
});

const levels = (measures: readonly Measure[]): Record<string, string> =>
  Object.fromEntries(measures.map((m) => [m.measure, m.level]));

describe("input drift", () => {
  test("the same input is within bounds in every measure", () => {
    expect(levels(inputDrift(now, then, limits))).toEqual({
      orders_a_day: "ok",
      new_customer_share: "ok",
      amount_mean: "ok",
      amount_psi: "ok",
      amount_ks: "ok",
      gap_psi: "ok",
      gap_ks: "ok",
    });
  });

  test.each([
    ["orders_a_day", { ...now, orders: 1800 }, "64.29 orders a day, -35.7 % against 100"],
    ["new_customer_share", { ...now, newCustomers: 750 }, "50 % of the buyers are new, against 30 %"],
    ["amount_mean", raised(1), "a typical amount is 56.23, +25.9 % against 44.67"],
    ["amount_mean", raised(-1), "a typical amount is 35.48, -20.6 % against 44.67"],
    ["amount_psi", raised(2), "the distribution of amounts moved by a PSI of 2.591"],
    ["amount_ks", raised(2), "the distribution of amounts moved by a Kolmogorov–Smirnov distance of 0.3333"],
  ])("%s warns of a change", (name, changed, text) => {
    const measure = inputDrift(changed, then, limits).find((m) => m.measure === name);
    expect(measure).toMatchObject({ level: "warn", reason: null });
    expect(sentence(measure!.text)).toBe(text);
  });

  test("what chance brings among few counts is no alert, the same among many is", () => {
    const of = (times: number): readonly [InputStatistics, InputStatistics] => {
      const scaled = (s: InputStatistics, by: number): InputStatistics => ({
        ...s,
        orders: by * s.orders,
        buyers: by * s.buyers,
        newCustomers: by * s.newCustomers,
        amounts: s.amounts.map(([b, n]) => [b, by * n] as const),
        gaps: s.gaps.map(([b, n]) => [b, by * n] as const),
      });
      const [few, changed] = [
        { ...then, orders: 120, buyers: 110, newCustomers: 33 },
        { ...now, orders: 85, buyers: 105, newCustomers: 44 },
      ];
      const amounts = [14, 15, 16, 17, 18, 19].map((b) => [b, 20] as const);
      const other = [14, 22, 16, 24, 18, 44].map((n, i) => [14 + i, n] as const);
      return [
        scaled({ ...few, amounts, gaps: amounts }, times),
        scaled({ ...changed, amounts: other, gaps: other }, times),
      ];
    };
    const warned = (times: number): string[] => {
      const [few, changed] = of(times);
      return inputDrift(changed, few, limits)
        .filter((m) => m.level === "warn")
        .map((m) => m.measure);
    };
    expect(warned(1)).toEqual([]);
    expect(warned(50)).toEqual(
      expect.arrayContaining([
        "new_customer_share",
        "amount_mean",
        "amount_psi",
        "amount_ks",
        "gap_psi",
        "gap_ks",
      ]),
    );
    const fallen = { ...then, orders: 100, asOf: now.asOf, after: now.after };
    expect(levels(inputDrift({ ...fallen, orders: 65 }, { ...then, orders: 100 }, limits)).orders_a_day).toBe(
      "ok",
    );
    expect(
      levels(inputDrift({ ...fallen, orders: 6500 }, { ...then, orders: 10_000 }, limits)).orders_a_day,
    ).toBe("warn");
  });

  test("a level never contradicts the threshold that is shown with it: chance is a reason of its own", () => {
    const shares = [0.3, 0.6, 0.9, 1, 1.1, 1.3, 3];
    const seen = new Set<string | null>();
    for (const size of [0.5, 10, 1000])
      for (const share of shares) {
        const scaled = (s: InputStatistics, by: number): InputStatistics => ({
          ...s,
          orders: Math.round(by * s.orders),
          newCustomers: Math.round(Math.min(1, by / size) * s.newCustomers),
          amounts: s.amounts.map(
            ([b, n], i) => [b, Math.max(1, Math.round(by * n * (i > 2 ? share : 1)))] as const,
          ),
        });
        const [small, other] = [scaled(then, size / 10), scaled(now, (share * size) / 10)];
        for (const m of inputDrift(other, small, limits)) {
          seen.add(m.reason ?? null);
          const isBeyond = m.threshold !== null && m.change! >= m.threshold;
          expect(isBeyond, JSON.stringify(m)).toBe(m.level !== "ok" || m.reason === "chance");
          if (m.reason === "chance") expect([m.level, isBeyond]).toEqual(["ok", true]);
        }
      }
    expect([...seen].sort()).toEqual(["chance", null]);
  });

  test("volume and new customers are compared with what the season of earlier years makes of them", () => {
    const autumn = { ...then, season: { orders: 1, newCustomers: 0.8 } };
    const christmas = { ...now, orders: 4500, newCustomers: 660, season: { orders: 1.6, newCustomers: 1.2 } };
    const of = (measure: string, a: InputStatistics, b: InputStatistics) =>
      inputDrift(b, a, limits).find((m) => m.measure === measure)!;
    expect(of("orders_a_day", autumn, christmas)).toMatchObject({ level: "ok", reference: 160 });
    expect(sentence(of("orders_a_day", autumn, christmas).text)).toBe(
      "160.7 orders a day, +0.4 % against 160: the 100 of then times 1.6, as earlier years moved between these seasons",
    );
    expect(sentence(of("new_customer_share", autumn, christmas).text)).toBe(
      "44 % of the buyers are new, against 45 %: the 30 % of then as earlier years moved between these seasons",
    );
    for (const measure of ["orders_a_day", "new_customer_share"]) {
      expect(of(measure, autumn, christmas).level).toBe("ok");
      expect(of(measure, then, christmas).level, "of a log too short then").toBe("warn");
    }
    const half = { ...christmas, orders: 2250 };
    expect(of("orders_a_day", autumn, half).level).toBe("warn");
    expect(of("orders_a_day", then, { ...now, orders: 2250 }).level).toBe("ok");
  });

  test("which measures are about what customers spend", () => {
    const found = inputDrift(now, then, limits).map((m) => m.measure);
    expect(found.filter(ofAmounts)).toEqual(["amount_mean", "amount_psi", "amount_ks"]);
    expect(["actual_purchases", "actual_revenue"].filter(ofAmounts)).toEqual(["actual_revenue"]);
  });

  test("slower customers show in the gaps alone", () => {
    const slower = { ...now, gaps: now.gaps.map(([b, n]) => [b + 2, n] as const) };
    const warned = inputDrift(slower, then, limits).filter((m) => m.level === "warn");
    expect(warned.map((m) => m.measure)).toEqual(["gap_psi", "gap_ks"]);
  });

  test("stops where the config says so", () => {
    const strict = configSchema.parse({ monitoring: { volume: { stop: 0.3 } } }).monitoring;
    expect(levels(inputDrift({ ...now, orders: 1800 }, then, strict)).orders_a_day).toBe("stop");
    const found = inputDrift({ ...now, orders: 1800 }, then, strict);
    const stop = monitoringStop(found, "m.json")!;
    expect(stop).toMatchObject({ code: "MONITORING_STOP", exitCode: 5 });
    expect(stop.message).toContain("Nothing was published, and the champion stays as it was");
    expect(monitoringStop(inputDrift(now, then, strict), "m.json")).toBeNull();
  });

  test("of little input nothing is said, nor of new customers over another length of time", () => {
    const few: InputStatistics = { ...now, orders: 20, buyers: 10, amounts: [[17, 20]], gaps: [[10, 5]] };
    expect(inputDrift(few, few, limits)).toEqual([]);
    const shorter = { ...now, after: "2026-06-08" };
    expect(levels(inputDrift(shorter, then, limits))).not.toHaveProperty("new_customer_share");
  });
});

describe("model drift", () => {
  const toy = (r: number, customers: number) => ({
    model: "toy",
    params: { r, s: 2 },
    covariance: [
      [0.01, 0],
      [0, 0.01],
    ],
    customers,
  });
  const model = (version: string, r: number, customers = 1000) => ({
    version,
    purchase: toy(r, customers),
    spend: toy(1, customers),
  });

  test("a step of many standard errors warns, a small one does not", () => {
    const far = modelDrift(model("b", 2), model("a", 1), limits.parameters);
    expect(levels(far)).toEqual({ purchase_parameters: "warn", spend_parameters: "ok" });
    expect(sentence(far[0]!.text)).toMatch(
      /^parameters of toy moved by [\d.]+ standard errors over 2 directions \(p /,
    );
    const near = modelDrift(model("b", 1.01), model("a", 1), limits.parameters);
    expect(levels(near)).toEqual({ purchase_parameters: "ok", spend_parameters: "ok" });
  });

  test("a move of less than a twentieth does not matter, however small the standard errors are", () => {
    const sure = (r: number) => ({
      ...toy(r, 1e6),
      covariance: [
        [1e-8, 0],
        [0, 1e-8],
      ],
    });
    const of = (r: number) =>
      modelDrift(
        { version: "b", purchase: sure(r), spend: sure(1) },
        { version: "a", purchase: sure(1), spend: sure(1) },
        limits.parameters,
      )[0]!.level;
    expect([of(1.04), of(1.06)]).toEqual(["ok", "warn"]);
    const [small] = modelDrift(
      { version: "b", purchase: sure(1.04), spend: sure(1) },
      { version: "a", purchase: sure(1), spend: sure(1) },
      limits.parameters,
    );
    expect(small!.change).toBeGreaterThan(small!.threshold!);
    expect(small!.reason).toBe("small");
  });

  test("of one and the same model, or of two kinds, nothing is said", () => {
    expect(modelDrift(model("a", 1), model("a", 1), limits.parameters)).toEqual([]);
    const other = { ...model("b", 1), purchase: { ...toy(1, 1000), model: "other" } };
    expect(levels(modelDrift(other, model("a", 1), limits.parameters))).toEqual({ spend_parameters: "ok" });
  });

  test("at a limit, parameters are compared with those at the same limit alone", () => {
    const at = { title: "all customers are alike", held: ["s"], replaced: ["s", "r"], instead: null };
    const limited = (version: string, r: number) => ({
      ...model(version, r),
      purchase: { ...toy(r, 1000), limits: [at] },
    });
    const moved = modelDrift(limited("b", 2), limited("a", 1), limits.parameters);
    expect(levels(moved)).toEqual({ purchase_parameters: "warn", spend_parameters: "ok" });
    const left = modelDrift(model("b", 2), limited("a", 1), limits.parameters);
    expect(levels(left)).toEqual({ spend_parameters: "ok" });
  });
});

describe("score drift", () => {
  test("the mean CLV of one horizon, margin and discount rate", () => {
    const terms = { horizonDays: 365, margin: 0.3, annualDiscountRate: 0.1 };
    const of = (meanClv: number, others: Partial<typeof terms> = {}) =>
      scoreDrift({ ...terms, meanClv, ...others }, { ...terms, meanClv: 100 }, limits.scores);
    expect(of(110)).toMatchObject([{ level: "ok", value: 110, reference: 100 }]);
    expect(of(70)).toMatchObject([{ level: "warn" }]);
    expect(sentence(of(70)[0]!.text)).toBe("the mean CLV of the next 365 days is 70, -30 % against 100");
    for (const others of [{ horizonDays: 90 }, { margin: 1 }, { annualDiscountRate: 0 }])
      expect(of(70, others)).toEqual([]);
    expect([of(199), of(51)].map((m) => m[0]!.level)).toEqual(["warn", "warn"]);
    expect([of(201), of(49)].map((m) => m[0]!.level)).toEqual(["stop", "stop"]);
  });

  test("tier churn counts who is in another tier, and the table shows the moves", () => {
    const moves = [
      { from: "top", to: "top", customers: 40 },
      { from: "top", to: "low", customers: 50 },
      { from: "low", to: "low", customers: 1000 },
      { from: "low", to: "top", customers: 10 },
    ];
    const churn = tierChurn(moves, { warn: 0.05, stop: 0 });
    expect(churn).toMatchObject([{ level: "warn", value: 60 / 1100 }]);
    expect(sentence(churn[0]!.text)).toBe(
      "5.5 % of the customers of both runs changed tier, most from top to low (50)",
    );
    expect(tierChurn(moves, limits.tiers)[0]!.level).toBe("ok");
    expect(tierChurn([], limits.tiers)).toEqual([]);
    expect(tierTable(moves, ["top", "low"])).toBe(
      ["  was / is  top    low", "  top        40     50", "  low        10  1,000"].join("\n"),
    );
  });
});

describe("the scoreboard", () => {
  const expected = { purchases: 1000, revenue: 50_000 };
  test("holds what followed compared with what was expected", () => {
    const found = scoreboard(expected, { purchases: 1100, revenue: 35_000 }, 30, limits.scoreboard);
    expect(found).toMatchObject([
      { measure: "actual_purchases", level: "ok", value: 1100, reference: 1000 },
      { measure: "actual_revenue", level: "warn" },
    ]);
    expect(sentence(found[1]!.text)).toBe(
      "revenue of the last run's customers in 30 days: 35,000, -30 % against the 50,000 expected",
    );
  });

  test("stops where three fifths of what was expected followed, or two fifths more", () => {
    const of = (purchases: number) =>
      scoreboard(expected, { purchases, revenue: 50_000 }, 30, limits.scoreboard)[0]!.level;
    expect([590, 610, 1190, 1390, 1410].map(of)).toEqual(["stop", "warn", "ok", "warn", "stop"]);
  });

  test("what chance brings among few purchases is no alert", () => {
    const of = (n: number, share: number) =>
      levels(
        scoreboard(
          { purchases: n, revenue: 50 * n },
          { purchases: share * n, revenue: share * 50 * n },
          30,
          limits.scoreboard,
        ),
      );
    expect(of(100, 0.65)).toEqual({ actual_purchases: "ok", actual_revenue: "ok" });
    expect(of(1000, 0.65)).toEqual({ actual_purchases: "warn", actual_revenue: "warn" });
  });

  test("says it without a warning where few purchases were expected", () => {
    const found = scoreboard(
      { purchases: 10, revenue: 500 },
      { purchases: 2, revenue: 60 },
      1,
      limits.scoreboard,
    );
    expect(found.map((m) => [m.level, m.threshold, m.reason])).toEqual([
      ["ok", null, "few"],
      ["ok", null, "few"],
    ]);
  });
});

test("an alert is one JSON line, and what is in order is none", () => {
  const run = { runId: "latest-a", asOf: "2026-06-28" };
  const measures = inputDrift({ ...now, orders: 1800 }, then, limits);
  const gate: Gate = {
    gate: "bias",
    state: "refused",
    value: 0.5,
    threshold: 0.2,
    found: message("gates.bias.found", 0.5),
    wanted: message("gates.within", 0.2),
    reason: message("gates.bias", "purchases", 0.5, 2),
  };
  const report: GateReport = {
    format: 2,
    configuration: "c",
    outcome: "refused",
    champion: "a",
    before: "a",
    setAside: null,
    challenger: "b",
    gates: [
      gate,
      { ...gate, gate: "coverage", state: "passed" },
      { ...gate, gate: "rival", state: "not measured" },
    ],
    reason: "bias: too high",
    overridden: [],
    backtest: null,
  };
  const refused = gateAlerts(report, run);
  expect(gateRecords(report).map(({ measure, level, reason }) => [measure, level, reason])).toEqual([
    ["gate.bias", "stop", null],
    ["gate.coverage", "ok", null],
    ["gate.rival", "ok", "not measured"],
  ]);
  const lines = alertLines([...monitoringAlerts(measures, run), ...refused]);
  expect(lines.endsWith("\n")).toBe(true);
  expect(
    lines
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      ...run,
      source: "monitoring",
      name: "orders_a_day",
      level: "warn",
      value: 1800 / 28,
      threshold: 0.3,
      text: "64.29 orders a day, -35.7 % against 100",
    },
    {
      ...run,
      source: "gate",
      name: "bias",
      level: "stop",
      value: 0.5,
      threshold: 0.2,
      text: "purchases were predicted 50 % too high over 2 holdouts",
    },
  ]);
});
