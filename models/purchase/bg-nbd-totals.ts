import type { Params } from "../model.js";
import type { BgNbdPlan } from "./bg-nbd-plan.js";

/** The part of a log-likelihood that comes from totals by x and by T, with its gradient, and logarithms for the rest. */
export interface BgNbdTotals {
  readonly sum: number;
  readonly dr: number;
  readonly dalpha: number;
  readonly da: number;
  readonly db: number;
  /** ln(alpha + T) and 1/(alpha + T) of each distinct T; the same of each distinct t_x */
  readonly logT: Float64Array;
  readonly inverseT: Float64Array;
  readonly logTx: Float64Array;
  readonly inverseTx: Float64Array;
}

/**
 * Sum over customers of
 *     r ln alpha + ln[Gamma(r+kx)/Gamma(r)] - (r+kx) ln(alpha+T) + ln[B(a,b+x+m)/B(a,b)]
 * The gamma and beta ratios are finite sums since x is whole, so their total needs only the number of customers with
 * more than j purchases, for every j; the logarithms are taken once per distinct T.
 * @param k gamma phases per purchase; 1 in the NBD models
 * @param m 1 where a customer may also leave right after its first purchase (MBG), else 0
 */
export function bgNbdTotals(
  { r, alpha, a, b }: Params<"r" | "alpha" | "a" | "b">,
  k: number,
  m: 0 | 1,
  plan: BgNbdPlan,
): BgNbdTotals {
  let sum = plan.customers * r * Math.log(alpha);
  let dr = plan.customers * Math.log(alpha);
  let dalpha = (plan.customers * r) / alpha;
  let da = 0;
  let db = 0;
  if (m === 1) {
    const all = 1 / (a + b);
    sum += plan.customers * logShare(a, b, all);
    da -= plan.customers * all;
    db += (plan.customers * a * all) / b;
  }
  for (let j = 0; j < plan.moreThan.length; j++) {
    const count = plan.moreThan[j]!;
    const all = 1 / (a + b + j + m);
    let logs = 0;
    let inverses = 0;
    for (let i = k * j; i < k * (j + 1); i++) {
      logs += Math.log(r + i);
      inverses += 1 / (r + i);
    }
    sum += count * (logs + logShare(a, b + j + m, all));
    dr += count * inverses;
    da -= count * all;
    db += (count * a * all) / (b + j + m); // 1/(b+j) - 1/(a+b+j)
  }
  const logT = plan.T.map((T) => Math.log(alpha + T));
  const inverseT = plan.T.map((T) => 1 / (alpha + T));
  for (let i = 0; i < logT.length; i++) {
    const exponent = r * plan.customersAt[i]! + k * plan.purchasesAt[i]!;
    sum -= exponent * logT[i]!;
    dr -= plan.customersAt[i]! * logT[i]!;
    dalpha -= exponent * inverseT[i]!;
  }
  const logTx = plan.tx.map((tx) => Math.log(alpha + tx));
  const inverseTx = plan.tx.map((tx) => 1 / (alpha + tx));
  return { sum, dr, dalpha, da, db, logT, inverseT, logTx, inverseTx };
}

/** ln[b / (a + b)], with all = 1 / (a + b): exact where a is far smaller than b, and where it is far larger. */
function logShare(a: number, b: number, all: number): number {
  return a < b ? Math.log1p(-a * all) : Math.log(b * all);
}
