import { type Params, type PurchaseModel, type Random, seededRandom } from "../../../models/index.js";
import { gammaVariate } from "../../../models/numeric/random.js";
import { dayAfter } from "./logged-run.js";

export interface SimulatedLog {
  readonly customers: number;
  /** length in days */
  readonly days: number;
  /** customers make their first purchase within so many days */
  readonly arrivals: number;
  readonly seed: number;
}

const spend = { p: 6, q: 4, gamma: 20 };

/** Purchase days of customers of a model, with Gamma-Gamma amounts: id, day, amount and a channel that says nothing. */
export function simulatedLog<K extends string>(
  model: PurchaseModel<K>,
  params: Params<K>,
  start: string,
  { customers, days, arrivals, seed }: SimulatedLog,
): (string | number)[][] {
  const random: Random = seededRandom(seed);
  return Array.from({ length: customers }, (_, i) => {
    const first = Math.floor(random() * arrivals);
    const nu = gammaVariate(random, spend.q, spend.gamma);
    const { times } = model.simulate(params, days - first, random);
    const bought = new Set([first, ...times.map((t) => first + Math.ceil(t))]);
    const channel = ["web", "app", "store"][i % 3]!;
    return [...bought]
      .filter((day) => day <= days)
      .map((day) => [`c${i}`, dayAfter(start, day), gammaVariate(random, spend.p, nu).toFixed(2), channel]);
  }).flat();
}
