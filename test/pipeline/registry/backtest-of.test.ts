import { describe, expect, test } from "vitest";
import type { ModelFile } from "../../../pipeline/artifacts/model-file.js";
import type {
  Backtest,
  ChampionBacktest,
  CoverageRow,
  Differences,
  OverallForecast,
} from "../../../pipeline/artifacts/validation.js";
import { backtestOf } from "../../../pipeline/registry/backtest-of.js";
import { inWords } from "../in-words.js";

type Named = Pick<ModelFile, "purchase" | "modelVersion">;
const model = (name: string, version = `${name}+gamma-gamma-a`): Named =>
  ({ purchase: { model: name }, modelVersion: version }) as Named;

const loss = (value: number, low: number, high: number): Differences =>
  ({ logScore: { value, low, high } }) as Differences;
const both = (of: Differences) => ({ purchases: of, value: of });

/** How a model did over both origins; a loss to the chosen one where it is not that itself. */
function overall(name: string, differences: Differences | null, bias = 0.1): OverallForecast {
  const target = { measures: { bias }, intervals: null, differences };
  return { name, kind: "model", targets: { purchases: target, value: target } } as unknown as OverallForecast;
}

const frozen: ChampionBacktest = {
  version: "bg-nbd+gamma-gamma-a",
  model: "bg-nbd",
  fittedAsOf: "2026-01-31",
  notComparable: null,
  differences: both(loss(-0.02, -0.03, -0.01)),
};
const row = (name: string, after: number): CoverageRow =>
  ({ model: name, target: "value", level: 0.8, historyClass: null, after }) as CoverageRow;

const validated = {
  models: ["bg-nbd", "pareto-nbd"],
  chosen: "bg-nbd",
  origins: ["2026-01-01", "2026-03-01"].map((origin) => ({
    origin,
    until: "2026-05-01",
    forecasts: [
      { name: "bg-nbd", scores: {} },
      { name: "nbd", scores: origin === "2026-01-01" ? null : {} },
    ],
  })),
  overall: [
    overall("bg-nbd", null),
    overall("pareto-nbd", loss(0.004, -0.001, 0.009), -0.3),
    { name: "nbd", kind: "model", targets: null },
  ],
  coverage: [row("bg-nbd", 0.81), row("pareto-nbd", 0.74)],
  champion: frozen,
} as unknown as Backtest;

const of = (changes: Partial<Backtest>, fitted: Named, champion: Named | null) =>
  inWords(backtestOf({ asOf: "2026-05-01", backtest: { ...validated, ...changes } }, fitted, champion));

test("bias and coverage are those of the kind of model that was fitted, chosen or not", () => {
  expect(of({}, model("bg-nbd"), null)).toMatchObject({
    asOf: "2026-05-01",
    origins: ["2026-01-01", "2026-03-01"],
    bias: 0.1,
    coverage: [{ of: "value", level: 0.8, covered: 0.81 }],
    againstChampion: null,
  });
  expect(of({}, model("pareto-nbd"), null)).toMatchObject({ bias: -0.3, coverage: [{ covered: 0.74 }] });
  expect(backtestOf({ asOf: "2026-05-01", backtest: null }, model("bg-nbd"), null)).toBeNull();
});

test("value: its bias with the interval, and the best naive rival of what was fitted", () => {
  const rival = {
    rival: "rfm-cells",
    measure: "rmse",
    loss: 9,
    best: 8,
    difference: 1,
    low: -1,
    high: 3,
  } as const;
  const rivals = { purchases: rival, value: rival };
  const interval = { bias: { value: 0.1, low: -0.1, high: 0.3 } };
  const withIntervals = [overall("bg-nbd", null)].map((f) => ({
    ...f,
    targets: { ...f.targets!, value: { ...f.targets!.value, intervals: interval } },
  })) as unknown as OverallForecast[];
  const found = of({ fitted: "bg-nbd", rivals, overall: withIntervals }, model("bg-nbd"), null);
  expect(found).toMatchObject({ valueBias: { bias: 0.1, interval: [-0.1, 0.3] }, rivals });
  expect(of({ fitted: "pareto-nbd", rivals }, model("bg-nbd"), null)).toMatchObject({
    valueBias: { bias: 0.1, interval: null },
    rivals: { value: { unmeasured: "no naive forecast is there on every origin" } },
  });
});

test("what was not measured says why", () => {
  const left = { unmeasured: "validate.models leaves mbg-nbd out" };
  expect(of({}, model("mbg-nbd"), null)).toMatchObject({ bias: left, coverage: left });
  const failed = { unmeasured: "nbd could not be fitted as of 2026-01-01" };
  expect(of({ models: ["bg-nbd", "nbd"] }, model("nbd"), null)).toMatchObject({
    bias: failed,
    coverage: failed,
  });
  expect(of({ coverage: [] }, model("bg-nbd"), null).coverage).toEqual({
    unmeasured: "a single origin leaves none to try the correction on",
  });
});

describe("against the champion", () => {
  test("of the same kind: its own parameters on the last origin", () => {
    expect(of({}, model("bg-nbd", "bg-nbd+gamma-gamma-b"), model("bg-nbd")).againstChampion).toEqual({
      champion: "bg-nbd+gamma-gamma-a",
      what: "a bg-nbd fitted as of 2026-03-01 against the champion of 2026-01-31, to 2026-05-01",
      measure: "logScore",
      difference: -0.02,
      lo: -0.03,
      hi: -0.01,
    });
  });

  const young = { ...frozen, notComparable: "the champion knows days up to 2026-04-01", differences: null };
  test("that saw the holdout: not comparable, with the reason", () => {
    expect(of({ champion: young }, model("bg-nbd", "b"), model("bg-nbd")).againstChampion).toEqual({
      unmeasured: "not comparable: the champion knows days up to 2026-04-01",
    });
  });

  test("of another kind that saw the holdout: as kinds, whichever of them is the chosen one", () => {
    const champion = { ...young, model: "bg-nbd" };
    expect(of({ champion }, model("pareto-nbd"), model("bg-nbd")).againstChampion).toMatchObject({
      what: "pareto-nbd against bg-nbd, both fitted as of 2026-01-01, 2026-03-01",
      difference: 0.004,
      lo: -0.001,
      hi: 0.009,
    });
    const other = { ...young, model: "pareto-nbd", version: "p" };
    expect(of({ champion: other }, model("bg-nbd"), model("pareto-nbd", "p")).againstChampion).toMatchObject({
      difference: -0.004,
      lo: -0.009,
      hi: 0.001,
    });
  });

  test("without replicates, or changed since, says so", () => {
    const without = of({ champion: { ...frozen, differences: null } }, model("bg-nbd", "b"), model("bg-nbd"));
    expect(without.againstChampion).toEqual({
      unmeasured: "validate.replicates is 0, which leaves chance unknown",
    });
    expect(of({}, model("bg-nbd", "c"), model("bg-nbd", "bg-nbd+gamma-gamma-z")).againstChampion).toEqual({
      unmeasured: "the champion was changed after the validation",
    });
  });
});
