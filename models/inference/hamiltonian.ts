import type { Random } from "../model.js";
import { normal } from "../numeric/random.js";
import { stepSizeSearch } from "./step-size.js";

/** A log-density up to a constant, and its gradient, which is filled in. Not finite where the density is zero. */
export type LogDensity = (point: Float64Array, gradient: Float64Array) => number;

export interface ChainOptions {
  /** Steps that find the step size and are not kept. Default 200. */
  readonly warmup?: number;
  /** Default 1,000. */
  readonly draws?: number;
  /** Mean acceptance probability that the step size aims at, in (0, 1). Default 0.8. */
  readonly acceptance?: number;
}

export interface Chain {
  /** one column a coordinate */
  readonly columns: readonly Float64Array[];
  /** mean acceptance probability of the steps kept */
  readonly acceptance: number;
  /** steps kept at which the energy was off by more than 1,000: the density is too steep somewhere for the step size */
  readonly divergences: number;
  readonly evaluations: number;
  readonly stepSize: number;
}

/** Time to move for: a quarter of a turn, after which a standard normal has forgotten where it started. */
const pathLength = Math.PI / 2;
const jitter = 0.2; // of the step size, either way, so that no path returns to where it began
const longestPath = 64; // leapfrog steps
const divergence = 1000; // of the energy

/**
 * Hamiltonian Monte Carlo: draws from a density of which value and gradient are known, in coordinates scaled so that
 * it is near a standard normal (a unit mass matrix fits then). Each step gives the point a random push and follows it
 * by the leapfrog rule for a quarter of a turn; the step size comes from dual averaging in the warm-up.
 * Neal (2011), MCMC using Hamiltonian dynamics; Hoffman & Gelman (2014), The No-U-Turn Sampler, for the step size.
 * @param start a point of finite density
 * @param random the only source of chance: chains with streams of their own can run anywhere, in any order
 */
export function runChain(
  target: LogDensity,
  start: ArrayLike<number>,
  options: ChainOptions,
  random: Random,
): Chain {
  const { warmup = 200, draws = 1000, acceptance: aim = 0.8 } = options;
  const d = start.length;
  let point = Float64Array.from(start);
  let slope = new Float64Array(d);
  let value = target(point, slope);
  if (!finite(value, slope)) throw new RangeError("a chain has to start where the density is finite");
  let evaluations = 1;
  let accepted = 0;
  let divergences = 0;
  const search = stepSizeSearch(0.5, aim);
  const columns = Array.from({ length: d }, () => new Float64Array(draws));
  const momentum = new Float64Array(d);

  for (let i = -warmup; i < draws; i++) {
    const stepSize = i < 0 ? search.current() : search.average();
    const step = stepSize * (1 + jitter * (2 * random() - 1));
    const leaps = Math.min(longestPath, Math.max(1, Math.round(pathLength / stepSize)));
    for (let j = 0; j < d; j++) momentum[j] = normal(random);
    const energy = kinetic(momentum) - value;
    const to = Float64Array.from(point);
    const toSlope = Float64Array.from(slope);
    let toValue = value;
    for (let leap = 0; leap < leaps; leap++) {
      for (let j = 0; j < d; j++) {
        momentum[j] = momentum[j]! + 0.5 * step * toSlope[j]!;
        to[j] = to[j]! + step * momentum[j]!;
      }
      toValue = target(to, toSlope);
      evaluations++;
      if (!finite(toValue, toSlope)) {
        toValue = -Infinity;
        break;
      }
      for (let j = 0; j < d; j++) momentum[j] = momentum[j]! + 0.5 * step * toSlope[j]!;
    }
    const gain = toValue === -Infinity ? -Infinity : energy - (kinetic(momentum) - toValue);
    const probability = gain >= 0 ? 1 : gain > -divergence ? Math.exp(gain) : 0;
    if (random() < probability) {
      point = to;
      slope = toSlope;
      value = toValue;
    }
    if (i < 0) search.learn(probability);
    else {
      accepted += probability;
      if (!(gain > -divergence)) divergences++;
      for (let j = 0; j < d; j++) columns[j]![i] = point[j]!;
    }
  }
  return { columns, acceptance: accepted / draws, divergences, evaluations, stepSize: search.average() };
}

function kinetic(momentum: Float64Array): number {
  let sum = 0;
  for (const m of momentum) sum += m * m;
  return 0.5 * sum;
}

function finite(value: number, gradient: Float64Array): boolean {
  return Number.isFinite(value) && gradient.every(Number.isFinite);
}
