import { expect, test } from "vitest";
import {
  type PurchaseModelName,
  purchaseModel,
  purchaseModelNames,
  purchaseModels,
  spendModelNames,
  spendModels,
} from "../../models/registry.js";
import { type PropertyPoints, purchaseProperties } from "./purchase-properties.js";

/** A model without an entry here does not compile, so none escapes the properties. */
const points: {
  [N in PurchaseModelName]: PropertyPoints<(typeof purchaseModels)[N]["params"][number]>;
} = {
  "bg-nbd": {
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
  },
};

test("every model is registered under its own name", () => {
  for (const name of purchaseModelNames) {
    expect(purchaseModel(name).name).toBe(name);
    expect(Object.keys(purchaseModel(name).timeExponent)).toEqual(purchaseModel(name).params);
  }
  for (const name of spendModelNames) expect(spendModels[name].name).toBe(name);
});

for (const name of purchaseModelNames) purchaseProperties(purchaseModels[name], points[name]);
