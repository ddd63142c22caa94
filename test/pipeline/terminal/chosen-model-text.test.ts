import { expect, test } from "vitest";
import type { Backtest } from "../../../pipeline/artifacts/validation.js";
import { chosenModelText } from "../../../pipeline/terminal/chosen-model-text.js";

interface Made {
  readonly nextScore?: number;
  readonly next?: readonly [number, number] | null;
  readonly rival?: number;
  readonly rivalDifference?: readonly [number, number];
  readonly other?: number;
  readonly few?: Backtest["few"];
}

const bounds = (of: readonly [number, number] | null | undefined): object | null =>
  of ? { value: (of[0] + of[1]) / 2, low: of[0], high: of[1] } : null;

/** A backtest that chose bg-nbd among three models, and one naive forecast. */
function backtest({
  nextScore = -1.05,
  next = [0.01, 0.09],
  rival = 1.25,
  rivalDifference = [0.1, 0.4],
  other = 1.1,
  few = null,
}: Made = {}): Backtest {
  const forecast = (name: string, kind: string, rmse: number, differences: object | null): object => ({
    ...{ name, kind },
    targets: { purchases: { measures: { rmse }, intervals: null, differences } },
  });
  return {
    ...{ chosen: "bg-nbd", few, origins: [{ scored: 600 }, { scored: 400 }] },
    ranking: [
      { model: "bg-nbd", logScore: -1, aic: 900, failed: 0 },
      { model: "mbg-nbd", logScore: nextScore, aic: 910, failed: 0 },
      { model: "nbd", logScore: null, aic: null, failed: 1 },
    ],
    overall: [
      forecast("bg-nbd", "model", 1, null),
      forecast("mbg-nbd", "model", other, { logScore: bounds(next) }),
      { name: "nbd", kind: "model", targets: null },
      forecast("last-period", "rival", rival, { rmse: bounds(rivalDifference) }),
    ],
  } as unknown as Backtest;
}

test("by how much the chosen model is better than the next and than the best naive forecast", () => {
  expect(chosenModelText(backtest())).toEqual([
    "bg-nbd predicts better than mbg-nbd, the next: its log-score a customer is 0.05000 (0.01000 to 0.09000) higher, beyond chance; what each did is 5.1 % more probable under it",
    "Purchases: last-period, the best naive forecast: the RMSE of bg-nbd is 20 % lower, beyond chance",
  ]);
  expect(chosenModelText(backtest({ next: [-0.01, 0.11] }))[0]).toMatch(/, which chance could explain;/);
  expect(chosenModelText(backtest({ next: null }))[0]).toMatch(/ is 0.05000 higher, chance not measured;/);
  expect(chosenModelText(backtest({ nextScore: -1.0009 }))[0]).toMatch(/^mbg-nbd predicts as well as bg-nbd/);
});

test("a naive forecast that is better than the model, or than all of them, is named", () => {
  const better = { rival: 0.8, rivalDifference: [-0.3, -0.1] } as const;
  expect(chosenModelText(backtest(better))[1]).toBe(
    "Purchases: A naive forecast is better than every model, last-period: its RMSE is 20 % lower than that of bg-nbd, beyond chance",
  );
  expect(chosenModelText(backtest({ ...better, other: 0.7 }))[1]).toBe(
    "Purchases: A naive forecast is better than bg-nbd, last-period: its RMSE is 20 % lower, beyond chance",
  );
});

test("both rankings are shown where a few customers decide, of models that did not fail", () => {
  const ranking = [
    { model: "mbg-nbd", logScore: -0.4 },
    { model: "bg-nbd", logScore: -0.5 },
  ];
  const few = { withoutWorst: { customers: 50, ranking, decides: true }, withoutCarriers: null };
  expect(chosenModelText(backtest({ few }))[2]).toBe(
    [
      "The 5 % of customers that bg-nbd predicts worst decide: without them mbg-nbd is the best. Both rankings, by log-score:",
      "    place  all customers            without them",
      "        1  bg-nbd         -1.00000  mbg-nbd       -0.40000",
      "        2  mbg-nbd        -1.05000  bg-nbd        -0.50000",
    ].join("\n"),
  );
  const carried = { customers: 3, ranking, decides: true };
  expect(chosenModelText(backtest({ few: { ...few, withoutCarriers: carried } }))[2]).toMatch(
    /^A few customers decide: without the 3 of 1,000 who speak most for bg-nbd, mbg-nbd is the best/,
  );
});

test("nothing is said where no model was chosen, and no ranking of files of older versions", () => {
  expect(chosenModelText({ ...backtest(), chosen: null })).toEqual([]);
  const { few: _few, ...older } = backtest();
  expect(chosenModelText(older)).toHaveLength(2);
});
