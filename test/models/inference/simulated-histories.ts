import { historiesFrom } from "../../../models/histories.js";
import type { Histories, Params } from "../../../models/model.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";

export const simulatedTruth: Params<"r" | "alpha" | "a" | "b"> = {
  r: 0.243,
  alpha: 30.9,
  a: 0.793,
  b: 2.426,
};

/** BG/NBD customers in whole days, T uniform over 180 to 540 of them. */
export function simulatedHistories(customers: number, seed: number): Histories {
  const random = seededRandom(seed);
  const x: number[] = [];
  const tx: number[] = [];
  const T: number[] = [];
  for (let i = 0; i < customers; i++) {
    const age = 180 + Math.floor(360 * random());
    const days = new Set(bgNbd.simulate(simulatedTruth, age, random).times.map(Math.ceil));
    x.push(days.size);
    tx.push(Math.max(0, ...days));
    T.push(age);
  }
  return historiesFrom(x, tx, T);
}
