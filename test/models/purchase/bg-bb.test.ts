import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import type { Params } from "../../../models/model.js";
import { type BgBbParam, bgBb } from "../../../models/purchase/bg-bb.js";
import { near, printedAs } from "../near.js";

const paper: Params<BgBbParam> = {
  alpha: 1.20352244,
  beta: 0.74971639,
  gamma: 0.65671816,
  delta: 2.78344177,
};

const file = resolve(dirname(fileURLToPath(import.meta.url)), "../../../../shared/data/donations_bgbb.csv");
const missing = existsSync(file) ? null : `no ${file}`;

describe.skipIf(missing)(`Fader, Hardie & Shang (2010), donations ${missing ?? ""}`, () => {
  const lines = missing === null ? readFileSync(file, "utf8").trim().split(/\r?\n/).slice(1) : [];
  const cells = lines.map((line) => line.split(",").map(Number));
  const column = (i: number) => cells.map((cell) => cell[i]!);
  const h = historiesFrom(column(0), column(1), column(2), column(3));
  const estimate = fitModel(bgBb, h);

  test("22 cells for 11,104 donors; estimates, standard errors and log-likelihood as published", () => {
    expect(h.n.length).toBe(22);
    expect(estimate.customers).toBe(11_104);
    for (const k of bgBb.params) near(estimate.params[k], paper[k], 1e-6, k);
    near(estimate.logLikelihood, -33225.58127435, 1e-12);
    const errors = estimate.standardErrors!;
    printedAs(errors.alpha, "0.0694");
    printedAs(errors.beta, "0.0294");
    printedAs(errors.gamma, "0.0510");
    printedAs(errors.delta, "0.3208");
    expect(estimate.verdict.status).toBe("identified");
  });
});

test("published predictions at the published parameters", () => {
  const delta = Math.log(1.1);
  const dert = (x: number, tx: number) =>
    bgBb.probabilityAlive(paper, x, tx, 6) *
    bgBb.discountedPurchasesIfAlive(paper, x, tx, 6, Infinity, delta);
  // the reference took them at a search that may have stopped slightly short of the maximum
  near(bgBb.expectedPurchasesNewCustomer(paper, 10), 3.179805, 4e-5);
  near(bgBb.expectedPurchases(paper, 0, 0, 6, 10), 0.1302169, 4e-5);
  near(bgBb.expectedPurchases(paper, 4, 5, 6, 10), 3.627858, 4e-5);
  near(dert(0, 0), 0.114751, 4e-5);
  near(dert(6, 6), 5.909748, 4e-5);
});

test("likelihood, P(alive), E[Y], P(Y = 2) and DERT agree with the printed formulas in mpmath", () => {
  const table = JSON.parse(
    readFileSync(new URL("../../fixtures/bg-bb.json", import.meta.url), "utf8"),
  ) as number[][];
  expect(table.length).toBe(28);
  for (const row of table) {
    const [alpha, beta, gamma, delta, x, tx, T, t, ...expected] = row as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      ...number[],
    ];
    const p = { alpha, beta, gamma, delta };
    const what = `${row.slice(0, 8).join(" ")}:`;
    const alive = bgBb.probabilityAlive(p, x, tx, T);
    const dert = alive * bgBb.discountedPurchasesIfAlive(p, x, tx, T, Infinity, Math.log(1.1));
    const values = [
      bgBb.logLikelihood(p, historiesFrom([x], [tx], [T])),
      alive,
      bgBb.expectedPurchases(p, x, tx, T, t),
      bgBb.conditionalPmf(p, 2, x, tx, T, t),
      dert,
    ];
    values.forEach((value, i) => {
      near(value, expected[i]!, 1e-11, `${what} quantity ${i}`);
    });
  }
});

test("P(alive) of a long silence after many purchases is 0 without a warning, and the likelihood stays finite", () => {
  const p = { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 };
  expect(bgBb.probabilityAlive(p, 1000, 1000, 5000)).toBe(0);
  expect(bgBb.expectedPurchases(p, 1000, 1000, 5000, 100)).toBe(0);
  const gradient = new Float64Array(4);
  const ll = bgBb.logLikelihood(p, historiesFrom([1000, 1000], [1000, 1010], [5000, 5000]), gradient);
  expect([ll, ...gradient].every(Number.isFinite)).toBe(true);
});

test("every cell of a year of weeks is evaluated in milliseconds", () => {
  const x: number[] = [0];
  const tx: number[] = [0];
  for (let last = 1; last <= 52; last++)
    for (let count = 1; count <= last; count++) {
      x.push(count);
      tx.push(last);
    }
  const h = historiesFrom(
    x,
    tx,
    x.map(() => 52),
  );
  expect(h.n.length).toBe(1379);
  const total = x.reduce(
    (sum, k, i) =>
      sum + Math.exp(bgBb.logLikelihood(paper, historiesFrom([k], [tx[i]!], [52]))) * ways(k, tx[i]!),
    0,
  );
  near(total, 1, 1e-11); // each cell stands for C(t_x - 1, x - 1) strings of purchases; together they are all there are
});

function ways(x: number, tx: number): number {
  if (x === 0) return 1;
  let value = 1;
  for (let i = 1; i < x; i++) value = (value * (tx - i)) / i;
  return value;
}

test("the documented examples", () => {
  const p = { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 };
  printedAs(bgBb.probabilityAlive(p, 4, 5, 6), "0.7488");
  printedAs(bgBb.probabilityStaying(p, 4, 5, 6, 1), "0.9304");
  printedAs(bgBb.discountedPurchasesIfAlive(p, 6, 6, 6, Infinity, Math.log(1.1)), "5.91");
  printedAs(bgBb.conditionalPmf(p, 0, 4, 5, 6, 1), "0.5442");
});
