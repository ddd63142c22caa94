/**
 * Purchases to come of a customer who is alive, buys at rate lambda ~ Gamma(shape, rate A), and after every purchase
 * leaves with probability p ~ Beta(a, B). This is a BG/NBD customer seen from T, with shape = r + x, A = alpha + T, B = b + x.
 * The purchase rate at time tau from now is
 *     (shape / A) h(tau / A),   h(s) = E[(1 + p s)^-(shape+1)] = 2F1(shape+1, a; a+B; -s)
 * and h depends on x alone: it is tabulated once per x, in panels of v = ln(1 + kappa s), as polynomials.
 * Nothing here divides by a - 1 or a + b - 1, so a = 1 and a + b <= 1 are ordinary points.
 */
import { betaRule } from "../numeric/beta-rule.js";
import { gaussLegendre, legendreCoefficients, legendreSeries } from "../numeric/gauss-legendre.js";

export interface BetaGeometric {
  readonly shape: number;
  readonly a: number;
  readonly B: number;
  readonly kappa: number;
  readonly panels: Panel[];
}

interface Panel {
  /** e^v at the nodes of the rule */
  readonly growth: Float64Array;
  /** weight times purchase rate per unit of v, at the nodes */
  readonly mass: Float64Array;
  /** the rate per unit of v over the panel, in Legendre polynomials */
  readonly coefficients: Float64Array;
  readonly total: number;
}

const width = 1.5; // of a panel in v
const rule = gaussLegendre(20);
const negligible = 45; // discounted by e^-45

export function betaGeometric(shape: number, a: number, B: number): BetaGeometric {
  const kappa = Math.max(1, (shape * (a + 1)) / (a + B + 1));
  return { shape, a, B, kappa, panels: [] };
}

/**
 * Expected purchases in (0, t], discounted continuously at rate delta, of a customer alive at 0:
 *     integral from 0 to t of e^(-delta tau) (shape / A) h(tau / A) d tau
 * With delta = 0 this is (a+B-1)/(a-1) [1 - 2F1(shape, a-1; a+B-1; -t/A)]: Fader, Hardie & Lee (2005), eq. 10.
 * @param A     rate of the gamma distribution, in the time unit of t
 * @param t     >= 0, may be Infinity when delta > 0
 * @param delta >= 0, per time unit
 */
export function purchasesToCome(process: BetaGeometric, A: number, t: number, delta: number): number {
  if (!(t >= 0 && delta >= 0 && (t < Infinity || delta > 0))) {
    throw new RangeError(
      `purchases to come need t >= 0 and delta >= 0, delta > 0 when t is infinite; got t = ${t}, delta = ${delta}`,
    );
  }
  const { kappa } = process;
  const perGrowth = (delta * A) / kappa;
  const horizon = Math.min(t, delta > 0 ? negligible / delta : Infinity);
  const end = Math.log1p((kappa * horizon) / A);
  const whole = Math.floor(end / width);
  let sum = 0;
  for (let i = 0; i < whole; i++) {
    const { growth, mass, total } = panel(process, i);
    if (delta === 0) sum += total;
    else for (let k = 0; k < mass.length; k++) sum += mass[k]! * Math.exp(-perGrowth * (growth[k]! - 1));
  }
  const start = whole * width;
  const half = (end - start) / 2;
  if (!(half > 0)) return sum;
  const { coefficients } = panel(process, whole);
  for (let k = 0; k < rule.nodes.length; k++) {
    const offset = half * (1 + rule.nodes[k]!);
    const discount = delta === 0 ? 1 : Math.exp(-perGrowth * Math.expm1(start + offset));
    sum += half * rule.weights[k]! * discount * legendreSeries(coefficients, (2 * offset) / width - 1);
  }
  return sum;
}

function panel(process: BetaGeometric, i: number): Panel {
  const { panels } = process;
  while (panels.length <= i) panels.push(makePanel(process, panels.length));
  return panels[i]!;
}

function makePanel({ shape, a, B, kappa }: BetaGeometric, i: number): Panel {
  const furthest = Math.expm1((i + 1) * width) / kappa;
  const { p, weights } = betaRule(a, B, -Math.log1p((shape + 1) * furthest));
  const growth = rule.nodes.map((node) => Math.exp((i + 0.5 * (1 + node)) * width));
  const rate = rule.nodes.map((node) => {
    const v = (i + 0.5 * (1 + node)) * width;
    const s = Math.expm1(v) / kappa;
    let h = 0;
    for (let k = 0; k < p.length; k++) h += weights[k]! * Math.exp(-(shape + 1) * Math.log1p(p[k]! * s));
    return (shape * h * Math.exp(v)) / kappa;
  });
  const mass = rate.map((value, k) => 0.5 * width * rule.weights[k]! * value);
  let total = 0;
  for (const m of mass) total += m;
  return { growth, mass, coefficients: legendreCoefficients(rule, rate), total };
}
