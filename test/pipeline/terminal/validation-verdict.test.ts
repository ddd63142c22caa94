import { expect, test } from "vitest";
import type { MeasureName, Measures } from "../../../models/index.js";
import { scoreMeasures } from "../../../models/index.js";
import type { Backtest, Target } from "../../../pipeline/artifacts/validation.js";
import { validationVerdict } from "../../../pipeline/terminal/validation-verdict.js";
import { verdictText } from "../../../pipeline/terminal/verdict-text.js";
import { madeTotals } from "./made-totals.js";

type Found = Partial<Record<MeasureName, number>>;
interface Made {
  /** By origin, of the fitted model. */
  readonly bias?: readonly number[];
  /** 95 % intervals of the fitted model's mean bias and coverage; none without. */
  readonly interval?: readonly [number, number];
  readonly covered?: readonly [number, number];
  readonly own?: Found;
  readonly rival?: Found;
  /** Of the rival, loss minus that of the chosen model: from, to; null without replicates. */
  readonly differences?: Partial<Record<MeasureName, readonly [number, number]>> | null;
  readonly fitted?: string;
  /** Of the fitted model where it is not the chosen one. */
  readonly toChosen?: readonly [number, number];
  readonly fails?: boolean;
  readonly target?: Target;
}

const measures = (found: Found): Measures =>
  Object.fromEntries(scoreMeasures.map(({ name }) => [name, found[name] ?? null])) as Measures;

/** A backtest of two models and one rival, of as many origins as biases. */
function backtest(made: Made = {}): Backtest {
  const { bias = [0.02, -0.03, 0.04], fitted = "bg-nbd", toChosen = [0, 0], fails = false } = made;
  const mean = bias.reduce((sum, b) => sum + b, 0) / bias.length;
  const own = measures({ rmse: 1, mae: 0.5, spearman: 0.4, coverage80: 0.8, bias: mean, ...made.own });
  const rival = measures({ rmse: 1.2, mae: 0.6, spearman: 0.3, bias: 0.3, ...made.rival });
  const differences =
    made.differences === null
      ? null
      : Object.fromEntries(
          Object.entries({ rmse: [0.1, 0.3], ...made.differences }).map(([name, [low, high]]) => [
            name,
            { value: (low! + high!) / 2, low, high },
          ]),
        );
  const difference = (bounds: readonly [number, number]): object =>
    Object.fromEntries(
      scoreMeasures.map(({ name }) => [
        name,
        { value: (bounds[0] + bounds[1]) / 2, low: bounds[0], high: bounds[1] },
      ]),
    );
  const bounds = (b?: readonly [number, number]) => (b ? { low: b[0], high: b[1] } : null);
  const intervals = { bias: bounds(made.interval), coverage80: bounds(made.covered) };
  const forecast = (name: string, kind: "model" | "rival", of: Measures, more: object | null): object => ({
    ...{ name, kind },
    targets: { purchases: { measures: of, intervals, differences: more } },
  });
  const models = ["bg-nbd", "mbg-nbd"].map((name) =>
    name === fitted && fails
      ? { name, kind: "model", targets: null }
      : forecast(name, "model", own, name === "bg-nbd" ? null : difference(toChosen)),
  );
  return {
    holdoutDays: 90,
    chosen: fails ? null : "bg-nbd",
    fitted,
    origins: bias.map((b) => ({
      forecasts: [
        {
          ...{ name: fitted, kind: "model" },
          scores: fails ? null : { purchases: { score: { measures: measures({ bias: b }) } } },
        },
      ],
    })),
    overall: [...models, forecast("last-period", "rival", rival, differences)],
  } as unknown as Backtest;
}

const cases: readonly [string, Made, string, readonly string[]][] = [
  ["close totals and a lower error than naive, beyond chance", {}, "good", []],
  ["one origin alone", { bias: [0.02] }, "fair", ["more"]],
  ["a difference that chance explains", { differences: { rmse: [-0.1, 0.3] } }, "fair", ["more"]],
  ["chance not measured", { differences: null }, "fair", []],
  [
    "a naive forecast of a lower error",
    { rival: { rmse: 0.9 }, differences: { rmse: [-0.2, -0.05] } },
    "poor",
    ["rival"],
  ],
  [
    "a naive forecast of a lower error, which chance explains",
    { rival: { rmse: 0.99 }, differences: { rmse: [-0.2, 0.2] } },
    "fair",
    ["more"],
  ],
  ["too high at every origin", { bias: [0.1, 0.15, 0.14] }, "fair", ["tooHigh"]],
  ["far too low by chance", { bias: [-0.3, -0.25], interval: [-0.7, 0.1] }, "poor", ["more"]],
  ["too high and too low by chance", { bias: [0.2, -0.2], interval: [-0.4, 0.4] }, "fair", ["more"]],
  [
    "ranges of few customers that do not hold",
    { own: { coverage80: 0.7 }, covered: [0.6, 0.85] },
    "good",
    [],
  ],
  ["far too low at every origin", { bias: [-0.3, -0.25] }, "poor", ["tooLow"]],
  ["too high and too low", { bias: [0.4, -0.35] }, "fair", ["season"]],
  ["ranges of customers that do not hold", { own: { coverage80: 0.7 } }, "fair", ["coverage"]],
  ["another model is better", { fitted: "mbg-nbd", toChosen: [0.01, 0.02] }, "good", ["betterModel"]],
  ["another model is better by chance", { fitted: "mbg-nbd", toChosen: [-0.01, 0.02] }, "good", []],
  ["a model that could not be fitted", { fails: true }, "unmeasured", ["failed"]],
];

test.each(cases)("%s", (_, made, level, advice) => {
  const verdict = validationVerdict(backtest(made));
  expect([verdict.level, verdict.advice]).toEqual([level, advice]);
});

test("nothing bought in a holdout is not measured, and never good", () => {
  const none = backtest({ bias: [Number.NaN] });
  const verdict = validationVerdict({
    ...none,
    overall: none.overall.map((f) => ({
      ...f,
      targets: f.targets && {
        purchases: { ...f.targets.purchases, measures: { ...f.targets.purchases.measures, bias: null } },
      },
    })),
  });
  expect([verdict.level, verdict.advice]).toEqual(["unmeasured", ["more"]]);
});

test("the sentences name the rival, by how much, and where it is better", () => {
  const made = { rival: { rmse: 1.25, spearman: 0.45 }, differences: { spearman: [-0.08, -0.02] } } as const;
  expect(verdictText(backtest(made)).split("\n")).toEqual([
    "Verdict: good. Over 3 holdouts of 90 days, bg-nbd predicted totals closely and has a lower error than every naive forecast, beyond chance.",
    "  Purchases: total predicted 1 % too high on average (-3 % to +4 % by holdout); RMSE 20 % lower than that of last-period, the best naive forecast, beyond chance; 80 % ranges of customers held 80 % of the time.",
    "  A naive forecast is better, beyond chance: last-period by the Spearman of purchases (0.45, the model 0.4).",
    "  Ranges of totals that a run prints hold chance and doubt about parameters alone, no season or drift: the totals of these holdouts were off by -3 % to +4 %.",
  ]);
});

test("whether the total may be believed stands on top; then it is not said that ranges hold no season", () => {
  const lines = (totals: Parameters<typeof madeTotals>[0]) =>
    verdictText({ ...backtest(), totals: madeTotals(totals) }).split("\n");
  const [verdict, total, ...rest] = lines({});
  expect(verdict).toMatch(/^Verdict: good\./);
  expect(total).toMatch(/^ {2}The total may be believed within its ranges/);
  expect(rest.join()).not.toContain("no season or drift");
  const few = lines({ origins: 2 });
  expect(few[1]).toContain("was not measured");
  expect(few.at(-1)).toContain("no season or drift");
});

test("a backtest is not good where the total may not be believed", () => {
  const of = (totals: Parameters<typeof madeTotals>[0]) =>
    validationVerdict({ ...backtest(), totals: madeTotals(totals) }).level;
  expect([of({}), of({ covered: [0.5, 0.7] }), of({ covered: [0.3, 0.4] }), of({ origins: 2 })]).toEqual([
    "good",
    "good",
    "fair",
    "good",
  ]);
});

test("another model, and what is not measured, are named", () => {
  const other = verdictText(backtest({ fitted: "mbg-nbd", toChosen: [0.01, 0.02], differences: null }));
  expect(other).toContain("chance not measured");
  expect(other).toContain("Change: purchase.model: bg-nbd, which predicts better by log-score.");
  expect(verdictText(backtest({ fails: true }))).toMatch(/^Verdict: not measured\./);
});
