/** Small likelihoods whose maximum is known in closed form, to test the fitting routine by itself. */
import type { Likelihood } from "../../../models/model.js";
import { digamma, logGamma } from "../../../models/numeric/special.js";

/** Positive observations y, each made n times. */
export interface Waits {
  readonly y: Float64Array;
  readonly n: Float64Array;
}

export function waits(y: readonly number[]): Waits {
  const sorted = Float64Array.from(y).sort();
  return { y: sorted, n: sorted.map(() => 1) };
}

function sums({ y, n }: Waits): { count: number; total: number; logs: number } {
  const all = { count: 0, total: 0, logs: 0 };
  for (let i = 0; i < y.length; i++) {
    all.count += n[i]!;
    all.total += n[i]! * y[i]!;
    all.logs += n[i]! * Math.log(y[i]!);
  }
  return all;
}

/** Gamma(shape, rate) waits: LL = N (k ln c - ln Gamma(k)) + (k-1) sum ln y - c sum y. */
function gammaLogLikelihood(shape: number, rate: number, data: Waits): readonly [number, number, number] {
  const { count, total, logs } = sums(data);
  return [
    count * (shape * Math.log(rate) - logGamma(shape)) + (shape - 1) * logs - rate * total,
    count * (Math.log(rate) - digamma(shape)) + logs,
    (count * shape) / rate - total,
  ];
}

const meanRate = (data: Waits): number => {
  const { count, total } = sums(data);
  return count / total;
};

/** Exponential waits: the estimate is 1 / mean. */
export const exponential: Likelihood<"rate", Waits> = {
  name: "exponential",
  params: ["rate"],
  start: () => ({ rate: 1 }),
  logLikelihood: ({ rate }, data, gradient) => {
    const [value, , slope] = gammaLogLikelihood(1, rate, data);
    if (gradient) gradient[0] = slope;
    return value;
  },
};

/** Erlang waits of a whole shape k: given k, the rate is k / mean. */
export const erlang: Likelihood<"k" | "rate", Waits> = {
  name: "erlang",
  params: ["k", "rate"],
  whole: { k: [1, 2, 3, 4, 5, 6, 7, 8] },
  contains: [{ inner: exponential, embed: (p) => ({ k: 1, rate: p.rate! }) }],
  start: (data) => ({ k: 1, rate: meanRate(data) }),
  logLikelihood: ({ k, rate }, data, gradient) => {
    const [value, , slope] = gammaLogLikelihood(k, rate, data);
    gradient?.set([0, slope]);
    return value;
  },
};

/**
 * Lomax waits: exponential with rates Gamma(s, beta). Exponential itself is the limit s, beta -> infinity at a fixed
 * ratio, so waits that vary less than exponential ones have no maximum.
 */
export const lomax: Likelihood<"s" | "beta", Waits> = {
  name: "lomax",
  params: ["s", "beta"],
  contains: [{ inner: exponential, embed: (p) => ({ s: 1e6, beta: 1e6 / p.rate! }) }],
  start: (data) => ({ s: 2, beta: 2 / meanRate(data) }),
  logLikelihood: ({ s, beta }, { y, n }, gradient) => {
    let [value, ds, dbeta] = [0, 0, 0];
    for (let i = 0; i < y.length; i++) {
      const log = Math.log1p(y[i]! / beta);
      value += n[i]! * (Math.log(s / beta) - (s + 1) * log);
      ds += n[i]! * (1 / s - log);
      dbeta += n[i]! * (((s + 1) * y[i]!) / (beta * (beta + y[i]!)) - 1 / beta);
    }
    gradient?.set([ds, dbeta]);
    return value;
  },
};

function hills(p: number, count: number, gradient: Float64Array | undefined): number {
  const u = Math.log(p);
  const [low, high] = [Math.exp(-u * u), 2 * Math.exp(-((u - 8) ** 2))];
  if (gradient) gradient[0] = (count * (-2 * u * low - 2 * (u - 8) * high)) / p;
  return count * (low + high);
}

/** Two hills in ln p: of height 1 at 0, where `twoHills` starts, of height 2 at 8, where the model it contains starts. */
export const farHill: Likelihood<"p", Waits> = {
  name: "far-hill",
  params: ["p"],
  start: () => ({ p: Math.exp(7.5) }),
  logLikelihood: ({ p }, data, gradient) => hills(p, sums(data).count, gradient),
};

export const twoHills: Likelihood<"p", Waits> = {
  ...farHill,
  name: "two-hills",
  contains: [{ inner: farHill, embed: (p) => ({ p: p.p! }) }],
  start: () => ({ p: 1 }),
};
