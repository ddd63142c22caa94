import { type BetaGeometric, betaGeometric } from "./beta-geometric.js";

const processes = new WeakMap<object, Map<number, BetaGeometric>>();

/**
 * The tables of the live customers of one x, Gamma(r+x) and Beta(a, b+x+m); made once per params object, which
 * must not change afterwards.
 * @param m 1 where a customer may also leave right after its first purchase (MBG), else 0
 */
export function processOf(
  p: { readonly r: number; readonly a: number; readonly b: number },
  x: number,
  m: 0 | 1,
): BetaGeometric {
  let byX = processes.get(p);
  if (byX === undefined) {
    byX = new Map();
    processes.set(p, byX);
  }
  const key = 2 * x + m;
  let process = byX.get(key);
  if (process === undefined) {
    process = betaGeometric(p.r + x, p.a, p.b + x + m);
    byX.set(key, process);
  }
  return process;
}
