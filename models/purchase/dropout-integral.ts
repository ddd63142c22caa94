/**
 * Integrals of g(u) = (alpha + u)^-k f(u), the joint weight of a purchase history of shape k = r + x and a dropout at u,
 * by Gauss-Legendre panels with as many nodes as g bends over the panel. Values are relative to g at the left end.
 */
import { gaussLegendre, type Rule } from "../numeric/gauss-legendre.js";
import type { DropoutLaw } from "./dropout-law.js";

/**
 * Added to an exponent k when it is judged how far (c + u)^-k is from a polynomial over a panel: even for k near 0 a
 * panel must not be long against its distance from the pole at -c.
 */
export const stiffness = 10;

/**
 * Rules by the `bend` they carry, in units of ln g: with c = bend / 2 the relative error of n nodes for e^(c z) on [-1, 1] is
 * about 2^(2n) (n!)^4 / ((2n+1) (2n)!^3) c^(2n), 5e-12 or less at each limit. Measured in P(alive): below 1e-12.
 */
export const rules: readonly { readonly rule: Rule; readonly bend: number }[] = [
  { rule: gaussLegendre(2), bend: 0.012 },
  { rule: gaussLegendre(3), bend: 0.1 },
  { rule: gaussLegendre(4), bend: 0.5 },
  { rule: gaussLegendre(8), bend: 4.4 },
  { rule: gaussLegendre(16), bend: 20 },
];

/** Index of the smallest rule for that bend; -1 where none will do and the panel must be split. */
export function ruleFor(bend: number): number {
  for (let level = 0; level < rules.length; level++) if (bend <= rules[level]!.bend) return level;
  return -1;
}

export interface Kernel {
  readonly alpha: number;
  readonly law: DropoutLaw;
  /** numbers kept of a node: weight, ln((alpha+u)/(alpha+from)), ln(f(u)/f(from)), then what the derivatives need */
  readonly width: number;
  /** integrals of g, then for derivatives of g ln(alpha+u), g/(alpha+u) and g times each derivative of ln f */
  readonly integrals: number;
  readonly scratch: Float64Array;
  readonly panel: Float64Array;
  readonly density: Float64Array;
}

/** @param derivatives whether the integrals for the derivatives are wanted */
export function kernel(alpha: number, law: DropoutLaw, derivatives: boolean): Kernel {
  const integrals = derivatives ? 3 + law.parameters : 1;
  const width = 2 + integrals;
  return {
    alpha,
    law,
    width,
    integrals,
    scratch: new Float64Array(width * rules[rules.length - 1]!.rule.nodes.length),
    panel: new Float64Array(integrals),
    density: new Float64Array(1 + law.parameters),
  };
}

/** How far g is from a polynomial between two times. */
export function bend(of: Kernel, shape: number, from: number, to: number): number {
  return (shape + stiffness) * Math.log1p((to - from) / (of.alpha + from)) + of.law.variation(from, to);
}

/** Writes the nodes of a panel, `width` numbers each. `logDensity` is ln f(from). */
export function fillNodes(
  of: Kernel,
  from: number,
  to: number,
  logDensity: number,
  rule: Rule,
  out: Float64Array,
  at: number,
): void {
  const { alpha, law, density, width, integrals } = of;
  const half = (to - from) / 2;
  for (let i = 0; i < rule.nodes.length; i++) {
    const offset = half * (1 + rule.nodes[i]!);
    const u = from + offset;
    const node = at + i * width;
    out[node] = half * rule.weights[i]!;
    out[node + 1] = Math.log1p(offset / (alpha + from));
    if (integrals === 1) out[node + 2] = law.logDensity(u) - logDensity;
    else {
      law.density(u, density, 0);
      out[node + 2] = density[0]! - logDensity;
      out[node + 3] = Math.log(alpha + u);
      out[node + 4] = 1 / (alpha + u);
      for (let j = 1; j < density.length; j++) out[node + 4 + j] = density[j]!;
    }
  }
}

/** Adds to sums the integrals over a panel from its nodes, times `scale`. */
export function addPanel(
  of: Kernel,
  shape: number,
  nodes: Float64Array,
  at: number,
  count: number,
  scale: number,
  sums: Float64Array,
): void {
  const { width, integrals } = of;
  const end = at + count * width;
  for (let node = at; node < end; node += width) {
    const mass = scale * nodes[node]! * Math.exp(nodes[node + 2]! - shape * nodes[node + 1]!);
    sums[0] = sums[0]! + mass;
    for (let j = 1; j < integrals; j++) sums[j] = sums[j]! + mass * nodes[node + 2 + j]!;
  }
}

/**
 * Writes to sums the integrals of g(u) / g(from) over (from, to), in panels from the left, until what is left cannot
 * matter: 1e-17 of the sum.
 */
export function integrate(of: Kernel, shape: number, from: number, to: number, sums: Float64Array): void {
  sums.fill(0);
  const { alpha, law, scratch } = of;
  let start = from;
  let step = to - from;
  let logScale = 0;
  let logDensity = law.logDensity(from);
  while (start < to) {
    let end = step < to - start ? start + step : to;
    let level = ruleFor(bend(of, shape, start, end));
    while (level < 0 && end > start) {
      step = (end - start) / 2;
      end = start + step;
      level = ruleFor(bend(of, shape, start, end));
    }
    if (!(end > start)) break; // shorter than the rounding of its place, or not a number
    const { rule } = rules[level]!;
    fillNodes(of, start, end, logDensity, rule, scratch, 0);
    addPanel(of, shape, scratch, 0, rule.nodes.length, Math.exp(logScale), sums);
    const next = law.logDensity(end);
    logScale += next - logDensity - shape * Math.log1p((end - start) / (alpha + start));
    logDensity = next;
    start = end;
    step *= 2;
    const most = logScale + law.rise(start, to) + Math.log(to - start);
    if (most < Math.log(sums[0]!) - 40) break;
  }
}
