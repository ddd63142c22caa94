import { type Column, checkColumns } from "./columns.js";

/** Customers of similar probability. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly customers: number;
  readonly meanProbability: number;
  /** share of them that did it */
  readonly frequency: number;
}

/** A score of probabilities and its parts, brier = reliability - resolution + uncertainty + within. */
export interface BrierScore {
  /** mean of (probability - outcome)^2: 0 is perfect, 0.25 is what 1/2 for everyone gets */
  readonly brier: number;
  /** 1 - brier / uncertainty: 0 for saying the base rate to everyone; NaN where all outcomes agree */
  readonly skill: number;
  /** mean square distance of probability and frequency over the bins: 0 is calibrated */
  readonly reliability: number;
  /** mean square distance of the frequencies from the base rate: how well customers are distinguished */
  readonly resolution: number;
  /** base rate times one minus it: what there is to predict */
  readonly uncertainty: number;
  /** what the bins lose: variance of the probabilities in them minus twice their covariance with the outcomes */
  readonly within: number;
  /** bins with customers */
  readonly bins: readonly ReliabilityBin[];
}

/**
 * Brier score of probabilities with its decomposition (Murphy 1973) over bins of equal width, for P(alive) against
 * whether the customer bought again, P(churn), and the like. Whether a customer is alive is never seen: score P(at least one purchase in t),
 * or read P(alive) as an upper bound of the frequency.
 * @param probability in [0, 1]
 * @param outcome 0 or 1
 * @example brierScore([0.8, 0.2], [1, 0]).brier // 0.04
 */
export function brierScore(probability: Column, outcome: Column, weights?: Column, bins = 10): BrierScore {
  checkColumns({ probability, outcome }, weights, "probabilities");
  const sums = Array.from({ length: bins }, () => ({ n: 0, p: 0, y: 0, pp: 0, py: 0 }));
  let customers = 0;
  let happened = 0;
  let square = 0;
  for (let i = 0; i < probability.length; i++) {
    const p = probability[i]!;
    const y = outcome[i]!;
    if (!(0 <= p && p <= 1)) throw new RangeError(`invalid probability; not in [0, 1]: ${p} in row ${i}`);
    if (y !== 0 && y !== 1) throw new RangeError(`an outcome is 0 or 1; got ${y} in row ${i}`);
    const w = weights === undefined ? 1 : weights[i]!;
    const bin = sums[Math.min(bins - 1, Math.floor(p * bins))]!;
    bin.n += w;
    bin.p += w * p;
    bin.y += w * y;
    bin.pp += w * p * p;
    bin.py += w * p * y;
    customers += w;
    happened += w * y;
    square += w * (p - y) ** 2;
  }
  const base = happened / customers;
  let reliability = 0;
  let resolution = 0;
  let within = 0;
  for (const { n, p, y, pp, py } of sums) {
    if (n === 0) continue;
    reliability += (n * (p / n - y / n) ** 2) / customers;
    resolution += (n * (y / n - base) ** 2) / customers;
    within += (pp - (p * p) / n - 2 * (py - (p * y) / n)) / customers;
  }
  const brier = square / customers;
  const uncertainty = base * (1 - base);
  return {
    brier,
    skill: uncertainty === 0 ? Number.NaN : 1 - brier / uncertainty,
    reliability,
    resolution,
    uncertainty,
    within,
    bins: sums.flatMap(({ n, p, y }, i) =>
      n === 0
        ? []
        : [{ from: i / bins, to: (i + 1) / bins, customers: n, meanProbability: p / n, frequency: y / n }],
    ),
  };
}
