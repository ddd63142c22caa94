import { describe, expect, test } from "vitest";
import type { Verdict } from "../../../models/index.js";
import { configSchema } from "../../../pipeline/config/config.js";
import type { BacktestSummary, PairedDifference } from "../../../pipeline/registry/backtest.js";
import { gateTable } from "../../../pipeline/registry/gate-table.js";
import { type GateInputs, gates } from "../../../pipeline/registry/gates.js";

const identified: Verdict = { status: "identified", codes: [], reasons: [] };
const weak: Verdict = { status: "weak", codes: ["BOUNDARY"], reasons: ["b is at its bound"] };

const compared: PairedDifference = {
  champion: "bg-nbd+gamma-gamma-a",
  what: "pareto-nbd against bg-nbd",
  measure: "the loss in log-score",
  higherIsBetter: false,
  difference: 0.001,
  lo: -0.002,
  hi: 0.004,
};

const backtest: BacktestSummary = {
  asOf: "2026-06-30",
  origins: ["2025-12-31", "2026-03-31"],
  bias: -0.04,
  coverage: [
    { of: "purchases", level: 0.8, covered: 0.82 },
    { of: "value", level: 0.95, covered: 0.93 },
  ],
  againstChampion: compared,
};

const sound: GateInputs = {
  challenger: { version: "pareto-nbd+gamma-gamma-b", purchase: identified, spend: identified },
  champion: "bg-nbd+gamma-gamma-a",
  backtest,
  validatedAsOf: null,
  qualityStops: [],
  thresholds: configSchema.parse({}).retrain.gates,
};

function gate(name: string, changes: Partial<GateInputs>) {
  return gates({ ...sound, ...changes }).find((g) => g.gate === name)!;
}

test("a sound model passes every gate", () => {
  expect(gates(sound).map((g) => [g.gate, g.passed])).toEqual([
    ["identified", true],
    ["bias", true],
    ["coverage", true],
    ["champion", true],
    ["data quality", true],
  ]);
});

describe("each gate alone refuses", () => {
  test.each([
    [
      "identified",
      { challenger: { ...sound.challenger, purchase: weak } },
      "purchases: weak (b is at its bound)",
    ],
    ["identified", { challenger: { ...sound.challenger, spend: weak } }, "spend: weak (b is at its bound)"],
    [
      "bias",
      { backtest: { ...backtest, bias: 0.21 } },
      "purchases were predicted 21 % too high over 2 holdouts",
    ],
    [
      "coverage",
      { backtest: { ...backtest, coverage: [{ of: "value", level: 0.95, covered: 0.89 }] } },
      "the 95 % intervals of value held 89 % of the time, the farthest off of 1",
    ],
    [
      "champion",
      {
        backtest: {
          ...backtest,
          againstChampion: { ...compared, difference: 0.03, lo: 0.01, hi: 0.05 },
        },
      },
      "the loss in log-score is worse than that of bg-nbd+gamma-gamma-a on the same holdout, beyond chance: pareto-nbd against bg-nbd",
    ],
    ["data quality", { qualityStops: ["a week arrived twice"] }, "a week arrived twice"],
  ] as [string, Partial<GateInputs>, string][])("%s", (name, changes, reason) => {
    const found = gates({ ...sound, ...changes });
    expect(found.filter((g) => !g.passed).map((g) => [g.gate, g.reason])).toEqual([[name, reason]]);
  });
});

test("bounds themselves pass, and what lies beyond does not", () => {
  const { maxBias } = sound.thresholds;
  expect(gate("bias", { backtest: { ...backtest, bias: -maxBias } }).passed).toBe(true);
  expect(gate("bias", { backtest: { ...backtest, bias: -maxBias - 1e-9 } }).passed).toBe(false);
  expect(gate("bias", { backtest: { ...backtest, bias: Number.NaN } }).passed).toBe(false);
});

test("a worse model whose interval holds no difference passes; of a measure that should be high, a low one is worse", () => {
  const against = { ...compared, higherIsBetter: true };
  const of = (lo: number, hi: number) =>
    gate("champion", {
      backtest: { ...backtest, againstChampion: { ...against, difference: (lo + hi) / 2, lo, hi } },
    }).passed;
  expect(of(-0.05, 0.001)).toBe(true);
  expect(of(-0.05, -0.001)).toBe(false);
  expect(of(0.001, 0.05)).toBe(true);
});

test("a weak fit passes where the config says that it may, a failed one never", () => {
  const thresholds = { ...sound.thresholds, verdict: "weak" } as const;
  const failed: Verdict = { status: "failed", codes: ["NO_VARIATION"], reasons: ["no variation"] };
  const of = (purchase: Verdict) =>
    gate("identified", { thresholds, challenger: { ...sound.challenger, purchase } }).passed;
  expect([of(weak), of(failed)]).toEqual([true, false]);
});

test("without a validation or a champion, what cannot be measured is passed and says so", () => {
  const found = gates({ ...sound, backtest: null, champion: null });
  expect(found.every((g) => g.passed)).toBe(true);
  expect(found.filter((g) => g.value === "-").map((g) => [g.gate, g.reason])).toEqual([
    ["bias", "not measured: this run did not validate"],
    ["coverage", "not measured: this run did not validate"],
    ["champion", "there is no champion to compare with"],
  ]);
});

test("a run that did not validate says when the last one did", () => {
  const found = gates({ ...sound, backtest: null, validatedAsOf: "2026-03-31" });
  for (const name of ["bias", "coverage", "champion"])
    expect(found.find((g) => g.gate === name)).toMatchObject({
      passed: true,
      value: "-",
      reason: "not measured: this run did not validate; the last validation was as of 2026-03-31",
    });
});

test("what a validation could not measure is passed, with its reason", () => {
  const reason = "not comparable: the champion knows days up to 2026-05-31, after the last origin 2026-03-31";
  for (const [name, changes] of [
    ["bias", { bias: { unmeasured: reason } }],
    ["coverage", { coverage: { unmeasured: reason } }],
    ["champion", { againstChampion: { unmeasured: reason } }],
  ] as [string, Partial<BacktestSummary>][])
    expect(gate(name, { backtest: { ...backtest, ...changes } })).toMatchObject({
      passed: true,
      value: "-",
      reason,
    });
});

test("the table reads as a person would write it", () => {
  const table = gateTable(gates({ ...sound, backtest: { ...backtest, bias: 0.5 } }));
  expect(table.split("\n").map((line) => line.replace(/\s+/g, " ").trim())).toEqual([
    "gate found wanted",
    "identified passed purchases identified, spend identified identified the data identify the parameters",
    "bias REFUSED +50 % within ±20 % purchases were predicted 50 % too high over 2 holdouts",
    "coverage passed 82 % of 80 % within ±5 points the 80 % intervals of purchases held 82 % of the time, the farthest off of 2",
    "champion passed the loss in log-score 0.001 (-0.002 to 0.004) not significantly worse the loss in log-score is not beyond chance worse than that of bg-nbd+gamma-gamma-a on the same holdout: pareto-nbd against bg-nbd",
    "data quality passed 0 stops no stop no check of the data stops the run",
  ]);
});
