import type { Histories, Params } from "../model.js";
import { logGamma } from "../numeric/special.js";
import { bgNbdPlan } from "./bg-nbd-plan.js";
import { bgNbdTotals } from "./bg-nbd-totals.js";

export type CnbdParam = "k" | "r" | "alpha" | "a" | "b";

const exponentCap = 36; // beyond it ln(P + e^d) = d in a double, for P = 1
const largestLog = 690; // of a product that still fits a double

/**
 * BG/CNBD-k (m = 0) or MBG/CNBD-k (m = 1) log-likelihood for k > 1, summed over customers.
 *     ln L = (k-1) sum of ln(gaps) - x ln Gamma(k) + ln[Gamma(r+kx)/Gamma(r)] + r ln alpha + ln[B(a,b+x+m)/B(a,b)]
 *            - (r+kx) ln(alpha+T) + ln(S + [x+m>0] e^d)
 *     S    = sum over j < k of Gamma(r+kx+j) / (Gamma(r+kx) j!) y^j,  y = (T-t_x)/(alpha+T)
 *     d    = ln a - ln(b+x+m-1) + (r+kx) ln[(alpha+T)/(alpha+t_x)]
 * Platzer & Reutterer (2016), Ticking Away the Moments: Timing Regularity Helps to Better Predict Customer Activity,
 * Marketing Science 35(5), 779-799. S / (S + e^d) is P(alive). With k = 1 it is the BG/NBD or MBG/NBD one.
 * @param gradient filled in the order k, r, alpha, a, b; the entry of k, a whole number, is 0
 */
export function cnbdLogLikelihood(
  p: Params<CnbdParam>,
  m: 0 | 1,
  h: Histories,
  gradient?: Float64Array,
): number {
  const { k, r, a, b } = p;
  const plan = bgNbdPlan(h);
  if (plan.logGaps === null)
    throw new RangeError(
      `the likelihood of regular buyers (k = ${k}) needs logGaps, the mean sum of ln(time between purchases) of each row; the histories have none`,
    );
  const totals = bgNbdTotals(p, k, m, plan);
  const { logT, inverseT, logTx, inverseTx } = totals;
  let { sum, dr, dalpha, da, db } = totals;
  let purchases = 0;
  for (const count of plan.moreThan) purchases += count;
  sum += (k - 1) * plan.logGaps - purchases * logGamma(k);
  const { T, tx, TIndex, txIndex, runEnd, runX, runWeight } = plan;
  const binomial = new Float64Array(k); // Gamma(shape+j) / (Gamma(shape) j!)
  const slope = new Float64Array(k); // its derivative by shape
  let row = 0;
  for (let run = 0; run < runEnd.length; run++) {
    const x = runX[run]!;
    const end = runEnd[run]!;
    const weight = runWeight[run]!;
    const shape = r + k * x;
    const most = risingBinomials(shape, binomial, slope);
    const mayBeGone = x + m > 0 ? 1 : 0;
    const offset = mayBeGone === 0 ? 0 : Math.log(a / (b + x + m - 1));
    const cap = exponentCap + Math.log(most);
    const rowsPerLog = Math.max(1, Math.floor(largestLog / (cap + 1)));
    let excess = 0;
    let dropped = 0;
    let byShape = 0;
    let byAlpha = 0;
    while (row < end) {
      const stop = row + rowsPerLog < end ? row + rowsPerLog : end;
      let product = 1;
      for (; row < stop; row++) {
        const i = TIndex[row]!;
        const j = txIndex[row]!;
        const y = (T[i]! - tx[j]!) * inverseT[i]!;
        let waiting = binomial[k - 1]!;
        let byY = 0;
        let waitingSlope = slope[k - 1]!;
        for (let q = k - 2; q >= 0; q--) {
          byY = byY * y + waiting;
          waiting = waiting * y + binomial[q]!;
          waitingSlope = waitingSlope * y + slope[q]!;
        }
        const gap = logT[i]! - logTx[j]!;
        const d = offset + shape * gap;
        const capped = d < cap ? d : cap;
        const odds = mayBeGone * Math.exp(capped);
        const total = waiting + odds;
        const perTotal = 1 / total;
        const gone = odds * perTotal;
        product *= total;
        excess += mayBeGone * (d - capped);
        dropped += gone;
        byShape += waitingSlope * perTotal + gone * gap;
        byAlpha += gone * shape * (inverseT[i]! - inverseTx[j]!) - byY * y * inverseT[i]! * perTotal;
      }
      excess += Math.log(product);
    }
    sum += weight * excess;
    dr += weight * byShape;
    dalpha += weight * byAlpha;
    if (mayBeGone === 1) {
      da += (weight * dropped) / a;
      db -= (weight * dropped) / (b + x + m - 1);
    }
  }
  if (gradient !== undefined) {
    gradient[0] = 0;
    gradient[1] = dr;
    gradient[2] = dalpha;
    gradient[3] = da;
    gradient[4] = db;
  }
  return sum;
}

/** Fills both tables and returns the sum of the first: the largest that S can be, as y < 1. */
function risingBinomials(shape: number, binomial: Float64Array, slope: Float64Array): number {
  binomial[0] = 1;
  slope[0] = 0;
  let sum = 1;
  for (let j = 1; j < binomial.length; j++) {
    binomial[j] = (binomial[j - 1]! * (shape + j - 1)) / j;
    slope[j] = (slope[j - 1]! * (shape + j - 1) + binomial[j - 1]!) / j;
    sum += binomial[j]!;
  }
  return sum;
}
