import type { Finding, Likelihood, Params, ProfilePoint } from "../model.js";
import type { Held } from "./log-space.js";
import type { Weighted } from "./sample.js";
import { type Position, type Problem, polish, roughSearch } from "./search.js";

export interface WholeChoice<K extends string> {
  readonly position: Position<K>;
  readonly profile: readonly ProfilePoint<K>[];
}

const patience = 3; // candidates in a row that do worse than the best before the search over them ends

/** The whole parameters that nobody fixed, with their candidates in order. */
export function openWhole<K extends string, D>(
  likelihood: Likelihood<K, D>,
  fixed: Held<K>,
): (readonly [K, readonly number[]])[] {
  return likelihood.params.flatMap((k) => {
    const list = likelihood.whole?.[k];
    return list === undefined || fixed[k] !== undefined ? [] : [[k, list] as const];
  });
}

/**
 * The best position over the candidates of whole parameters, one parameter after another. Candidates are tried in
 * order, each from its neighbour's optimum, until three in a row do worse than the best; for large data over the
 * sample. Then the best and its two neighbours compete over all rows, and the winner's neighbours until it has none better.
 */
export function chooseWhole<K extends string, D extends Weighted>(
  problem: Problem<K, D>,
  fixed: Held<K>,
  start: Params<K>,
): WholeChoice<K> {
  const open = openWhole(problem.likelihood, fixed);
  const profile: ProfilePoint<K>[] = [];
  let held: Held<K> = { ...fixed, ...Object.fromEntries(open.map(([k, list]) => [k, list[0]])) };
  let chosen: Position<K> | null = null;
  for (const [name, list] of open) {
    const rough = inOrder(problem, held, name, list, start);
    profile.push(...rough.flatMap((p) => (p ? [point(p, name, p.rough, problem, "sample")] : [])));
    chosen = overAllRows(problem, rough, name, start, profile);
    held = chosen.space.held;
  }
  if (chosen === null) {
    const first = roughSearch(problem, held, start);
    chosen = polish(problem, first, start);
  }
  return { position: chosen, profile: bestKnown(profile) };
}

/** WHOLE_AT_BOUND where the choice is the last of its list, so that a larger one might be better still. */
export function inspectWhole<K extends string, D>(
  likelihood: Likelihood<K, D>,
  params: Params<K>,
  fixed: Held<K>,
): Finding[] {
  return openWhole(likelihood, fixed)
    .filter(([k, list]) => list.length > 1 && params[k] === list[list.length - 1])
    .map(([k, list]) => ({
      code: "WHOLE_AT_BOUND",
      reason: `${k} = ${params[k]} is the largest of the values tried (${list[0]} to ${list[list.length - 1]}): a larger one may fit better`,
      fatal: false,
    }));
}

/** One rough position a candidate; undefined where the search over them had ended. */
function inOrder<K extends string, D extends Weighted>(
  problem: Problem<K, D>,
  held: Held<K>,
  name: K,
  list: readonly number[],
  start: Params<K>,
): (Position<K> | undefined)[] {
  const positions: (Position<K> | undefined)[] = list.map(() => undefined);
  let best = Infinity;
  let since = 0;
  let from = start;
  for (const [i, value] of list.entries()) {
    const at = roughSearch(problem, { ...held, [name]: value }, from);
    positions[i] = at;
    if (Number.isFinite(at.rough) && !at.minimum.escaped) from = at.space.params(at.minimum.point);
    if (at.rough < best) {
      best = at.rough;
      since = 0;
    } else if (++since === patience) break;
  }
  return positions;
}

/** The best of the candidates over all rows: from the best over the sample uphill along the list. */
function overAllRows<K extends string, D extends Weighted>(
  problem: Problem<K, D>,
  rough: (Position<K> | undefined)[],
  name: K,
  start: Params<K>,
  profile: ProfilePoint<K>[],
): Position<K> {
  const full = new Map<number, Position<K>>();
  const at = (i: number): Position<K> | undefined => {
    const position = rough[i];
    if (position === undefined) return undefined;
    let polished = full.get(i);
    if (polished === undefined) {
      polished = polish(problem, position, start);
      full.set(i, polished);
      profile.push(point(polished, name, polished.minimum.value, problem, "all"));
    }
    return polished;
  };
  const value = (i: number): number => at(i)?.minimum.value ?? Infinity;
  let best = 0;
  for (const [i, p] of rough.entries()) if (p && p.rough < (rough[best]?.rough ?? Infinity)) best = i;
  for (;;) {
    const better = [best - 1, best + 1].filter((i) => value(i) < value(best));
    if (better.length === 0) return at(best)!;
    best = better.reduce((i, j) => (value(j) < value(i) ? j : i));
  }
}

function point<K extends string, D extends Weighted>(
  { space }: Position<K>,
  name: K,
  value: number,
  { customers, sample }: Problem<K, D>,
  over: "all" | "sample",
): ProfilePoint<K> {
  const at = { [name]: space.held[name] } as ProfilePoint<K>["at"];
  return { at, logLikelihood: -value * customers, over: sample === null ? "all" : over };
}

/** One point a candidate: the one over all rows where there is one. */
function bestKnown<K extends string>(profile: readonly ProfilePoint<K>[]): ProfilePoint<K>[] {
  const key = (p: ProfilePoint<K>): string => JSON.stringify(p.at);
  const known = new Map<string, ProfilePoint<K>>();
  for (const p of profile)
    if (Number.isFinite(p.logLikelihood) && known.get(key(p))?.over !== "all") known.set(key(p), p);
  return [...known.values()];
}
