import type { Histories, Params } from "../model.js";
import { type BgNbdPlan, bgNbdPlan } from "./bg-nbd-plan.js";
import { type BgNbdTotals, bgNbdTotals } from "./bg-nbd-totals.js";

const exponentCap = 36; // beyond it ln(1 + e^d) = d in a double
const rowsPerLog = 16; // (1 + e^36)^16 still fits a double
const factorCap = 60; // e^60 times e^60 and their rounding are harmless; beyond it they would not stay so
const largestProduct = 1e200; // times one more 1 + e^d, d <= 3 * 60, it still fits a double

/**
 * BG/NBD (m = 0) or MBG/NBD (m = 1) log-likelihood, summed over customers.
 *     ln L = ln[Gamma(r+x)/Gamma(r)] + r ln alpha + ln[B(a,b+x+m)/B(a,b)] - (r+x) ln(alpha+T) + ln(1 + [x+m>0] e^d)
 *     d    = ln a - ln(b+x+m-1) + (r+x) ln[(alpha+T)/(alpha+t_x)],  the log odds of having dropped out
 * Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24, eq. 6; for m = 1
 * Batislam, Denizel & Filiztekin (2007), Empirical validation and comparison of models for customer base analysis,
 * International Journal of Research in Marketing 24.
 * Logarithms are taken once per distinct T and t_x. Of the rows that may have dropped out, those of an x with many rows
 * and without extreme odds cost one multiplication for e^d, the others an exponential each.
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
  let { sum, dr, dalpha, da, db } = totals;
  const centre = middleLog(totals);
  const factors = new Map<number, OddsFactors>();
  let from = 0;
  for (const [run, end] of plan.runEnd.entries()) {
    const x = plan.runX[run]!;
    const start = from;
    from = end;
    if (x + m === 0) continue;
    const shape = r + x;
    const offset = Math.log(a / (b + x + m - 1));
    let known = factors.get(x);
    if (known === undefined && end - start > plan.T.length) {
      known = oddsFactors(offset, shape, centre, totals);
      factors.set(x, known);
    }
    const gone = known?.mild
      ? goneByFactors(known, plan, totals, start, end)
      : goneByExponentials(offset, shape, plan, totals, start, end);
    const weight = plan.runWeight[run]!;
    sum += weight * gone.excess;
    dr += weight * gone.log;
    dalpha += weight * shape * gone.inverse;
    da += (weight * gone.customers) / a;
    db -= (weight * gone.customers) / (b + x + m - 1);
  }
  if (gradient !== undefined) {
    gradient[0] = dr;
    gradient[1] = dalpha;
    gradient[2] = da;
    gradient[3] = db;
  }
  return sum;
}

/** Sums over the rows of one run, with the probability e^d / (1 + e^d) of each to have dropped out as weights but for the first. */
interface Gone {
  /** of ln(1 + e^d) */
  readonly excess: number;
  readonly customers: number;
  /** of ln(alpha+T) - ln(alpha+t_x) */
  readonly log: number;
  /** of 1/(alpha+T) - 1/(alpha+t_x) */
  readonly inverse: number;
}

/**
 * The odds of one x as products of a factor of T and one of t_x,
 *     e^d = [a/(b+x+m-1) (alpha+T)^(r+x) c^-(r+x)] [c^(r+x) (alpha+t_x)^-(r+x)]
 * where c, the geometric middle of all alpha+T and alpha+t_x, keeps both between e^-60 and e^60 times a/(b+x+m-1).
 */
interface OddsFactors {
  /** Whether the factors stay within these bounds, for otherwise they lose digits and may overflow; empty if not. */
  readonly mild: boolean;
  readonly ofT: Float64Array;
  readonly ofTx: Float64Array;
}

interface Centre {
  /** ln c */
  readonly log: number;
  /** largest distance of a logarithm from it */
  readonly reach: number;
}

function middleLog({ logT, logTx }: BgNbdTotals): Centre {
  let least = Infinity;
  let most = -Infinity;
  for (const logs of [logT, logTx])
    for (const log of logs) {
      if (log < least) least = log;
      if (log > most) most = log;
    }
  return { log: (least + most) / 2, reach: (most - least) / 2 };
}

function oddsFactors(
  offset: number,
  shape: number,
  centre: Centre,
  { logT, logTx }: BgNbdTotals,
): OddsFactors {
  const mild = shape * centre.reach < factorCap && Math.abs(offset) < factorCap;
  if (!mild) return { mild, ofT: new Float64Array(0), ofTx: new Float64Array(0) };
  return {
    mild,
    ofT: logT.map((log) => Math.exp(offset + shape * (log - centre.log))),
    ofTx: logTx.map((log) => Math.exp(shape * (centre.log - log))),
  };
}

function goneByFactors(
  { ofT, ofTx }: OddsFactors,
  { TIndex, txIndex }: BgNbdPlan,
  { logT, inverseT, logTx, inverseTx }: BgNbdTotals,
  start: number,
  end: number,
): Gone {
  let excess = 0;
  let customers = 0;
  let log = 0;
  let inverse = 0;
  let product = 1;
  for (let row = start; row < end; row++) {
    const i = TIndex[row]!;
    const j = txIndex[row]!;
    const odds = ofT[i]! * ofTx[j]!;
    const total = 1 + odds;
    const gone = odds / total;
    product *= total;
    if (product > largestProduct) {
      excess += Math.log(product);
      product = 1;
    }
    customers += gone;
    log += gone * (logT[i]! - logTx[j]!);
    inverse += gone * (inverseT[i]! - inverseTx[j]!);
  }
  return { excess: excess + Math.log(product), customers, log, inverse };
}

function goneByExponentials(
  offset: number,
  shape: number,
  { TIndex, txIndex }: BgNbdPlan,
  { logT, inverseT, logTx, inverseTx }: BgNbdTotals,
  start: number,
  end: number,
): Gone {
  let excess = 0;
  let customers = 0;
  let log = 0;
  let inverse = 0;
  for (let row = start; row < end; ) {
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
      customers += gone;
      log += gone * gap;
      inverse += gone * (inverseT[i]! - inverseTx[j]!);
    }
    excess += Math.log(product);
  }
  return { excess, customers, log, inverse };
}
