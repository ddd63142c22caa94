import type { Likelihood, Prior } from "../model.js";
import type { Weighted } from "./sample.js";

/** Standard deviation of ln(param) under the weak prior: 95 % within a factor of 19 of the data-driven start. */
export const weakPriorSd = 1.5;

/** Below this many repeat buyers a prior is tried before a model is given up. */
export const thinRepeatBuyers = 300;

/**
 * A prior for data too thin to fix every parameter: each ln(param) normal around the model's data-driven start with
 * standard deviation 1.5. It moves with the time unit of the data, and says nothing that 300 repeat buyers do not overrule.
 * Whole parameters have none.
 * @example fit(bgNbd, histories, { prior: weakPrior(bgNbd, histories) })
 */
export function weakPrior<K extends string, D>(likelihood: Likelihood<K, D>, data: D): Prior<K> {
  const start = likelihood.start(data);
  const searched = likelihood.params.filter((k) => likelihood.whole?.[k] === undefined);
  return Object.fromEntries(
    searched.map((k) => [k, { mean: Math.log(start[k]), sd: weakPriorSd }]),
  ) as unknown as Prior<K>;
}

/** Customers with a repeat purchase, where the data have a column x; else all customers. */
export function repeatBuyers(data: Weighted): number {
  const x = "x" in data && data.x instanceof Float64Array ? data.x : null;
  let sum = 0;
  for (let i = 0; i < data.n.length; i++) if (x === null || x[i]! > 0) sum += data.n[i]!;
  return sum;
}
