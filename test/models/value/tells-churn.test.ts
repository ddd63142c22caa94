import { expect, test } from "vitest";
import { purchaseModel, tellsChurn } from "../../../models/index.js";
import { nobodyLeaves } from "../../../models/purchase/limits.js";

const params = {
  "bg-nbd": { r: 0.8, alpha: 60, a: 0.8, b: 3 },
  "mbg-nbd": { r: 0.8, alpha: 60, a: 0.01, b: 5 },
  "bg-cnbd-k": { k: 2, r: 1.2, alpha: 45, a: 0.8, b: 3 },
  "pareto-nbd": { r: 0.8, alpha: 60, s: 0.6, beta: 150 },
  "ggompertz-nbd": { r: 0.8, alpha: 60, b: 0.003, s: 0.6, beta: 0.5 },
  "bg-bb": { alpha: 1.2, beta: 0.8, gamma: 0.7, delta: 2.8 },
  geometric: { odds: 0.1 },
  sbg: { alpha: 1, beta: 4 },
} as const;

test.each(Object.entries(params))("%s knows of customers who leave", (name, p) => {
  expect(tellsChurn(purchaseModel(name as keyof typeof params), p)).toBe(true);
});

test("NBD, and a model at the limit where nobody leaves, do not", () => {
  expect(tellsChurn(purchaseModel("nbd"), { r: 0.8, alpha: 60 })).toBe(false);
  for (const k of [1, 2, 4]) {
    const p = nobodyLeaves.embed({ k, r: 1.2, alpha: 45, a: 0.8, b: 3 });
    expect(tellsChurn(purchaseModel("bg-cnbd-k"), p)).toBe(false);
    expect(tellsChurn(purchaseModel("mbg-cnbd-k"), p)).toBe(false);
  }
});
