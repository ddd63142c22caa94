/**
 * The purchase rate of a live customer whose purchases take k gamma phases each. Phases come at rate
 * lambda ~ Gamma(shape + j, A), j < k of them were done at time 0, and after every purchase the customer leaves with
 * probability p ~ Beta(a, B). In units s = tau / A of time, the rate is
 *     sum over n >= 1 of E[q^(n-1)] f(kn-j),   q = 1-p,   E[q^n] = B(a, B+n) / B(a, B)
 *     f(N) = Gamma(shape+j+N) / (Gamma(shape+j) Gamma(N)) s^(N-1) (1+s)^-(shape+j+N),  the density of the N-th phase
 * Summed as it stands where few purchases matter. Elsewhere the sum is closed for fixed q by roots of unity,
 *     (shape+j)/k rho^(j+1-k) sum over l < k of w^(l(j+1)) (1 + (1 - rho w^l) s)^-(shape+j+1),   rho = q^(1/k), w = e^(2 pi i/k)
 * and averaged over p by quadrature.
 */
import { type BetaRule, betaRule } from "../numeric/beta-rule.js";

export interface PhaseProcess {
  readonly k: number;
  /** shape of the phase rate at phase j = 0: r + kx */
  readonly shape: number;
  readonly a: number;
  readonly B: number;
}

const fewPhases = 1500; // summed one by one
const deepest = 600; // -ln of the smallest (1+s)^-shape that the sum starts from
const negligible = 50; // e^-50 of the rate
const smallQ = 1e-3; // below it the closed sum cancels, and the open one takes a few terms

/** A rule over p for `phaseRates` up to s; null where none is needed. */
export function phaseRule(buying: PhaseProcess, s: number): BetaRule | null {
  if (summable(buying, s)) return null;
  return betaRule(buying.a, buying.B, -Math.log1p((buying.shape + buying.k) * s));
}

function summable({ k, shape }: PhaseProcess, s: number): boolean {
  const mean = (shape + k) * s;
  const phases = mean + 9 * Math.sqrt(mean * (1 + s)) + 40 * (1 + s);
  return phases <= fewPhases && (shape + k) * Math.log1p(s) <= deepest;
}

/**
 * Fills `out` with the rate per unit of s for j = 0 ... k-1, each divided by `start`^(k-1-j), since at s = 0 it
 * begins as s^(k-1-j). With start proportional to s near 0 the result is smooth there.
 * @param rule phaseRule of this or a larger s
 */
export function phaseRates(
  buying: PhaseProcess,
  s: number,
  start: number,
  rule: BetaRule | null,
  out: Float64Array,
): void {
  out.fill(0);
  const { k, shape, a, B } = buying;
  if (rule === null || summable(buying, s)) {
    addSum(buying, s, start, 1, (n) => (B + n - 1) / (a + B + n - 1), out);
    return;
  }
  const limit = negligible + Math.log1p(shape * s);
  for (let i = 0; i < rule.p.length; i++) {
    const p = rule.p[i]!;
    const logRho = Math.log1p(-p) / k;
    const log = Math.log1p(-Math.expm1(logRho) * s);
    const weight = rule.weights[i]!;
    const q = 1 - p;
    if (q < smallQ) {
      if ((shape + 1) * log < 2 * limit) addSum(buying, s, start, weight, () => q, out);
    } else if ((shape + 1) * log < limit) addClosed(buying, s, start, weight, logRho, limit, out);
  }
}

/** Adds weight times the sum over n, in which the factor of the n-th purchase changes by ratio(n) from n to n + 1. */
function addSum(
  { k, shape }: PhaseProcess,
  s: number,
  start: number,
  weight: number,
  ratio: (n: number) => number,
  out: Float64Array,
): void {
  const u = s / (1 + s);
  const perStart = s / start;
  const power = u ** k;
  // f(kn-j) at j = k-1, where no power of start is taken out
  let last = weight * (shape + k - 1) * Math.exp(-(shape + k) * Math.log1p(s));
  let before = 0;
  for (let n = 1; ; n++) {
    let value = last;
    let settled = true;
    let total = 0;
    for (let j = k - 1; j >= 0; j--) {
      out[j] = out[j]! + value;
      total += value;
      if (!(value <= 1e-17 * out[j]!)) settled = false;
      value *= ((shape + j - 1) / (k * n - j)) * perStart;
    }
    if ((settled && total <= before) || n > 100_000) return;
    before = total;
    let growth = power * ratio(n);
    for (let i = 0; i < k; i++) growth *= (shape + k * n + i) / (k * n - k + 1 + i);
    last *= growth;
    if (last === 0) return;
  }
}

function addClosed(
  { k, shape }: PhaseProcess,
  s: number,
  start: number,
  weight: number,
  logRho: number,
  limit: number,
  out: Float64Array,
): void {
  const rho = Math.exp(logRho);
  const closeness = -Math.expm1(logRho);
  const scale = (weight / k) * Math.exp((1 - k) * logRho) * start ** (1 - k);
  for (let l = 0; 2 * l <= k; l++) {
    const angle = (2 * Math.PI * l) / k;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const re = l === 0 ? 1 + closeness * s : 1 + (1 - rho * cos) * s;
    const im = l === 0 ? 0 : -rho * sin * s;
    const square = re * re + im * im;
    const logSize = l === 0 ? Math.log1p(closeness * s) : 0.5 * Math.log(square);
    if (!((shape + 1) * logSize < limit)) continue;
    const turn = angle - (shape + 1) * Math.atan2(im, re);
    const size = (l === 0 || 2 * l === k ? 1 : 2) * scale * Math.exp(-(shape + 1) * logSize);
    let x = size * Math.cos(turn);
    let y = size * Math.sin(turn);
    // from j to j + 1: times rho w^l start / (1 + (1 - rho w^l) s)
    const stepRe = ((rho * start) / square) * (cos * re + sin * im);
    const stepIm = ((rho * start) / square) * (sin * re - cos * im);
    for (let j = 0; j < k; j++) {
      out[j] = out[j]! + (shape + j) * x;
      const next = x * stepRe - y * stepIm;
      y = x * stepIm + y * stepRe;
      x = next;
    }
  }
}
