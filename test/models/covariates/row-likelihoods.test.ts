import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rowLikelihoods } from "../../../models/covariates/row-likelihoods.js";
import { purchaseModel, purchaseModelNames } from "../../../models/registry.js";

type Entry = [model: string, p: number[], x: number, tx: number, T: number, logLikelihood: number];
const table = JSON.parse(
  readFileSync(new URL("../../fixtures/row-likelihoods.json", import.meta.url), "utf8"),
) as Entry[];

test("ln L of single customers has twelve digits of mpmath", () => {
  expect(table.length).toBe(70);
  for (const [model, p, x, tx, T, expected] of table) {
    const gradient = new Float64Array(p.length);
    const value = rowLikelihoods[model]!(Float64Array.from(p), x, tx, T, gradient);
    const error = Math.abs(value - expected) / Math.max(1, Math.abs(expected));
    expect(error, `${model} ${p} at ${[x, tx, T]}: ${value} for ${expected}`).toBeLessThan(1e-12);
  }
});

test("their gradients are the five-point differences", () => {
  for (const [model, p, x, tx, T] of table) {
    const row = rowLikelihoods[model]!;
    const gradient = new Float64Array(p.length);
    row(Float64Array.from(p), x, tx, T, gradient);
    const scratch = new Float64Array(p.length);
    for (let i = 0; i < p.length; i++) {
      const step = 1e-3 * p[i]!;
      const at = (k: number) =>
        row(
          Float64Array.from(p, (v, j) => (i === j ? v + k * step : v)),
          x,
          tx,
          T,
          scratch,
        );
      const difference = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step);
      const size = Math.abs(gradient[i]!) * p[i]! + 1e-3 * Math.max(1, Math.abs(at(0)));
      const error = (Math.abs(gradient[i]! - difference) * p[i]!) / size;
      expect(error, `${model} ${p} at ${[x, tx, T]}, parameter ${i}`).toBeLessThan(1e-8);
    }
  }
});

test("they are the likelihoods of the registered models", () => {
  const compared = new Set<string>();
  for (const [name, p, x, tx, T] of table) {
    const known = purchaseModelNames.find((n) => n === name);
    if (known === undefined) continue; // not registered: the table above is all there is to check against
    const model = purchaseModel(known);
    compared.add(name);
    const params = Object.fromEntries(model.params.map((k, i) => [k, p[i]!]));
    const plain = model.logLikelihood(params, {
      x: Float64Array.of(x),
      tx: Float64Array.of(tx),
      T: Float64Array.of(T),
      n: Float64Array.of(1),
    });
    const value = rowLikelihoods[name]!(Float64Array.from(p), x, tx, T, new Float64Array(p.length));
    const error = Math.abs(value - plain) / Math.max(1, Math.abs(plain));
    expect(error, `${name} ${p} at ${[x, tx, T]}: ${value} for ${plain}`).toBeLessThan(1e-10);
  }
  expect(compared).toContain("bg-nbd");
});
