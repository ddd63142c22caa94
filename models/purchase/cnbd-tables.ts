/**
 * Purchases to come of a live customer by the number j of phases it had done at the as-of date. The rates of
 * cnbd-rate.ts depend on x, j and tau / A only: they are tabulated once per x in panels of v = ln(1 + kappa s), as
 * polynomials, apart from the factor (1 - e^-v)^(k-1-j) with which they begin.
 */
import { gaussLegendre, legendreCoefficients } from "../numeric/gauss-legendre.js";
import { type PhaseProcess, phaseRates, phaseRule } from "./cnbd-rate.js";

export interface PhaseTables extends PhaseProcess {
  readonly kappa: number;
  readonly panels: Panel[];
}

interface Panel {
  /** e^v at the nodes of the rule */
  readonly growth: Float64Array;
  /** weight times purchase rate per unit of v, k phases at each node */
  readonly mass: Float64Array;
  /** Legendre coefficients of the rate per unit of v without its first factor, k phases for each degree */
  readonly coefficients: Float64Array;
  /** integral of the rate over the panel, by phase */
  readonly total: Float64Array;
}

const rule = gaussLegendre(20);
const order = rule.nodes.length;
const discountedAway = 45; // e^-45
/** Panels are narrow until purchases have lost their rhythm, at about e^4 of them, and wide from then on. */
const narrow = 0.5;
const wide = 1.5;
const narrowPanels = 8;

export function phaseTables(k: number, shape: number, a: number, B: number): PhaseTables {
  return { k, shape, a, B, kappa: Math.max(1, (shape + k) / k), panels: [] };
}

/**
 * Expected purchases in (0, t], discounted continuously at rate delta, of a customer alive at 0 with j phases done:
 *     integral from 0 to t of e^(-delta tau) rate_j(tau / A) d tau / A,   j = 0 ... k-1
 * @param A     alpha + T, in the time unit of t
 * @param t     >= 0, may be Infinity when delta > 0
 * @param delta >= 0, per time unit
 */
export function purchasesByPhase(tables: PhaseTables, A: number, t: number, delta: number): Float64Array {
  if (!(t >= 0 && delta >= 0 && (t < Infinity || delta > 0))) {
    throw new RangeError(
      `purchases to come need t >= 0 and delta >= 0, delta > 0 when t is infinite; got t = ${t}, delta = ${delta}`,
    );
  }
  const { k, kappa } = tables;
  const sums = new Float64Array(k);
  const perGrowth = (delta * A) / kappa;
  const horizon = Math.min(t, delta > 0 ? discountedAway / delta : Infinity);
  const end = Math.log1p((kappa * horizon) / A);
  let i = 0;
  for (; edge(i + 1) <= end; i++) {
    const { growth, mass, total } = panel(tables, i);
    if (delta === 0) for (let j = 0; j < k; j++) sums[j] = sums[j]! + total[j]!;
    else
      for (let node = 0; node < order; node++) {
        const discount = Math.exp(-perGrowth * (growth[node]! - 1));
        for (let j = 0; j < k; j++) sums[j] = sums[j]! + mass[node * k + j]! * discount;
      }
  }
  if (end > edge(i)) addPart(tables, i, end, perGrowth, sums);
  return sums;
}

/** Adds the integral from the start of panel i to v = end inside it. */
function addPart(tables: PhaseTables, i: number, end: number, perGrowth: number, sums: Float64Array): void {
  const { k } = tables;
  const { coefficients } = panel(tables, i);
  const half = (end - edge(i)) / 2;
  const width = edge(i + 1) - edge(i);
  const rates = new Float64Array(k);
  for (let node = 0; node < order; node++) {
    const offset = half * (1 + rule.nodes[node]!);
    const v = edge(i) + offset;
    const at = (2 * offset) / width - 1;
    rates.fill(0);
    let before = 0;
    let legendre = 1;
    for (let degree = 0; degree < order; degree++) {
      for (let j = 0; j < k; j++) rates[j] = rates[j]! + coefficients[degree * k + j]! * legendre;
      const next = ((2 * degree + 1) * at * legendre - degree * before) / (degree + 1);
      before = legendre;
      legendre = next;
    }
    const discount = perGrowth === 0 ? 1 : Math.exp(-perGrowth * Math.expm1(v));
    let factor = half * rule.weights[node]! * discount;
    const start = -Math.expm1(-v);
    for (let j = k - 1; j >= 0; j--) {
      sums[j] = sums[j]! + factor * rates[j]!;
      factor *= start;
    }
  }
}

function edge(i: number): number {
  return i <= narrowPanels ? i * narrow : narrowPanels * narrow + (i - narrowPanels) * wide;
}

function panel(tables: PhaseTables, i: number): Panel {
  const { panels } = tables;
  while (panels.length <= i) panels.push(makePanel(tables, panels.length));
  return panels[i]!;
}

function makePanel(tables: PhaseTables, i: number): Panel {
  const { k, kappa } = tables;
  const half = (edge(i + 1) - edge(i)) / 2;
  const p = phaseRule(tables, Math.expm1(edge(i + 1)) / kappa);
  const growth = new Float64Array(order);
  const mass = new Float64Array(order * k);
  const total = new Float64Array(k);
  const values = Array.from({ length: k }, () => new Float64Array(order));
  const rates = new Float64Array(k);
  for (let node = 0; node < order; node++) {
    const v = edge(i) + half * (1 + rule.nodes[node]!);
    const start = -Math.expm1(-v);
    growth[node] = Math.exp(v);
    phaseRates(tables, Math.expm1(v) / kappa, start, p, rates);
    let factor = half * rule.weights[node]!;
    for (let j = k - 1; j >= 0; j--) {
      const value = (rates[j]! * growth[node]!) / kappa;
      values[j]![node] = value;
      mass[node * k + j] = factor * value;
      total[j] = total[j]! + factor * value;
      factor *= start;
    }
  }
  const coefficients = new Float64Array(order * k);
  for (let j = 0; j < k; j++)
    legendreCoefficients(rule, values[j]!).forEach((c, degree) => {
      coefficients[degree * k + j] = c;
    });
  return { growth, mass, coefficients, total };
}
