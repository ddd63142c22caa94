import { describe, expect, test } from "vitest";
import { bdw } from "../../../models/contract/bdw.js";
import type { ContractModel } from "../../../models/contract/contract-model.js";
import { geometric } from "../../../models/contract/geometric.js";
import {
  derl,
  expectedRenewals,
  retentionElasticity,
  retentionRate,
  survival,
} from "../../../models/contract/retention.js";
import { sbg } from "../../../models/contract/sbg.js";
import type { Params } from "../../../models/model.js";
import { near, printedAs } from "../near.js";

const tenPercent = Math.log(1.1);

describe("Fader & Hardie (2010), DERL at d = .1 in contract periods 1 to 5", () => {
  test("both populations have a mean retention of .8 at first", () => {
    const cases = [
      [{ alpha: 3.8, beta: 15.2 }, ["3.31", "3.45", "3.59", "3.72", "3.84"]],
      // printed as (.067, .267)
      [{ alpha: 1 / 15, beta: 4 / 15 }, ["7.68", "9.46", "9.86", "10.06", "10.19"]],
    ] as const;
    for (const [p, published] of cases) {
      near(retentionRate(sbg, p, 0), 0.8, 1e-14);
      published.forEach((value, renewals) => {
        printedAs(derl(sbg, p, renewals, tenPercent), value, `renewals ${renewals}`);
      });
    }
  });

  test("a subscriber taken for one of many alike is worth less, and less for each per cent of retention", () => {
    for (const p of [
      { alpha: 3.8, beta: 15.2 },
      { alpha: 1 / 15, beta: 4 / 15 },
    ]) {
      const alike = { odds: p.alpha / p.beta };
      expect(derl(geometric, alike, 0, tenPercent)).toBeLessThan(derl(sbg, p, 0, tenPercent));
      expect(retentionElasticity(geometric, alike, 0, tenPercent)).toBeLessThan(
        retentionElasticity(sbg, p, 0, tenPercent),
      );
    }
  });
});

const models: readonly [string, ContractModel, Params][] = [
  ["geometric", geometric as ContractModel, { odds: 0.25 }],
  ["sbg", sbg as ContractModel, { alpha: 0.704, beta: 1.182 }],
  ["bdw", bdw as ContractModel, { alpha: 0.456, beta: 0.779, c: 1.283 }],
];

for (const [name, model, p] of models) {
  test(`${name}: survival is the product of retention rates, expected renewals the sum of survivals`, () => {
    let product = 1;
    let sum = 0;
    for (let k = 0; k < 30; k++) {
      near(survival(model, p, k), product, 1e-13);
      near(expectedRenewals(model, p, 0, k), sum, 1e-13);
      product *= retentionRate(model, p, k);
      sum += product;
    }
    near(expectedRenewals(model, p, 5, 3), model.expectedPurchases(p, 5, 5, 5, 3), 1e-14);
  });

  test(`${name}: DERL is the payment about to be decided plus what follows, a period later`, () => {
    for (const renewals of [0, 1, 4]) {
      const r = retentionRate(model, p, renewals);
      const next = derl(model, p, renewals + 1, 0.05);
      near(derl(model, p, renewals, 0.05), r * (1 + Math.exp(-0.05) * next), 1e-12);
      near(
        model.discountedPurchasesIfAlive(p, renewals, renewals, renewals, Infinity, 0.05),
        Math.exp(-0.05) * derl(model, p, renewals, 0.05),
        1e-13,
      );
    }
  });

  test(`${name}: the elasticity is the change of DERL when each retention rate changes by a small share`, () => {
    const delta = 0.2;
    for (const renewals of [0, 3]) {
      const scaled = (share: number): number => {
        let product = 1;
        let sum = 0;
        for (let k = 0; k < 300; k++) {
          product *= (1 + share) * retentionRate(model, p, renewals + k);
          sum += product * Math.exp(-delta * k);
        }
        return sum;
      };
      near(scaled(0), derl(model, p, renewals, delta), 1e-12);
      const slope = (scaled(1e-4) - scaled(-1e-4)) / (2e-4 * scaled(0));
      near(retentionElasticity(model, p, renewals, delta), slope, 1e-6);
    }
  });
}

test("with one retention rate r: DERL r(1+d)/(1+d-r), elasticity (1+d)/(1+d-r)", () => {
  near(derl(geometric, { odds: 0.25 }, 7, tenPercent), (0.8 * 1.1) / 0.3, 1e-13);
  near(retentionElasticity(geometric, { odds: 0.25 }, 7, tenPercent), 1.1 / 0.3, 1e-13);
});

test("a value for ever needs a discount rate", () => {
  expect(() => derl(sbg, { alpha: 2, beta: 3 }, 0, 0)).toThrow("delta > 0");
  expect(() => retentionElasticity(sbg, { alpha: 2, beta: 3 }, 0, Number.NaN)).toThrow(RangeError);
});

test("the documented examples", () => {
  const p = { alpha: 3.8, beta: 15.2 };
  near(survival(sbg, p, 2), 0.648, 1e-13);
  near(expectedRenewals(sbg, p, 0, 2), 1.448, 1e-13);
  printedAs(derl(sbg, p, 0, tenPercent), "3.3098");
  printedAs(retentionElasticity(geometric, { odds: 0.25 }, 0, tenPercent), "3.6667");
  printedAs(sbg.probabilityStaying({ alpha: 0.704, beta: 1.182 }, 0, 0, 0, 1), "0.6267");
  printedAs(bdw.probabilityStaying({ alpha: 0.456, beta: 0.779, c: 1.283 }, 0, 0, 0, 1), "0.6308");
  near(geometric.expectedPurchasesNewCustomer({ odds: 0.25 }, 2), 1.44, 1e-14);
});
