import type { Params } from "../model.js";
import { joined } from "../numeric/joined.js";
import { named } from "./log-space.js";

/** Equally likely parameters, natural scale: in each chain one column a parameter, all of one length. */
export interface Draws<K extends string = string> {
  readonly names: readonly K[];
  readonly chains: readonly Readonly<Record<K, Float64Array>>[];
}

/**
 * The draws one by one, chain after chain.
 * @example drawnParams({ names: ["r"], chains: [{ r: Float64Array.of(0.2, 0.3) }] }) // [{ r: 0.2 }, { r: 0.3 }]
 */
export function drawnParams<K extends string>({ names, chains }: Draws<K>): Params<K>[] {
  return chains.flatMap((chain) =>
    Array.from(chain[names[0]!]!, (_, i) =>
      named(
        names,
        names.map((k) => chain[k][i]!),
      ),
    ),
  );
}

/** Draws from lists of parameters, one list a chain. */
export function drawsOf<K extends string>(
  names: readonly K[],
  chains: readonly (readonly Params<K>[])[],
): Draws<K> {
  return {
    names,
    chains: chains.map(
      (chain) =>
        Object.fromEntries(names.map((k) => [k, Float64Array.from(chain, (p) => p[k])])) as Record<
          K,
          Float64Array
        >,
    ),
  };
}

/** The draws of one parameter in all chains together, ascending. */
export function sortedDraws<K extends string>(draws: Draws<K>, name: K): Float64Array {
  return joined(draws.chains.map((chain) => chain[name])).sort();
}
