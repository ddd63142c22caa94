import { expect, test } from "vitest";
import { kaplanMeier } from "../../../models/contract/kaplan-meier.js";
import { survival } from "../../../models/contract/retention.js";
import { sbg } from "../../../models/contract/sbg.js";
import { historiesFrom } from "../../../models/histories.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { near } from "../near.js";
import { regular, subscribers } from "./published-survival.js";

test("with one cohort it is the share surviving, with binomial errors: Fader & Hardie (2007), table 1", () => {
  const { survival: S, standardError, atRisk, ended } = kaplanMeier(subscribers(regular));
  expect(S.length).toBe(7);
  for (const [i, s] of S.entries()) {
    near(s, regular[i + 1]! / 100, 1e-12);
    near(standardError[i]!, Math.sqrt((s * (1 - s)) / 1000), 1e-12);
    near(atRisk[i]!, 10 * regular[i]!, 1e-12);
    near(ended[i]!, 10 * (regular[i]! - regular[i + 1]!), 1e-9);
  }
});

test("the leukaemia trial of Freireich et al. (1963), treated group, has the textbook estimates", () => {
  // remissions in weeks, 21 patients, + for those still in remission:
  // 6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+
  const relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23];
  const censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
  // a relapse in week w is a contract that was not renewed at opportunity w
  const tx = [...relapsed.map((w) => w - 1), ...censored];
  const T = [...relapsed, ...censored];
  const { survival: S, standardError, atRisk } = kaplanMeier(historiesFrom(tx, tx, T));
  const published = [
    [6, 21, 0.8571, 0.0764],
    [7, 17, 0.8067, 0.0869],
    [10, 15, 0.7529, 0.0963],
    [13, 12, 0.6902, 0.1068],
    [16, 11, 0.6275, 0.1141],
    [22, 7, 0.5378, 0.1282],
    [23, 6, 0.4482, 0.1346],
  ] as const;
  for (const [week, risk, s, error] of published) {
    expect(atRisk[week - 1]).toBe(risk);
    expect(Math.abs(S[week - 1]! - s), `week ${week}: ${S[week - 1]}`).toBeLessThanOrEqual(0.5e-4);
    expect(Math.abs(standardError[week - 1]! - error)).toBeLessThanOrEqual(0.5e-4);
  }
});

test("cohorts of all ages together give the survival function they were simulated from", () => {
  const p = { alpha: 1.2, beta: 4 };
  const random = seededRandom(1958);
  const ages = Array.from({ length: 20_000 }, (_, i) => 1 + (i % 15));
  const tx = ages.map((T) => sbg.simulate(p, T, random).times.length);
  const { survival: S, standardError, atRisk } = kaplanMeier(historiesFrom(tx, tx, ages));
  expect(atRisk[0]).toBe(20_000);
  for (const [i, s] of S.entries())
    expect(Math.abs(s - survival(sbg, p, i + 1)) / standardError[i]!, `period ${i + 1}`).toBeLessThan(3.5);
});

test("when the last subscriber leaves, survival and its error are 0 from then on", () => {
  const { survival: S, standardError } = kaplanMeier(historiesFrom([0, 1], [0, 1], [2, 3]));
  expect([...S]).toEqual([0.5, 0]);
  near(standardError[0]!, Math.sqrt(0.125), 1e-14);
  expect(standardError[1]).toBe(0);
  expect(kaplanMeier(historiesFrom([0], [0], [0])).survival.length).toBe(0);
});

test("the documented example", () => {
  const { survival: S } = kaplanMeier(historiesFrom([0, 1, 2], [0, 1, 2], [2, 1, 2]));
  for (const s of S) near(s, 2 / 3, 1e-14);
  expect(S.length).toBe(2);
});
