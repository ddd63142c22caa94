import type { SpendParams } from "../value/segment-sums.js";

/** Repeat purchases of customers by distinct history, and what was spent on them. */
interface RepeatSpend {
  readonly x: Float64Array;
  readonly n: Float64Array;
  /** sums over the customers of a row */
  readonly z: Float64Array;
}

/**
 * A spend model brought to the level of an earlier day: its gamma (or its mean) such that what was expected of the repeat purchases known
 * then adds up to what was spent on them. How much customers and purchases differ, p and q, is taken as it was found with all days.
 *     sum of n x p gamma / (px + q - 1) = sum of z (q - 1) / (px + q - 1)
 * @returns what gamma, or the mean, is multiplied by; 1 where nothing was spent
 */
export function spendScaleAt(spend: SpendParams, { x, n, z }: RepeatSpend): number {
  let model = 0;
  let rest = 0;
  for (let i = 0; i < n.length; i++) {
    if ("mean" in spend) {
      model += n[i]! * x[i]! * spend.mean;
      rest += z[i]!;
    } else {
      const below = spend.p * x[i]! + spend.q - 1;
      model += (n[i]! * x[i]! * spend.p * spend.gamma) / below;
      rest += (z[i]! * (spend.q - 1)) / below;
    }
  }
  return model > 0 && rest > 0 ? rest / model : 1;
}

/** @example scaledSpend({ mean: 20 }, 1.5) // { mean: 30 } */
export function scaledSpend(spend: SpendParams, scale: number): SpendParams {
  return "mean" in spend ? { mean: spend.mean * scale } : { ...spend, gamma: spend.gamma * scale };
}
