import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { Random } from "../model.js";

/**
 * Uniform random numbers in [0, 1), multiples of 2^-53, from xoroshiro128+ (Blackman & Vigna 2018).
 * The seed is spread over the 128-bit state with the finaliser of MurmurHash3, so neighbouring seeds give unrelated streams.
 *
 * @param seed a whole number, |seed| <= 2^53 - 1; the same seed gives the same stream on every platform
 * @example seededRandom(42)() // 0.44815009090806934
 */
export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`seed must be a whole number of at most 2^53 - 1 in size; got ${seed}`);
  }
  const low = seed | 0;
  const high = Math.floor(seed / 0x1_0000_0000) | 0;
  const generator = xoroshiro128plusFromState(
    [1, 2, 3, 4].map((word) => mixed(low ^ mixed(high + Math.imul(word, 0x9e3779b9)))),
  );
  return () => uniformFloat64(generator);
}

/**
 * A standard normal variate by the ziggurat of Marsaglia & Tsang (2000) in the form of Doornik (2005), "An improved ziggurat
 * method to generate normal random samples": 128 layers, whose index and position come from disjoint bits.
 *
 * @example normal(seededRandom(42)) // -0.44582377570582093
 */
export function normal(random: Random): number {
  for (;;) {
    const scaled = random() * layers;
    const layer = Math.floor(scaled);
    const u = 2 * (scaled - layer) - 1;
    const x = u * layerEdge[layer]!;
    if (Math.abs(u) < layerRatio[layer]!) return x;
    if (layer === 0) return normalTail(random, u);
    const outer = Math.exp(-0.5 * (layerEdge[layer]! ** 2 - x * x));
    const inner = Math.exp(-0.5 * (layerEdge[layer + 1]! ** 2 - x * x));
    if (inner + random() * (outer - inner) < 1) return x;
  }
}

/**
 * An exponential variate with mean 1 / rate: -ln(1 - U) / rate.
 *
 * @param rate > 0, per unit of the result
 * @example exponentialVariate(seededRandom(42), 0.5) // 1.1889583469931069
 */
export function exponentialVariate(random: Random, rate: number): number {
  if (!(rate > 0)) throw new RangeError(`exponential variate needs rate > 0; got ${rate}`);
  return -Math.log(1 - random()) / rate;
}

/**
 * A gamma variate with mean shape / rate and variance shape / rate^2.
 * Marsaglia & Tsang (2000), "A simple method for generating gamma variables"; for shape < 1 their section 6,
 * Gamma(shape) = Gamma(shape + 1) * U^(1 / shape), which may underflow to 0 when shape is far below 1.
 *
 * @param shape > 0, a pure number
 * @param rate > 0, per unit of the result
 * @example gammaVariate(seededRandom(42), 0.243, 30.9) // 0.0000643122252749265, and 0.00786 on average
 */
export function gammaVariate(random: Random, shape: number, rate: number): number {
  if (!(shape > 0 && rate > 0)) {
    throw new RangeError(`gamma variate needs shape > 0 and rate > 0; got shape = ${shape}, rate = ${rate}`);
  }
  if (shape >= 1) return standardGamma(random, shape) / rate;
  return (standardGamma(random, shape + 1) * Math.exp(Math.log(1 - random()) / shape)) / rate;
}

/**
 * A beta variate with mean a / (a + b): G_a / (G_a + G_b) from two gamma variates, formed from their logarithms where a
 * shape is so small that both could be lost to underflow.
 *
 * @param a > 0
 * @param b > 0
 * @returns in [0, 1]
 * @example betaVariate(seededRandom(42), 0.793, 2.426) // 0.045012719235038814, and 0.2463 on average
 */
export function betaVariate(random: Random, a: number, b: number): number {
  if (!(a > 0 && b > 0)) throw new RangeError(`beta variate needs a > 0 and b > 0; got a = ${a}, b = ${b}`);
  if (a > 0.1 && b > 0.1) {
    const numerator = gammaVariate(random, a, 1);
    return numerator / (numerator + gammaVariate(random, b, 1));
  }
  return 1 / (1 + Math.exp(logStandardGamma(random, b) - logStandardGamma(random, a)));
}

const layers = 128;
/** Where the tail begins, and the area of each layer: Doornik (2005), table 1. */
const tailStart = 3.442619855899;
const layerArea = 9.91256303526217e-3;
/** Right edge of each layer from the bottom one, whose edge stands for its rectangle and tail together, to the top at 0. */
const layerEdge = ((): Float64Array => {
  const edge = new Float64Array(layers + 1);
  edge[0] = layerArea / Math.exp(-0.5 * tailStart ** 2);
  edge[1] = tailStart;
  for (let i = 2; i < layers; i++) {
    const below = edge[i - 1]!;
    edge[i] = Math.sqrt(-2 * Math.log(layerArea / below + Math.exp(-0.5 * below * below)));
  }
  return edge;
})();
/** Share of each layer that lies under the curve for certain. */
const layerRatio = Float64Array.from({ length: layers }, (_, i) => layerEdge[i + 1]! / layerEdge[i]!);

/** A normal variate beyond the start of the tail, on the side of `sign` (Marsaglia 1964). */
function normalTail(random: Random, sign: number): number {
  for (;;) {
    const x = Math.log(1 - random()) / tailStart;
    const y = Math.log(1 - random());
    if (-2 * y >= x * x) return sign < 0 ? x - tailStart : tailStart - x;
  }
}

/** Gamma(shape, 1) for shape >= 1: d (1 + c Z)^3 accepted with the squeeze of Marsaglia & Tsang (2000), figure 1. */
function standardGamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = normal(random);
    const root = 1 + c * z;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = 1 - random();
    const z2 = z * z;
    if (u < 1 - 0.0331 * z2 * z2) return d * v;
    if (Math.log(u) < 0.5 * z2 + d * (1 - v + Math.log(v))) return d * v;
  }
}

function logStandardGamma(random: Random, shape: number): number {
  if (shape >= 1) return Math.log(standardGamma(random, shape));
  return Math.log(standardGamma(random, shape + 1)) + Math.log(1 - random()) / shape;
}

/** The 32-bit finaliser of MurmurHash3: every input bit reaches every output bit. */
function mixed(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
