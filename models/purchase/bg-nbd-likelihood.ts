import type { Histories, Params } from "../model.js";
import { bgNbdPlan } from "./bg-nbd-plan.js";

const exponentCap = 36; // beyond it ln(1 + e^d) = d in a double
const rowsPerLog = 16; // (1 + e^36)^16 still fits a double

/**
 * BG/NBD log-likelihood, summed over customers.
 *     ln L = ln[Gamma(r+x)/Gamma(r)] + r ln alpha + ln[B(a,b+x)/B(a,b)] - (r+x) ln(alpha+T) + ln(1 + [x>0] e^d)
 *     d    = ln a - ln(b+x-1) + (r+x) ln[(alpha+T)/(alpha+t_x)],  the log odds of having dropped out
 * Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24, eq. 6.
 * The gamma and beta ratios are finite sums since x is whole; logarithms are taken once per distinct T and t_x,
 * and the rows with x > 0 cost one exponential each.
 */
export function bgNbdLogLikelihood(
  p: Params<"r" | "alpha" | "a" | "b">,
  h: Histories,
  gradient?: Float64Array,
): number {
  const { r, alpha, a, b } = p;
  const plan = bgNbdPlan(h);
  let sum = plan.customers * r * Math.log(alpha);
  let dr = plan.customers * Math.log(alpha);
  let dalpha = (plan.customers * r) / alpha;
  let da = 0;
  let db = 0;
  for (let j = 0; j < plan.moreThan.length; j++) {
    const count = plan.moreThan[j]!;
    const all = 1 / (a + b + j);
    sum += count * (Math.log(r + j) + Math.log1p(-a * all));
    dr += count / (r + j);
    da -= count * all;
    db += (count * a * all) / (b + j); // 1/(b+j) - 1/(a+b+j)
  }
  const logT = plan.T.map((T) => Math.log(alpha + T));
  const inverseT = plan.T.map((T) => 1 / (alpha + T));
  for (let i = 0; i < logT.length; i++) {
    const exponent = r * plan.customersAt[i]! + plan.purchasesAt[i]!;
    sum -= exponent * logT[i]!;
    dr -= plan.customersAt[i]! * logT[i]!;
    dalpha -= exponent * inverseT[i]!;
  }
  const logTx = plan.tx.map((tx) => Math.log(alpha + tx));
  const inverseTx = plan.tx.map((tx) => 1 / (alpha + tx));
  const { TIndex, txIndex, runEnd, runX, runWeight } = plan;
  let row = 0;
  for (let run = 0; run < runEnd.length; run++) {
    const x = runX[run]!;
    const end = runEnd[run]!;
    const weight = runWeight[run]!;
    const shape = r + x;
    const offset = Math.log(a / (b + x - 1));
    let excess = 0;
    let dropped = 0;
    let droppedLog = 0;
    let droppedInverse = 0;
    while (row < end) {
      const stop = row + rowsPerLog < end ? row + rowsPerLog : end;
      let product = 1;
      for (; row < stop; row++) {
        const i = TIndex[row]!;
        const j = txIndex[row]!;
        const gap = logT[i]! - logTx[j]!;
        const d = offset + shape * gap;
        const capped = d < exponentCap ? d : exponentCap;
        const odds = Math.exp(capped);
        const total = 1 + odds;
        const gone = odds / total;
        product *= total;
        excess += d - capped;
        dropped += gone;
        droppedLog += gone * gap;
        droppedInverse += gone * (inverseT[i]! - inverseTx[j]!);
      }
      excess += Math.log(product);
    }
    sum += weight * excess;
    dr += weight * droppedLog;
    dalpha += weight * shape * droppedInverse;
    da += (weight * dropped) / a;
    db -= (weight * dropped) / (b + x - 1);
  }
  if (gradient !== undefined) {
    gradient[0] = dr;
    gradient[1] = dalpha;
    gradient[2] = da;
    gradient[3] = db;
  }
  return sum;
}
