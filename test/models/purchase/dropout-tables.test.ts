import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import type { Params, PurchaseModel } from "../../../models/model.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { countDistribution, countProbability } from "../../../models/purchase/dropout-counts.js";
import type { DropoutLaw } from "../../../models/purchase/dropout-law.js";
import { stayingTime } from "../../../models/purchase/dropout-staying.js";
import { ggompertzNbd } from "../../../models/purchase/ggompertz-nbd.js";
import { gompertzDropout } from "../../../models/purchase/gompertz-dropout.js";
import { paretoDropout } from "../../../models/purchase/pareto-dropout.js";
import { paretoNbd } from "../../../models/purchase/pareto-nbd.js";
import { near } from "../near.js";

type Row = readonly (string | number | null)[];
const table = (name: string): Row[] =>
  JSON.parse(readFileSync(new URL(`../../fixtures/dropout-${name}.json`, import.meta.url), "utf8"));

/** The law that a row begins with, and the numbers after it. */
function lawOf(row: Row): [law: DropoutLaw, rest: number[]] {
  const [kind, p, q, v, ...rest] = row as [string, number, number, number, ...number[]];
  return kind === "pareto" ? [paretoDropout(p, q), [v, ...rest]] : [gompertzDropout(p, q, v), rest];
}

function modelOf([kind, r, alpha, ...rest]: Row): [PurchaseModel, Params, number[]] {
  const [p, q, v, ...more] = rest as [number, number, number, ...number[]];
  if (kind === "pareto")
    return [paretoNbd as PurchaseModel, { r: Number(r), alpha: Number(alpha), s: p, beta: q }, [v, ...more]];
  return [ggompertzNbd as PurchaseModel, { r: Number(r), alpha: Number(alpha), b: p, s: q, beta: v }, more];
}

describe("against mpmath", () => {
  test("log-likelihood to thirteen digits, P(alive) to eleven: x to 2,000, b from 1e-8 to 0.1, alpha above and below beta", () => {
    const rows = table("histories");
    expect(rows.length).toBe(220);
    for (const row of rows) {
      const [model, p, [x, tx, T, logLikelihood, alive]] = modelOf(row);
      const h = historiesFrom([x!], [tx!], [T!]);
      const error = Math.abs(model.logLikelihood(p, h) - logLikelihood!);
      expect(error / (1 + Math.abs(logLikelihood!)), `${row}`).toBeLessThan(1e-13);
      near(model.probabilityAlive(p, x!, tx!, T!), alive!, 1e-11, `${row}`);
    }
  });

  test("expected time to stay, discounted or not; the Pareto law for ever by Kummer's function", () => {
    const rows = table("staying");
    expect(rows.length).toBe(86);
    for (const row of rows) {
      const [law, [T, t, delta, expected]] = lawOf(row);
      near(stayingTime(law, T!, t ?? Infinity, delta!), expected!, 1e-12, `${row}`);
      if (row[0] !== "pareto" || delta !== 0) continue;
      const p = { r: 1, alpha: 1, s: Number(row[1]), beta: Number(row[2]) };
      near(paretoNbd.expectedPurchasesIfAlive(p, 0, 0, T!, t!), expected! / (1 + T!), 1e-12, `closed ${row}`);
    }
  });

  test("probabilities of counts, one by one and as a distribution", () => {
    const rows = table("counts");
    expect(rows.length).toBe(144);
    for (const row of rows) {
      const [law, [T, shape, A, k, t, expected]] = lawOf(row);
      const value = countProbability(law, T!, shape!, A!, k!, t!);
      if (expected! > 1e-16) near(value, expected!, 1e-12, `${row}`);
      else expect(value, `${row}`).toBeLessThan(2e-16); // so far out the panels give absolute accuracy only
      if (k !== 12) continue; // one whole distribution for each four rows
      const mass = countDistribution(law, T!, shape!, A!, t!, 1e-9);
      if (k! < mass.length && expected! > 1e-12) near(mass[k!]!, expected!, 1e-9, `distribution ${row}`);
    }
  });
});

describe("sums over histories", () => {
  test("from shared tables are those over single histories, by the day and at any time", () => {
    const random = seededRandom(5);
    for (const [model, p] of [
      [paretoNbd as PurchaseModel, { r: 0.553, alpha: 74, s: 0.606, beta: 81.7 }],
      [ggompertzNbd as PurchaseModel, { r: 0.8, alpha: 4, b: 0.02, s: 0.3, beta: 5 }],
    ] as const)
      for (const round of [Math.floor, (v: number) => v]) {
        const x: number[] = [];
        const tx: number[] = [];
        const T: number[] = [];
        for (let i = 0; i < 1000; i++) {
          x.push(i % 250 === 249 ? 2000 : Math.floor(random() ** 4 * 40));
          T.push(round(random() * 300));
          tx.push(x[i] === 0 ? 0 : round(random() * T[i]!));
        }
        const size = model.params.length;
        const gradient = new Float64Array(size);
        const together = model.logLikelihood(p, historiesFrom(x, tx, T), gradient);
        const sums = new Float64Array(size);
        let sum = 0;
        for (let i = 0; i < x.length; i++) {
          const own = new Float64Array(size);
          sum += model.logLikelihood(p, historiesFrom([x[i]!], [tx[i]!], [T[i]!]), own);
          for (let q = 0; q < size; q++) sums[q]! += own[q]!;
        }
        near(together, sum, 1e-12);
        for (let q = 0; q < size; q++) near(gradient[q]!, sums[q]!, 1e-9, `${model.params[q]}`);
      }
  });

  test("an empty set has log-likelihood 0 and a gradient of zeros", () => {
    const gradient = new Float64Array(4).fill(7);
    const p = { r: 0.553, alpha: 74, s: 0.606, beta: 81.7 };
    expect(paretoNbd.logLikelihood(p, historiesFrom([], [], []), gradient)).toBe(0);
    expect([...gradient]).toEqual([0, 0, 0, 0]);
  });
});

test("hostile corners: all finite, probabilities between 0 and 1", () => {
  const histories = [
    [0, 0, 0],
    [3, 0, 0],
    [0, 0, 5000],
    [1, 5000, 5000],
    [2000, 1, 5000],
    [2000, 4999.5, 5000],
    [2000, 5000, 5000],
  ] as const;
  const laws: [PurchaseModel, Params][] = [];
  for (const s of [1e-6, 0.5, 50])
    for (const beta of [1e-3, 1e6])
      for (const [r, alpha] of [
        [0.01, 1e-3],
        [50, 1e4],
      ] as const) {
        laws.push([paretoNbd as PurchaseModel, { r, alpha, s, beta }]);
        for (const b of [1e-9, 20])
          laws.push([ggompertzNbd as PurchaseModel, { r, alpha, b, s, beta: b < 1e-3 ? b * beta : beta }]);
      }
  for (const [model, p] of laws)
    for (const [x, tx, T] of histories) {
      const gradient = new Float64Array(model.params.length);
      const alive = model.probabilityAlive(p, x, tx, T);
      const staying = model.probabilityStaying(p, x, tx, T, 365);
      const values = [
        model.logLikelihood(p, historiesFrom([x], [tx], [T]), gradient),
        ...gradient,
        model.expectedPurchases(p, x, tx, T, 365),
        model.discountedPurchasesIfAlive(p, x, tx, T, Infinity, 2.6e-4),
        model.conditionalPmf(p, 2, x, tx, T, 30),
        alive,
        staying,
      ];
      expect(
        values.every(Number.isFinite),
        `${model.name} ${JSON.stringify(p)} ${x} ${tx} ${T}: ${values}`,
      ).toBe(true);
      expect(alive >= 0 && alive <= 1 && staying >= 0 && staying <= 1).toBe(true);
    }
});

test("dropout times drawn from a law have its survival function", () => {
  for (const law of [
    paretoDropout(0.6, 80),
    gompertzDropout(0.02, 0.3, 5),
    gompertzDropout(1e-9, 0.6, 8e-8),
  ]) {
    for (const hazard of [1e-9, 0.1, 1, 20, 400]) near(-law.logSurvival(law.timeOf(hazard)), hazard, 1e-9);
  }
});
