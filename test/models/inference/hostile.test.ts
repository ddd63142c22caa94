import { describe, expect, test } from "vitest";
import { fitWithFallback } from "../../../models/inference/fallback.js";
import { isDoubtful } from "../../../models/inference/verdict.js";
import { purchaseModel, purchaseModelNames } from "../../../models/registry.js";
import { hostileKind, hostileKinds, hostileSet } from "./hostile-data.js";
import { unsoundness } from "./sound-fit.js";

const kinds = Object.keys(hostileKinds).length;
const fits = 4 * kinds; // over all models together; test/bench/hostile.ts gives each model a thousand

test("a data set is the same each time, and each is of its kind", () => {
  expect(hostileSet(20, false)).toEqual(hostileSet(20, false));
  expect(hostileSet(0, false).x.every((x) => x === 0)).toBe(true);
  expect(hostileSet(1, false).x).toHaveLength(1);
  expect(hostileSet(8, false).x.every((x) => x === 1)).toBe(true);
  const discrete = hostileSet(6, true);
  expect([...discrete.tx, ...discrete.T].every(Number.isInteger)).toBe(true);
});

describe("every fit to hostile data ends identified, or with a verdict that names what is wrong", () => {
  for (let number = 0; number < fits; number++) {
    // the models take turns, one turn on in every round of kinds
    const name = purchaseModelNames[(number + Math.floor(number / kinds)) % purchaseModelNames.length]!;
    test(`${name}, set ${number}: ${hostileKind(number)}`, () => {
      const model = purchaseModel(name);
      const began = process.cpuUsage().user;
      const { fit, left, reason } = fitWithFallback(model, hostileSet(number, model.time === "discrete"));
      expect(process.cpuUsage().user - began, "microseconds").toBeLessThan(10e6);
      for (const f of [fit, ...left]) expect(unsoundness(f), JSON.stringify(f)).toEqual([]);
      expect(reason === null).toBe(left.length === 0 && !isDoubtful(fit.verdict));
    });
  }
});
