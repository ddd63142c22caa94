import type { Histories } from "../model.js";
import {
  addPanel,
  fillNodes,
  integrate,
  type Kernel,
  kernel,
  ruleFor,
  rules,
  stiffness,
} from "./dropout-integral.js";
import type { DropoutLaw } from "./dropout-law.js";
import { type DropoutPlan, dropoutPlan } from "./dropout-plan.js";

const mostShared = 4096; // times: more of them leave few cells that several x have in common

/**
 * Log-likelihood, summed over customers, of buying at rate lambda ~ Gamma(r, alpha) until a dropout time with survival
 * function S and density f. With k = r + x and g(u) = (alpha+u)^-k f(u),
 *     L = Gamma(k)/Gamma(r) alpha^r [ (alpha+T)^-k S(T) + integral from t_x to T of g(u) du ]
 * The integral is H_x(t_x) - H_x(T), where H_x(u) runs from u to the latest T; H_x is summed from the right over the
 * cells between the times that customers with this x have, relative to g at each. What H_x(T) holds beyond T is less than the
 * first term, so the difference loses nothing. The derivatives are means over the same nodes.
 * @param gradient d/dr, d/dalpha and the law's own parameters in its order
 */
export function dropoutLogLikelihood(
  r: number,
  alpha: number,
  law: DropoutLaw,
  h: Histories,
  gradient?: Float64Array,
): number {
  const plan = dropoutPlan(h);
  const { groupX, groupCustomers, groupRows, groupEdges, edges, txEdge, TEdge, n } = plan;
  const of = kernel(alpha, law, gradient !== undefined);
  const { integrals } = of;
  const at = atTimes(plan.times, of);
  const sharedNodes = plan.times.length <= mostShared ? nodeStore(plan.times, of, at) : null;
  const { log, inverse, logDensity, hazard, survival } = at;
  const each = 1 + law.parameters;
  gradient?.fill(0);
  const logAlpha = Math.log(alpha);
  let sum = plan.customers * r * logAlpha;
  let dr = plan.customers * logAlpha;
  let dalpha = (plan.customers * r) / alpha;
  let logRise = 0; // ln Gamma(r+x)/Gamma(r)
  let rise = 0;
  let reached = 0;
  let row = 0;
  let edge = 0;
  let table = new Float64Array(0);
  for (let group = 0; group < groupX.length; group++) {
    const x = groupX[group]!;
    const shape = r + x;
    for (; reached < x; reached++) {
      logRise += Math.log(r + reached);
      rise += 1 / (r + reached);
    }
    sum += groupCustomers[group]! * logRise;
    dr += groupCustomers[group]! * rise;
    const firstEdge = edge;
    const lastEdge = groupEdges[group]! - 1;
    const size = (lastEdge - firstEdge + 1) * integrals;
    if (table.length < size) table = new Float64Array(2 * size);
    suffixIntegrals(of, shape, plan, at, sharedNodes, firstEdge, lastEdge, table);
    let purchaseLogs = 0;
    let purchaseInverses = 0;
    for (const end = groupRows[group]!; row < end; row++) {
      const atTx = (txEdge[row]! - firstEdge) * integrals;
      const atT = (TEdge[row]! - firstEdge) * integrals;
      const i = edges[txEdge[row]!]!;
      const j = edges[TEdge[row]!]!;
      const logT = log[j]!;
      const weight = n[row]!;
      // both terms over the first one and over e^larger
      const d = shape * (logT - log[i]!) + logDensity[i]! - logDensity[j]!;
      const ratio = Math.exp(d > 0 ? -d : d);
      const alive = d > 0 ? ratio : 1;
      const early = d > 0 ? hazard[j]! : hazard[j]! * ratio;
      const late = hazard[j]! * alive;
      const total = alive + early * table[atTx]! - late * table[atT]!;
      sum += weight * ((d > 0 ? d : 0) + Math.log(total) - shape * logT + survival[j * each]!);
      if (gradient === undefined) continue;
      const scale = weight / total;
      const a = scale * alive;
      const e = scale * early;
      const l = scale * late;
      purchaseLogs += a * logT + e * table[atTx + 1]! - l * table[atT + 1]!;
      purchaseInverses += a * inverse[j]! + e * table[atTx + 2]! - l * table[atT + 2]!;
      const own = j * each;
      for (let q = 1; q < each; q++)
        gradient[q + 1] =
          gradient[q + 1]! + a * survival[own + q]! + e * table[atTx + q + 2]! - l * table[atT + q + 2]!;
    }
    dr -= purchaseLogs;
    dalpha -= shape * purchaseInverses;
    edge = lastEdge + 1;
  }
  if (gradient !== undefined) {
    gradient[0] = dr;
    gradient[1] = dalpha;
  }
  return sum;
}

/** What is needed at the distinct times themselves. */
interface AtTimes {
  readonly log: Float64Array;
  readonly inverse: Float64Array;
  readonly logDensity: Float64Array;
  readonly hazard: Float64Array;
  /** ln S and its derivatives, time by time */
  readonly survival: Float64Array;
}

function atTimes(times: Float64Array, { alpha, law }: Kernel): AtTimes {
  const each = 1 + law.parameters;
  const survival = new Float64Array(times.length * each);
  const logDensity = times.map(law.logDensity);
  for (let i = 0; i < times.length; i++) law.survival(times[i]!, survival, i * each);
  return {
    log: times.map((u) => Math.log(alpha + u)),
    inverse: times.map((u) => 1 / (alpha + u)),
    logDensity,
    hazard: logDensity.map((f, i) => Math.exp(f - survival[i * each]!)),
    survival,
  };
}

/** The nodes of cells between neighbouring times, which most x have in common: made once, when first asked for. */
interface NodeStore {
  readonly stretch: Float64Array;
  readonly variation: Float64Array;
  readonly nodes: readonly Float64Array[];
  nodesOf(level: number, cell: number): number;
}

function nodeStore(times: Float64Array, of: Kernel, at: AtTimes): NodeStore {
  const cells = Math.max(times.length - 1, 0);
  const sizes = rules.map(({ rule }) => rule.nodes.length * of.width);
  const nodes = sizes.map((size) => new Float64Array(cells * size));
  const filled = rules.map(() => new Uint8Array(cells));
  const between = (f: (from: number, to: number) => number): Float64Array =>
    Float64Array.from({ length: cells }, (_, i) => f(times[i]!, times[i + 1]!));
  return {
    stretch: between((from, to) => Math.log1p((to - from) / (of.alpha + from))),
    variation: between(of.law.variation),
    nodes,
    nodesOf: (level, cell) => {
      const start = cell * sizes[level]!;
      if (filled[level]![cell] === 0) {
        filled[level]![cell] = 1;
        const { rule } = rules[level]!;
        fillNodes(of, times[cell]!, times[cell + 1]!, at.logDensity[cell]!, rule, nodes[level]!, start);
      }
      return start;
    },
  };
}

/** Fills table with the integrals from each edge of a group to its last one, relative to g at the edge. */
function suffixIntegrals(
  of: Kernel,
  shape: number,
  { times, edges }: DropoutPlan,
  at: AtTimes,
  shared: NodeStore | null,
  first: number,
  last: number,
  table: Float64Array,
): void {
  const { integrals, panel } = of;
  const end = (last - first) * integrals;
  for (let q = 0; q < integrals; q++) table[end + q] = 0;
  for (let edge = last - 1; edge >= first; edge--) {
    const i = edges[edge]!;
    const j = edges[edge + 1]!;
    let level = -1;
    let stretch = 0;
    if (shared !== null && j === i + 1) {
      stretch = shared.stretch[i]!;
      level = ruleFor((shape + stiffness) * stretch + shared.variation[i]!);
    } else stretch = Math.log1p((times[j]! - times[i]!) / (of.alpha + times[i]!));
    if (shared !== null && level >= 0) {
      panel.fill(0);
      const start = shared.nodesOf(level, i);
      addPanel(of, shape, shared.nodes[level]!, start, rules[level]!.rule.nodes.length, 1, panel);
    } else integrate(of, shape, times[i]!, times[j]!, panel);
    const carried = Math.exp(at.logDensity[j]! - at.logDensity[i]! - shape * stretch);
    const here = (edge - first) * integrals;
    for (let q = 0; q < integrals; q++) table[here + q] = panel[q]! + carried * table[here + integrals + q]!;
  }
}
