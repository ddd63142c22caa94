import type { Histories, Params } from "../model.js";
import { bgNbdPlan } from "./bg-nbd-plan.js";
import { bgNbdTotals } from "./bg-nbd-totals.js";

const exponentCap = 36; // beyond it ln(1 + e^d) = d in a double
const rowsPerLog = 16; // (1 + e^36)^16 still fits a double

/**
 * BG/NBD (m = 0) or MBG/NBD (m = 1) log-likelihood, summed over customers.
 *     ln L = ln[Gamma(r+x)/Gamma(r)] + r ln alpha + ln[B(a,b+x+m)/B(a,b)] - (r+x) ln(alpha+T) + ln(1 + [x+m>0] e^d)
 *     d    = ln a - ln(b+x+m-1) + (r+x) ln[(alpha+T)/(alpha+t_x)],  the log odds of having dropped out
 * Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24, eq. 6; for m = 1
 * Batislam, Denizel & Filiztekin (2007), Empirical validation and comparison of models for customer base analysis,
 * International Journal of Research in Marketing 24.
 * Logarithms are taken once per distinct T and t_x, and the rows that may have dropped out cost one exponential each.
 */
export function bgNbdLogLikelihood(
  p: Params<"r" | "alpha" | "a" | "b">,
  m: 0 | 1,
  h: Histories,
  gradient?: Float64Array,
): number {
  const { r, a, b } = p;
  const plan = bgNbdPlan(h);
  const totals = bgNbdTotals(p, 1, m, plan);
  const { logT, inverseT, logTx, inverseTx } = totals;
  let { sum, dr, dalpha, da, db } = totals;
  const { TIndex, txIndex, runEnd, runX, runWeight } = plan;
  let row = 0;
  for (let run = 0; run < runEnd.length; run++) {
    const x = runX[run]!;
    const end = runEnd[run]!;
    if (x + m === 0) {
      row = end;
      continue;
    }
    const weight = runWeight[run]!;
    const shape = r + x;
    const offset = Math.log(a / (b + x + m - 1));
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
    db -= (weight * dropped) / (b + x + m - 1);
  }
  if (gradient !== undefined) {
    gradient[0] = dr;
    gradient[1] = dalpha;
    gradient[2] = da;
    gradient[3] = db;
  }
  return sum;
}
