import { describe, expect, test } from "vitest";
import type { Verdict } from "../../../models/index.js";
import type { RivalComparison } from "../../../pipeline/artifacts/validation.js";
import { configSchema } from "../../../pipeline/config/config.js";
import type { BacktestSummary, PairedDifference } from "../../../pipeline/registry/backtest.js";
import { gateTable } from "../../../pipeline/registry/gate-table.js";
import { type GateInputs, gates } from "../../../pipeline/registry/gates.js";
import { message, sentence } from "../../../pipeline/text/messages/message.js";

const identified: Verdict = { status: "identified", codes: [], reasons: [] };
const weak: Verdict = { status: "weak", codes: ["BOUNDARY"], reasons: ["b is at its bound"] };

const compared: PairedDifference = {
  champion: "bg-nbd+gamma-gamma-a",
  what: "pareto-nbd against bg-nbd",
  measure: "logScore",
  difference: 0.001,
  lo: -0.002,
  hi: 0.004,
};

const backtest: BacktestSummary = {
  asOf: "2026-06-30",
  origins: ["2025-12-31", "2026-03-31"],
  bias: -0.04,
  valueBias: { bias: 0.08, interval: [-0.01, 0.17] },
  rivals: {
    purchases: {
      rival: "rfm-cells",
      measure: "rmse",
      loss: 1,
      best: 1.2,
      difference: -0.2,
      low: -0.3,
      high: -0.1,
    },
    value: { rival: "last-period", measure: "rmse", loss: 46, best: 45, difference: 1, low: -2, high: 4 },
  },
  coverage: [
    { of: "purchases", level: 0.8, covered: 0.82 },
    { of: "value", level: 0.95, covered: 0.93 },
  ],
  totals: { of: "value", covered: 0.86, totals: 21, origins: 12 },
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

const valueRival = backtest.rivals!.value as RivalComparison;

function gate(name: string, changes: Partial<GateInputs>) {
  return gates({ ...sound, ...changes }).find((g) => g.gate === name)!;
}

test("a sound model passes every gate", () => {
  expect(gates(sound).map((g) => [g.gate, g.state])).toEqual([
    ["identified", "passed"],
    ["bias", "passed"],
    ["value bias", "passed"],
    ["coverage", "passed"],
    ["totals", "passed"],
    ["rival", "passed"],
    ["value rival", "passed"],
    ["champion", "passed"],
    ["data quality", "passed"],
  ]);
});

describe("each gate alone refuses", () => {
  test.each([
    [
      "identified",
      { challenger: { ...sound.challenger, purchase: weak } },
      "purchases: weak (parameters run to the edge of their range)",
    ],
    [
      "identified",
      { challenger: { ...sound.challenger, spend: weak } },
      "spend: weak (parameters run to the edge of their range)",
    ],
    [
      "bias",
      { backtest: { ...backtest, bias: 0.21 } },
      "purchases were predicted 21 % too high over 2 holdouts",
    ],
    [
      "value bias",
      { backtest: { ...backtest, valueBias: { bias: 0.35, interval: [0.28, 0.42] } } },
      "value was predicted 35 % too high over 2 holdouts",
    ],
    [
      "value bias",
      { backtest: { ...backtest, valueBias: { bias: -0.35, interval: null } } },
      "value was predicted 35 % too low over 2 holdouts",
    ],
    [
      "value rival",
      {
        backtest: {
          ...backtest,
          rivals: {
            ...backtest.rivals!,
            value: { ...valueRival, loss: 60, difference: 15, low: 8, high: 22 },
          },
        },
      },
      "last-period, a naive forecast, predicts value better, beyond chance: its RMSE is 45, the model's 60",
    ],
    [
      "coverage",
      { backtest: { ...backtest, coverage: [{ of: "value", level: 0.95, covered: 0.89 }] } },
      "the 95 % intervals of value held 89 % of the time, the farthest off of 1",
    ],
    [
      "totals",
      { backtest: { ...backtest, totals: { of: "purchases", covered: 0.5, totals: 20, origins: 11 } } },
      "the 95 % intervals of totals of purchases held 50 % of the time: 20 totals predicted on 11 earlier days",
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
    expect(found.filter((g) => g.state === "refused").map((g) => [g.gate, sentence(g.reason)])).toEqual([
      [name, reason],
    ]);
  });
});

test("bounds themselves pass, and what lies beyond does not", () => {
  const { maxBias } = sound.thresholds;
  expect(gate("bias", { backtest: { ...backtest, bias: -maxBias } }).state).toBe("passed");
  expect(gate("bias", { backtest: { ...backtest, bias: -maxBias - 1e-9 } }).state).toBe("refused");
  expect(gate("bias", { backtest: { ...backtest, bias: Number.NaN } }).state).toBe("refused");
});

test("totals that held as often as asked pass; a summary of an older version says nothing of them", () => {
  const of = (covered: number) =>
    gate("totals", { backtest: { ...backtest, totals: { of: "value", covered, totals: 20, origins: 8 } } })
      .state;
  expect([of(0.6), of(0.599)]).toEqual(["passed", "refused"]);
  const { totals: _, ...older } = backtest;
  expect(gate("totals", { backtest: older }).state).toBe("not measured");
});

test("a worse model whose interval holds no difference passes", () => {
  const of = (lo: number, hi: number) =>
    gate("champion", {
      backtest: { ...backtest, againstChampion: { ...compared, difference: (lo + hi) / 2, lo, hi } },
    }).state;
  expect(of(-0.001, 0.05)).toBe("passed");
  expect(of(0.001, 0.05)).toBe("refused");
  expect(of(-0.05, -0.001)).toBe("passed");
});

test("a rival has to be better by more than the threshold and beyond chance", () => {
  const of = (difference: number, low: number, maxRivalLoss = 0.05) =>
    gate("value rival", {
      thresholds: { ...sound.thresholds, maxRivalLoss },
      backtest: {
        ...backtest,
        rivals: {
          ...backtest.rivals!,
          value: { ...valueRival, difference, low, high: 2 * difference - low },
        },
      },
    }).state;
  expect(of(2, 1)).toBe("passed");
  expect(of(3, 1)).toBe("refused");
  expect(of(3, -1)).toBe("passed");
  expect(of(2, 1, 0.01)).toBe("refused");
});

test("a bias of value that chance explains is neither passed nor refused", () => {
  const unsure = gate("value bias", {
    backtest: { ...backtest, valueBias: { bias: 0.4, interval: [-0.05, 0.9] } },
  });
  expect(unsure).toMatchObject({ state: "not measured", value: 0.4, threshold: 0.25 });
  expect(sentence(unsure.reason)).toBe("+40 % may be chance: the holdouts leave room for -5 % to +90 %");
});

test("a weak fit passes where the config says that it may, a failed one never", () => {
  const thresholds = { ...sound.thresholds, verdict: "weak" } as const;
  const failed: Verdict = { status: "failed", codes: ["NO_VARIATION"], reasons: ["no variation"] };
  const of = (purchase: Verdict) =>
    gate("identified", { thresholds, challenger: { ...sound.challenger, purchase } }).state;
  expect([of(weak), of(failed)]).toEqual(["passed", "refused"]);
});

const unvalidated = ["bias", "value bias", "coverage", "totals", "rival", "value rival"];

test("without a validation or a champion, what cannot be measured is not passed, and says so", () => {
  const found = gates({ ...sound, backtest: null, champion: null });
  expect(found.filter((g) => g.state === "passed").map((g) => g.gate)).toEqual([
    "identified",
    "data quality",
  ]);
  expect(
    found.filter((g) => g.state === "not measured").map((g) => [g.gate, g.value, sentence(g.reason)]),
  ).toEqual([
    ...unvalidated.map((name) => [name, null, "this run did not validate"]),
    ["champion", null, "there is no champion to compare with"],
  ]);
});

test("a run that did not validate says when the last one did", () => {
  const found = gates({ ...sound, backtest: null, validatedAsOf: "2026-03-31" });
  for (const name of [...unvalidated, "champion"]) {
    const { state, reason } = found.find((g) => g.gate === name)!;
    expect([state, sentence(reason)]).toEqual([
      "not measured",
      "this run did not validate; the last validation was as of 2026-03-31",
    ]);
  }
});

test("what a validation could not measure is not passed, with its reason", () => {
  const reason = message("gates.incomparable.seen", "2026-05-31", "2026-03-31");
  const unmeasured = { unmeasured: reason };
  for (const [name, changes] of [
    ["bias", { bias: unmeasured }],
    ["value bias", { valueBias: unmeasured }],
    ["coverage", { coverage: unmeasured }],
    ["rival", { rivals: { ...backtest.rivals!, purchases: unmeasured } }],
    ["value rival", { rivals: { ...backtest.rivals!, value: unmeasured } }],
    ["champion", { againstChampion: unmeasured }],
  ] as [string, Partial<BacktestSummary>][])
    expect(gate(name, { backtest: { ...backtest, ...changes } })).toMatchObject({
      state: "not measured",
      value: null,
      reason,
    });
});

test("the table reads as a person would write it", () => {
  const table = gateTable(gates({ ...sound, backtest: { ...backtest, bias: 0.5 } }));
  expect(table.split("\n").filter((line) => line.length > 80)).toEqual([]);
  const said = table.replace(/\s+/g, " ");
  for (const line of [
    "gate found, and wanted",
    "identified passed purchases identified, spend identified; wanted: identified the data identify the parameters",
    "bias REFUSED +50 %; wanted: within ±20 % purchases were predicted 50 % too high over 2 holdouts",
    "value bias passed +8 %; wanted: within ±25 % value was predicted 8 % too high over 2 holdouts",
    "coverage passed 82 % of 80 %; wanted: within ±5 points the 80 % intervals of purchases held 82 % of the time, the farthest off of 2",
    "rival passed error -16.7 % to rfm-cells; wanted: at most +5 % the RMSE of purchases is 1, that of rfm-cells, the best naive forecast, 1.2",
    "champion passed the loss in log-score 0.001 (-0.002 to 0.004); wanted: not significantly worse the loss in log-score is not beyond chance worse",
    "data quality passed 0 stops; wanted: no stop no check of the data stops the run",
  ])
    expect(said).toContain(line);
});
