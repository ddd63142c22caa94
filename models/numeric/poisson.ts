import type { Random } from "../model.js";
import { logGamma } from "./special.js";

/**
 * A Poisson variate: by inversion below a mean of 10, else by the transformed rejection PTRS of Hoermann (1993), The
 * transformed rejection method for generating Poisson random variables, Insurance: Mathematics and Economics 12.
 * @param mean >= 0 and finite
 * @example poissonVariate(seededRandom(42), 1) // 1
 */
export function poissonVariate(random: Random, mean: number): number {
  if (!(mean >= 0 && mean < Infinity)) throw new RangeError(`a Poisson mean is >= 0 and finite; got ${mean}`);
  if (mean < 10) {
    let left = random();
    let probability = Math.exp(-mean);
    let k = 0;
    while (left >= probability && probability > 0) {
      left -= probability;
      k++;
      probability *= mean / k;
    }
    return k;
  }
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random() - 0.5;
    const v = 1 - random();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= k * Math.log(mean) - mean - logGamma(k + 1))
      return k;
  }
}
