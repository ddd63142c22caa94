import type { Params } from "../model.js";
import type { CnbdParam } from "./cnbd-likelihood.js";
import { type PhaseTables, phaseTables, purchasesByPhase } from "./cnbd-tables.js";

/** Purchases to come by phase, kept for the x asked for last: histories come sorted by x, and many share their T. */
interface Answers {
  x: number;
  readonly horizons: {
    readonly t: number;
    readonly delta: number;
    readonly byT: Map<number, Float64Array>;
  }[];
}

interface Kept {
  readonly tables: Map<number, PhaseTables>;
  readonly leaving: Map<number, PhaseTables>;
  readonly answers: Answers;
}

const mostHorizons = 8;
const mostT = 8192;
const kept = [new WeakMap<object, Kept>(), new WeakMap<object, Kept>()] as const;

function keptFor(p: Params<CnbdParam>, m: 0 | 1): Kept {
  let found = kept[m].get(p);
  if (found === undefined) {
    found = { tables: new Map(), leaving: new Map(), answers: { x: -1, horizons: [] } };
    kept[m].set(p, found);
  }
  return found;
}

/**
 * Expected purchases in (T, T + t] by the phases done at T, discounted at rate delta, of a customer alive at T.
 * Tables and answers are kept per params object, which must not change afterwards.
 */
export function purchasesFor(
  p: Params<CnbdParam>,
  m: 0 | 1,
  x: number,
  T: number,
  t: number,
  delta: number,
): Float64Array {
  const { tables, answers } = keptFor(p, m);
  if (answers.x !== x) {
    answers.x = x;
    answers.horizons.length = 0;
  }
  let horizon = answers.horizons.find((h) => h.t === t && h.delta === delta);
  if (horizon === undefined) {
    horizon = { t, delta, byT: new Map() };
    if (answers.horizons.length === mostHorizons) answers.horizons.shift();
    answers.horizons.push(horizon);
  }
  let answer = horizon.byT.get(T);
  if (answer === undefined) {
    const { k, r, alpha, a, b } = p;
    answer = purchasesByPhase(
      keep(tables, x, () => phaseTables(k, r + k * x, a, b + x + m)),
      alpha + T,
      t,
      delta,
    );
    if (horizon.byT.size === mostT) horizon.byT.clear();
    horizon.byT.set(T, answer);
  }
  return answer;
}

/**
 * Probability of having left by T + t by the phases done at T, of a customer alive at T. A purchase is the last one with
 * probability p, so this counts purchases weighted by p: a/(a+B) times those of a customer whose p ~ Beta(a+1, B).
 */
export function leavingFor(p: Params<CnbdParam>, m: 0 | 1, x: number, T: number, t: number): Float64Array {
  const { k, r, alpha, a, b } = p;
  const B = b + x + m;
  const tables = keep(keptFor(p, m).leaving, x, () => phaseTables(k, r + k * x, a + 1, B));
  return purchasesByPhase(tables, alpha + T, t, 0).map((purchases) => (a / (a + B)) * purchases);
}

function keep(tables: Map<number, PhaseTables>, x: number, make: () => PhaseTables): PhaseTables {
  let found = tables.get(x);
  if (found === undefined) {
    found = make();
    tables.set(x, found);
  }
  return found;
}
