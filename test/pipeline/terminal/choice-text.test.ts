import { expect, test } from "vitest";
import type { CandidateScore, HoldoutChoice, ModelFile } from "../../../pipeline/artifacts/model-file.js";
import { choiceText } from "../../../pipeline/terminal/choice-text.js";

const chance = (value: number, beyondChance = true) => ({ value, standardError: 0.01, beyondChance });

const candidate = (model: string, more: Partial<CandidateScore> = {}): CandidateScore => ({
  ...{ model, status: "identified", logLikelihood: -900, aic: 1808, logScore: -1 },
  ...{ meanAbsoluteError: 0.5, rootMeanSquaredError: 0.9, bias: 0.05 },
  ...{ chosen: false, toChosen: chance(-0.05), toNext: null, ...more },
});

const chosen = candidate("bg-nbd", { chosen: true, toChosen: null });
const other = candidate("mbg-nbd", { logScore: -1.05, rootMeanSquaredError: 0.95, bias: -0.1 });
const rival = (more: Partial<HoldoutChoice["rivals"][number]> = {}): HoldoutChoice["rivals"][number] => ({
  ...{ rival: "own-rate", meanAbsoluteError: 1, rootMeanSquaredError: 1.2, bias: 0.4 },
  ...{ difference: chance(-0.6), beatsAll: false, ...more },
});
const ranking = [
  { model: "mbg-nbd", logScore: -0.4 },
  { model: "bg-nbd", logScore: -0.5 },
];
const same = { customers: 50, ranking: [...ranking].reverse(), decides: false };

function said(
  candidates: readonly CandidateScore[],
  holdout: Partial<HoldoutChoice> = {},
): readonly string[] {
  const whole = { days: 90, customers: 1000, scored: 1000, rivals: [rival()] };
  return choiceText({
    candidates,
    holdout: { ...whole, withoutWorst: same, withoutCarriers: null, ...holdout },
  } as unknown as ModelFile["purchase"]);
}

test("by how much the chosen model is better than the next and than the best naive forecast", () => {
  expect(said([chosen, other])).toEqual([
    "bg-nbd predicts better than mbg-nbd, the next: its log-score a customer is 0.05000 ± 0.01000 higher, beyond chance; what each did is 5.1 % more probable under it",
    "own average x horizon, the best naive forecast: the RMSE of bg-nbd is 25 % lower, beyond chance; total: bg-nbd +5 %, own average x horizon +40 %",
  ]);
});

test("models that tie are named, those that failed are not, and the next is the first that does not tie", () => {
  const tie = candidate("bg-cnbd-k", { toChosen: chance(0.0005, false) });
  const failed = candidate("nbd", { status: "failed", toChosen: null, bias: 0 });
  expect(said([chosen, failed, tie, other])[0]).toMatch(/^bg-cnbd-k predicts as well as bg-nbd:/);
  expect(said([chosen, failed, tie, other])[1]).toMatch(/^bg-nbd predicts better than mbg-nbd, the next/);
  expect(said([chosen, tie])).toHaveLength(2);
  expect(said([chosen])).toHaveLength(1);
});

test("a model that is used though another one scored better says so", () => {
  const better = candidate("pareto-nbd", { logScore: -0.9, toChosen: chance(0.1, false) });
  expect(said([better, chosen])[0]).toBe(
    "bg-nbd predicts no better than pareto-nbd: its log-score a customer is 0.10000 ± 0.01000 lower, which chance could explain",
  );
});

test("a naive forecast that is better is named, that of every model, or of this one", () => {
  const best = { rootMeanSquaredError: 0.72, difference: chance(0.3) };
  expect(said([chosen, other], { rivals: [rival({ ...best, beatsAll: true })] })[1]).toMatch(
    /^A naive forecast is better than every model, own average x horizon: its RMSE is 20 % lower than that of bg-nbd, beyond chance;/,
  );
  expect(said([chosen, other], { rivals: [rival(best)] })[1]).toMatch(
    /^A naive forecast is better than bg-nbd, own average x horizon: its RMSE is 20 % lower, beyond chance;/,
  );
});

test("a naive total that was nearer than that of every model is said, whichever rival it is", () => {
  const near = rival({ rival: "arpu-lifetime", bias: -0.01 });
  expect(said([chosen, other], { rivals: [rival(), near] })[2]).toBe(
    "The total of a naive forecast, ARPU x lifetime, was nearer than that of every model: -1 %, the nearest model, bg-nbd, +5 %; clv validate shows whether it is on other days too",
  );
  expect(said([chosen, candidate("nbd", { bias: 0.001 })], { rivals: [near] })).toHaveLength(2);
});

test("both rankings are shown where a few customers decide", () => {
  const few = { customers: 1, ranking, decides: true };
  const [, , one, worst] = said([chosen, other], {
    withoutCarriers: few,
    withoutWorst: { ...few, customers: 50 },
  });
  const rankings = [
    "    place  all customers            without them",
    "        1  bg-nbd         -1.00000  mbg-nbd       -0.40000",
    "        2  mbg-nbd        -1.05000  bg-nbd        -0.50000",
  ].join("\n");
  expect(one).toBe(
    `One customer of 1,000 decides: without the one who speaks most for bg-nbd, mbg-nbd is the best. Both rankings, by log-score:\n${rankings}`,
  );
  expect(worst).toBe(
    `The 5 % of customers that bg-nbd predicts worst decide: without them mbg-nbd is the best. Both rankings, by log-score:\n${rankings}`,
  );
  expect(said([chosen, other])).toHaveLength(2);
});

test("nothing is said of a model that was not chosen among others", () => {
  expect(choiceText({ candidates: null } as unknown as ModelFile["purchase"])).toEqual([]);
});
