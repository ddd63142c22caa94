import { gaussLegendre } from "../numeric/gauss-legendre.js";
import { logGamma } from "../numeric/special.js";

const heavy = 3; // below it the second moment of mean spend comes from too few customers
const reached = 40; // one in so many groups has a customer beyond the cut
const rule = gaussLegendre(20);
const panels = 12;

/**
 * E[M^2] / E[M]^2 for M = p/nu, a customer's mean spend, when nu ~ Gamma(b, .): (b-1)/(b-2) for b >= 3.
 * Towards b = 2 that grows without bound because of customers who are too rare to exist: for b < 3 those beyond the mean
 * spend that the highest of `customers` reaches with a chance of 1 in 40 are left out. In units of 1 / nu it is
 *     (b-1)^2 / Gamma(b) times the integral of v^(b-3) e^-v from v = (Gamma(b+1) / (40 customers))^(1/b) to infinity
 * @param b px + q, > 1
 * @param customers that share it
 * @example spendNoise(4, 100) // 1.5
 */
export function spendNoise(b: number, customers: number): number {
  if (b >= heavy) return (b - 1) / (b - 2);
  const from = (logGamma(b + 1) - Math.log(reached * Math.max(1, customers))) / b;
  const half = (Math.log(60) - from) / panels / 2;
  let sum = 0;
  for (let i = 0; i < panels; i++)
    for (let k = 0; k < rule.nodes.length; k++) {
      const s = from + half * (2 * i + 1 + rule.nodes[k]!);
      sum += half * rule.weights[k]! * Math.exp((b - 2) * s - Math.exp(s) - logGamma(b));
    }
  return Math.max(1, (b - 1) ** 2 * sum);
}
