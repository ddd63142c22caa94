import { describe, expect, test } from "vitest";
import { opportunitiesByPeriod } from "../../../models/calendar/opportunities-by-period.js";
import { renewalsByPeriod } from "../../../models/calendar/renewals-by-period.js";
import { bdw, bgBb, geometric, historiesFrom, sbg } from "../../../models/index.js";
import type { Params, PurchaseModel } from "../../../models/model.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { thorough } from "../../thorough.js";
import { near } from "../near.js";

const longest = 14;
const customers = thorough ? 100_000 : 20_000;

/** Customers who came in any of the last periods: for each how many it has been there for, and the opportunities it took. */
function simulated(model: PurchaseModel, p: Params, seed: number): { T: number; times: readonly number[] }[] {
  const random = seededRandom(seed);
  return Array.from({ length: customers }, () => {
    const T = Math.floor(random() * (longest + 1));
    return { T, times: model.simulate(p, T, random).times };
  });
}

function historiesOf(world: ReturnType<typeof simulated>) {
  return historiesFrom(
    world.map(({ times }) => times.length),
    world.map(({ times }) => times.at(-1) ?? 0),
    world.map(({ T }) => T),
  );
}

describe("renewals by calendar period", () => {
  const contracts: [PurchaseModel, Params][] = [
    [geometric as PurchaseModel, { odds: 0.25 }],
    [sbg as PurchaseModel, { alpha: 0.9, beta: 3 }],
    [bdw as PurchaseModel, { alpha: 0.8, beta: 3, c: 1.3 }],
  ];

  test("are counted where they were, for those at risk alone", () => {
    // one who came three periods ago and left at the second, one who came two ago and stays, one who has met no opportunity
    const h = historiesFrom([1, 2, 0], [1, 2, 0], [3, 2, 0.5], [1, 10, 100]);
    const { actual, expected, variance } = renewalsByPeriod(geometric, { odds: 0.25 }, h);
    expect(Array.from(actual)).toEqual([1, 10, 10]);
    for (const [period, atRisk] of [1, 11, 10].entries()) {
      near(expected[period]!, 0.8 * atRisk, 1e-12);
      near(variance[period]!, 0.16 * atRisk, 1e-12);
    }
  });

  for (const [model, p] of contracts)
    test(`${model.name}: are expected as they come in a simulation, and a bad period shows as bad as it was`, () => {
      const world = simulated(model, p, 5);
      const { actual, expected, variance } = renewalsByPeriod(model, p, historiesOf(world));
      for (let period = 0; period < longest; period++) {
        const z = (actual[period]! - expected[period]!) / Math.sqrt(variance[period]!);
        expect(Math.abs(z), `period ${period}`).toBeLessThan(3.5);
      }
      // in the last period but two every tenth of those who would have renewed does not
      const bad = longest - 3;
      const random = seededRandom(6);
      const hit = world.map(({ T, times }) => {
        const at = bad - (longest - T) + 1;
        return at >= 1 && times.length >= at && random() < 0.1
          ? { T, times: times.slice(0, at - 1) }
          : { T, times };
      });
      const seen = renewalsByPeriod(model, p, historiesOf(hit));
      near(seen.actual[bad]! / seen.expected[bad]!, 0.9, 0.02);
      for (const period of [bad - 1, bad - 2]) near(seen.actual[period]! / seen.expected[period]!, 1, 0.03);
    });
});

describe("purchases by calendar period of the BG/BB", () => {
  const p = { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 };

  test("over all histories there can be are expected with the chance that they have", () => {
    const T = 6;
    const expected = new Float64Array(T);
    for (let taken = 0; taken < 2 ** T; taken++) {
      const times = Array.from({ length: T }, (_, i) => i + 1).filter((j) => (taken >> (j - 1)) & 1);
      const h = historiesFrom([times.length], [times.at(-1) ?? 0], [T]);
      const chance = Math.exp(bgBb.logLikelihood(p, h));
      opportunitiesByPeriod(p, h).expected.forEach((e, j) => {
        expected[j]! += chance * e;
      });
    }
    for (let j = 1; j <= T; j++) {
      const buys = (p.alpha / (p.alpha + p.beta)) * bgBb.probabilityStaying(p, 0, 0, 0, j);
      near(expected[j - 1]!, buys, 1e-12);
    }
  });

  test("given a history are those of an average over all customers there can be", () => {
    const q = { alpha: 2, beta: 3, gamma: 2, delta: 4 };
    const [x, tx, T] = [2, 3, 6];
    const cells = 400;
    const sums = new Float64Array(T);
    let all = 0;
    for (let i = 0; i < cells; i++)
      for (let k = 0; k < cells; k++) {
        const [buy, leave] = [(i + 0.5) / cells, (k + 0.5) / cells];
        const density = buy * (1 - buy) ** 2 * leave * (1 - leave) ** 3;
        const bought = density * buy ** x * (1 - buy) ** (tx - x) * (1 - leave) ** tx;
        for (let last = tx; last <= T; last++) {
          const mass = bought * ((1 - buy) * (1 - leave)) ** (last - tx) * (last < T ? leave : 1);
          all += mass;
          for (let j = 1; j <= last; j++) sums[j - 1]! += mass * buy;
        }
      }
    const { expected } = opportunitiesByPeriod(q, historiesFrom([x], [tx], [T]));
    for (let j = 0; j < T; j++) near(expected[j]!, sums[j]! / all, 1e-4, `opportunity ${j + 1}`);
  });

  test("are expected as they come in a simulation", () => {
    const world = simulated(bgBb as PurchaseModel, p, 8);
    const actual = new Float64Array(longest);
    for (const { T, times } of world) for (const j of times) actual[longest - T + j - 1]! += 1;
    const { expected, variance } = opportunitiesByPeriod(p, historiesOf(world));
    for (let period = 0; period < longest; period++) {
      const z = (actual[period]! - expected[period]!) / Math.sqrt(variance[period]!);
      expect(Math.abs(z), `period ${period}`).toBeLessThan(3.5);
    }
  });

  test("of a customer long gone, whose odds leave a double, are those of the time when it was there", () => {
    const { expected } = opportunitiesByPeriod(
      { alpha: 400, beta: 4, gamma: 1, delta: 5 },
      historiesFrom([300], [300], [900]),
    );
    near(expected[10]!, 700 / 704, 1e-3);
    expect(expected[299]).toBe(expected[0]);
    expect(expected[302]).toBeLessThan(1e-3);
    expect(expected.every(Number.isFinite)).toBe(true);
  });
});
