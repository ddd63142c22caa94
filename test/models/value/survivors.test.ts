import { expect, test } from "vitest";
import type { Params, PurchaseModel } from "../../../models/model.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { ggompertzNbd } from "../../../models/purchase/ggompertz-nbd.js";
import { mbgNbd } from "../../../models/purchase/mbg-nbd.js";
import { nbd } from "../../../models/purchase/nbd.js";
import { paretoNbd } from "../../../models/purchase/pareto-nbd.js";
import { stayingOf } from "../../../models/value/survivors.js";

const worlds: readonly (readonly [string, PurchaseModel, Params])[] = [
  ["bg-nbd", bgNbd as PurchaseModel, { r: 0.8, alpha: 40, a: 0.8, b: 2.5 }],
  ["mbg-nbd", mbgNbd as PurchaseModel, { r: 0.8, alpha: 40, a: 0.8, b: 2.5 }],
  ["pareto-nbd", paretoNbd as PurchaseModel, { r: 0.8, alpha: 40, s: 0.6, beta: 200 }],
  ["ggompertz-nbd", ggompertzNbd as PurchaseModel, { r: 0.8, alpha: 40, b: 0.004, s: 0.6, beta: 0.4 }],
];
const [T, horizons, customers] = [200, [30, 300], 20_000] as const;

test.each(
  worlds,
)("%s: as many stay as in a simulated world, among whoever has bought often or not", (_, model, p) => {
  const random = seededRandom(7);
  const people = Array.from({ length: customers }, () => {
    const { times, dropout } = model.simulate(p, T + 300, random);
    const own = times.filter((t) => t <= T);
    return { x: own.length, tx: own.at(-1) ?? 0, dropout };
  });
  people.sort((a, b) => a.x - b.x || a.tx - b.tx);
  const h = {
    x: Float64Array.from(people, ({ x }) => x),
    tx: Float64Array.from(people, ({ tx }) => tx),
    T: new Float64Array(customers).fill(T),
  };
  const staying = stayingOf(model, p, h, horizons);
  for (const [j, t] of horizons.entries())
    for (const among of [(x: number) => x < 2, (x: number) => x >= 2]) {
      let [expected, variance, found] = [0, 0, 0];
      for (let i = 0; i < customers; i++) {
        if (!among(h.x[i]!)) continue;
        const alive = model.probabilityAlive(p, h.x[i]!, h.tx[i]!, T) * staying[j]![i]!;
        expected += alive;
        variance += alive * (1 - alive);
        if (people[i]!.dropout > T + t) found += 1;
      }
      // four standard deviations
      expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(variance));
    }
});

test("everyone stays where nobody leaves, or no time passes", () => {
  const h = { x: Float64Array.of(0, 3), tx: Float64Array.of(0, 90), T: Float64Array.of(100, 100) };
  expect(stayingOf(nbd, { r: 0.8, alpha: 40 }, h, [365])).toEqual([Float64Array.of(1, 1)]);
  expect(stayingOf(paretoNbd, { r: 0.8, alpha: 40, s: 0.6, beta: 200 }, h, [0])).toEqual([
    Float64Array.of(1, 1),
  ]);
});
