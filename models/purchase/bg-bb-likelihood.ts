import type { Histories, Params } from "../model.js";
import { bgBbPlan } from "./bg-bb-plan.js";

export type BgBbParam = "alpha" | "beta" | "gamma" | "delta";

/**
 * Odds of having left by now, R = P(gone at T | x, t_x, T) / P(alive at T | x, t_x, T), and its derivatives, as
 * e^logScale times the numbers here. They grow as the walk goes back from T through silent opportunities.
 */
export interface GoneOdds {
  /** the walk has counted a departure at each opportunity from `at` + 1 to T */
  at: number;
  logScale: number;
  term: number;
  sum: number;
  /** d ln(term) / d alpha, beta, gamma, delta */
  readonly logSlopes: Float64Array;
  /** d sum / d alpha, beta, gamma, delta */
  readonly slopes: Float64Array;
}

const rescaleAbove = 1e250;

/** A walk that starts at T: nobody has left yet. */
export function goneOdds(T: number): GoneOdds {
  const [logSlopes, slopes] = [new Float64Array(4), new Float64Array(4)];
  return { at: T, logScale: 0, term: 1, sum: 0, logSlopes, slopes };
}

/**
 * Walks back to t_x: afterwards R is the sum over j = t_x, ..., T-1 of the probability of this history and a departure
 * at opportunity j + 1, over that of this history and being alive at T:
 *     B(alpha+x, beta+j-x) B(gamma+1, delta+j) / [B(alpha+x, beta+T-x) B(gamma, delta+T)].
 * Each term is the one before it times a rational number, so nothing but the sum itself can leave a double.
 */
export function walkBack(w: GoneOdds, p: Params<BgBbParam>, x: number, T: number, tx: number): void {
  const { alpha, beta, gamma, delta } = p;
  const { logSlopes, slopes } = w;
  while (w.at > tx) {
    const j = --w.at;
    const all = 1 / (alpha + beta + j);
    const miss = 1 / (beta + j - x);
    const stay = 1 / (delta + j);
    w.term *= miss / all;
    logSlopes[0]! += all;
    logSlopes[1]! += all - miss;
    if (j === T - 1) {
      w.term *= gamma * stay;
      logSlopes[2]! += 1 / gamma;
      logSlopes[3]! -= stay;
    } else {
      const both = 1 / (gamma + delta + j + 1);
      w.term *= stay / both;
      logSlopes[2]! += both;
      logSlopes[3]! += both - stay;
    }
    w.sum += w.term;
    for (let i = 0; i < 4; i++) slopes[i]! += w.term * logSlopes[i]!;
    if (w.sum > rescaleAbove) {
      w.term /= rescaleAbove;
      w.sum /= rescaleAbove;
      for (let i = 0; i < 4; i++) slopes[i]! /= rescaleAbove;
      w.logScale += Math.log(rescaleAbove);
    }
  }
}

/**
 * BG/BB log-likelihood, summed over customers.
 *     ln L = ln[B(alpha+x,beta+T-x)/B(alpha,beta)] + ln[B(gamma,delta+T)/B(gamma,delta)] + ln(1 + R)
 * with R the odds of having left by T. Fader, Hardie & Shang (2010), Customer-Base Analysis in a Discrete-Time
 * Noncontractual Setting, Marketing Science 29(6), 1086-1108; their likelihood with the first part taken out.
 * x and T are whole, so the beta functions are finite products whose total needs only the number of customers with
 * more than j purchases, misses and opportunities, for every j; and R of all t_x with equal x and T comes from one walk.
 */
export function bgBbLogLikelihood(p: Params<BgBbParam>, h: Histories, gradient?: Float64Array): number {
  const { alpha, beta, gamma, delta } = p;
  const plan = bgBbPlan(h);
  const totals = new Float64Array(4);
  let sum = 0;
  plan.purchasesAbove.forEach((count, j) => {
    sum += count * Math.log(alpha + j);
    totals[0]! += count / (alpha + j);
  });
  plan.opportunitiesAbove.forEach((count, j) => {
    // ln(beta+j) - ln(alpha+beta+j) in one, since the two nearly cancel
    const misses = plan.missesAbove[j] ?? 0;
    const all = 1 / (alpha + beta + j);
    const both = count / (gamma + delta + j);
    sum -= misses * Math.log1p(alpha / (beta + j)) + (count - misses) * Math.log(alpha + beta + j);
    sum -= count * Math.log1p(gamma / (delta + j));
    totals[0]! -= count * all;
    totals[1]! += misses / (beta + j) - count * all;
    totals[2]! -= both;
    totals[3]! += (both * gamma) / (delta + j); // 1/(delta+j) - 1/(gamma+delta+j)
  });
  const { groupEnd, groupX, groupT } = plan;
  let row = 0;
  for (let group = 0; group < groupEnd.length; group++) {
    const T = groupT[group]!;
    const w = goneOdds(T);
    for (; row < groupEnd[group]!; row++) {
      walkBack(w, p, groupX[group]!, T, plan.tx[row]!);
      const n = plan.n[row]!;
      const alive = Math.exp(-w.logScale);
      sum += n * (w.logScale === 0 ? Math.log1p(w.sum) : w.logScale + Math.log(alive + w.sum));
      const share = n / (alive + w.sum);
      for (let i = 0; i < 4; i++) totals[i]! += share * w.slopes[i]!;
    }
  }
  gradient?.set(totals);
  return sum;
}
