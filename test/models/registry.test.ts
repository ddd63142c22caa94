import { describe, expect, test } from "vitest";
import {
  otherSpendModelNames,
  type PurchaseModelName,
  purchaseModel,
  purchaseModelNames,
  type purchaseModels,
  spendModelNames,
  spendModels,
} from "../../models/index.js";
import { type DiscretePoints, discreteProperties } from "./discrete-properties.js";
import { type PropertyPoints, purchaseProperties } from "./purchase-properties.js";

type ParamOf<N extends PurchaseModelName> = (typeof purchaseModels)[N]["params"][number];
type Points<N extends PurchaseModelName> =
  | PropertyPoints<ParamOf<N>>
  | (DiscretePoints<ParamOf<N>> & { readonly contract: boolean });

const bgNbdParams = {
  params: [
    { r: 0.243, alpha: 30.898, a: 0.793, b: 2.426 },
    { r: 0.5, alpha: 10, a: 1, b: 1.5 },
    { r: 0.3, alpha: 20, a: 0.3, b: 0.5 },
    { r: 3, alpha: 90, a: 2.5, b: 0.4 },
    { r: 25, alpha: 800, a: 15, b: 40 },
  ],
  summable: [
    { r: 0.243, alpha: 30.898, a: 0.793, b: 2.426 },
    { r: 2, alpha: 40, a: 1, b: 1.5 },
    { r: 0.3, alpha: 50, a: 0.3, b: 0.5 },
  ],
};

const regular = {
  params: [
    { k: 3, r: 0.525, alpha: 14, a: 0.891, b: 1.614 },
    { k: 1, r: 0.525, alpha: 43.281, a: 0.891, b: 1.614 },
    { k: 2, r: 0.3, alpha: 20, a: 0.3, b: 0.5 },
    { k: 5, r: 25, alpha: 200, a: 15, b: 40 },
  ],
  summable: [
    { k: 2, r: 0.525, alpha: 22, a: 0.891, b: 1.614 },
    { k: 5, r: 2, alpha: 20, a: 1, b: 1.5 },
  ],
};
/** A model without an entry here does not compile, so none escapes the properties. */
const points: { readonly [N in PurchaseModelName]: Points<N> } = {
  "bg-nbd": bgNbdParams,
  "mbg-nbd": {
    params: [
      { r: 0.525, alpha: 43.281, a: 0.891, b: 1.614 },
      { r: 0.5, alpha: 10, a: 1, b: 1.5 },
      { r: 0.3, alpha: 20, a: 0.3, b: 0.2 },
      { r: 25, alpha: 800, a: 15, b: 40 },
    ],
    summable: [
      { r: 0.525, alpha: 43.281, a: 0.891, b: 1.614 },
      { r: 0.3, alpha: 50, a: 0.3, b: 0.2 },
    ],
  },
  "bg-cnbd-k": regular,
  "mbg-cnbd-k": regular,
  nbd: {
    params: [
      { r: 0.553, alpha: 74 },
      { r: 25, alpha: 800 },
      { r: 0.05, alpha: 3 },
    ],
    summable: [
      { r: 0.553, alpha: 74 },
      { r: 2, alpha: 40 },
    ],
  },
  "pareto-nbd": {
    params: [
      { r: 0.553, alpha: 74, s: 0.606, beta: 81.7 },
      { r: 2, alpha: 20, s: 1, beta: 50 },
      { r: 0.3, alpha: 20, s: 0.3, beta: 2 },
      { r: 3, alpha: 3, s: 3, beta: 600 },
      { r: 25, alpha: 800, s: 5, beta: 2000 },
    ],
    summable: [
      { r: 0.553, alpha: 74, s: 0.606, beta: 81.7 },
      { r: 2, alpha: 40, s: 1, beta: 1.5 },
      { r: 0.3, alpha: 50, s: 3, beta: 300 },
    ],
  },
  "ggompertz-nbd": {
    params: [
      { r: 0.8, alpha: 40, b: 0.02, s: 0.3, beta: 5 },
      { r: 0.553, alpha: 74, b: 1e-7, s: 0.606, beta: 8.17e-6 },
      { r: 2, alpha: 20, b: 0.004, s: 1, beta: 1 },
      { r: 3, alpha: 3, b: 0.01, s: 0.4, beta: 200 },
      { r: 25, alpha: 800, b: 0.001, s: 2, beta: 0.3 },
    ],
    summable: [
      { r: 0.8, alpha: 40, b: 0.02, s: 0.3, beta: 5 },
      { r: 2, alpha: 40, b: 1e-5, s: 1, beta: 1.5e-5 },
      { r: 0.3, alpha: 50, b: 0.05, s: 1, beta: 20 },
    ],
  },
  "bg-bb": {
    params: [
      { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 },
      { alpha: 0.3, beta: 4, gamma: 1, delta: 9 },
      { alpha: 30, beta: 70, gamma: 0.02, delta: 0.5 },
      { alpha: 5, beta: 1, gamma: 4, delta: 60 },
    ],
    periods: 15,
    contract: false,
  },
  geometric: { params: [{ odds: 0.25 }, { odds: 3 }, { odds: 1e-3 }], contract: true },
  sbg: {
    params: [
      { alpha: 0.704, beta: 1.182 },
      { alpha: 3.8, beta: 15.2 },
      { alpha: 0.067, beta: 0.267 },
      { alpha: 1, beta: 2 },
      { alpha: 1.5, beta: 800 },
    ],
    contract: true,
  },
  bdw: {
    params: [
      { alpha: 0.456, beta: 0.779, c: 1.283 },
      { alpha: 2, beta: 9, c: 0.7 },
      { alpha: 1, beta: 12, c: 2.5 },
      { alpha: 0.067, beta: 0.267, c: 1 },
      { alpha: 30, beta: 900, c: 0.3 },
    ],
    periods: 20,
    contract: true,
  },
};

describe("the registry", () => {
  test("every model is registered under its own name, with a unit for each parameter and words for people", () => {
    for (const name of purchaseModelNames) {
      const model = purchaseModel(name);
      expect(model.name).toBe(name);
      expect(Object.keys(model.timeExponent).sort()).toEqual([...model.params].sort());
      for (const text of Object.values(model.about)) expect(text).toMatch(/\w/);
      for (const { inner, embed } of model.contains ?? []) {
        expect(purchaseModelNames).toContain(inner.name);
        const inside = Object.fromEntries(inner.params.map((k) => [k, 1]));
        expect(Object.keys(embed(inside)).sort()).toEqual([...model.params].sort());
      }
    }
    for (const name of spendModelNames) expect(spendModels[name].name).toBe(name);
    expect(new Set([...spendModelNames, ...otherSpendModelNames]).size).toBe(
      spendModelNames.length + otherSpendModelNames.length,
    );
  });
});

for (const name of purchaseModelNames) {
  const of = points[name] as Points<PurchaseModelName> as
    | PropertyPoints<string>
    | (DiscretePoints<string> & { contract: boolean });
  if ("contract" in of) discreteProperties(purchaseModel(name), of, of.contract);
  else purchaseProperties(purchaseModel(name), of);
}
