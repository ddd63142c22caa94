import { describe, expect, test } from "vitest";
import { fitWithFallback } from "../../../models/inference/fallback.js";
import { isDoubtful } from "../../../models/inference/verdict.js";
import { purchaseModel, purchaseModelNames } from "../../../models/registry.js";
import { hostileKind, hostileKinds, hostileSet } from "./hostile-data.js";
import { unsoundness } from "./sound-fit.js";

const kinds = Object.keys(hostileKinds).length;
const all = Math.max(1, Math.round(4 / purchaseModelNames.length)) * kinds; // some 64 fits over all models

test("a data set is the same each time, and each is of its kind", () => {
  expect(hostileSet(20, false)).toEqual(hostileSet(20, false));
  expect(hostileSet(0, false).x.every((x) => x === 0)).toBe(true);
  expect(hostileSet(1, false).x).toHaveLength(1);
  expect(hostileSet(8, false).x.every((x) => x === 1)).toBe(true);
  const discrete = hostileSet(6, true);
  expect([...discrete.tx, ...discrete.T].every(Number.isInteger)).toBe(true);
});

// every fit to hostile data ends identified, or with a verdict that names what is wrong
for (const [m, name] of purchaseModelNames.entries())
  describe(name, () => {
    const model = purchaseModel(name);
    const sets = Array.from({ length: all }, (_, i) => i + m * all);
    for (let k = 0; k < kinds; k++)
      test(hostileKind(k), () => {
        for (const number of sets.filter((s) => s % kinds === k)) {
          const began = performance.now();
          const { fit, left, reason } = fitWithFallback(model, hostileSet(number, model.time === "discrete"));
          expect(performance.now() - began, `set ${number}`).toBeLessThan(10_000);
          for (const f of [fit, ...left])
            expect(unsoundness(f), `set ${number}: ${JSON.stringify(f)}`).toEqual([]);
          expect(reason === null, `set ${number}`).toBe(left.length === 0 && !isDoubtful(fit.verdict));
        }
      });
  });
