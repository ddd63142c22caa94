import { ascending, type Column, checkColumns } from "../columns.js";

export interface PsiBin {
  /** shares of the reference and of what is compared with it */
  readonly reference: number;
  readonly current: number;
  /** what it adds to the index */
  readonly part: number;
}

export interface PopulationStability {
  /** 0 for the same distribution; by custom below 0.1 stable, 0.1 to 0.25 a shift, above 0.25 another population */
  readonly psi: number;
  readonly bins: readonly PsiBin[];
}

/**
 * Population stability index of two histograms over the same bins: the symmetrised Kullback-Leibler divergence.
 *     PSI = sum over bins of (c - r) ln(c / r)
 * A share of 0 would make it infinite, so half a customer is added to every bin of both (Jeffreys' rule): an empty bin counts for
 * little among few customers and for much among many. Of one and the same population the PSI of n and m customers
 * over B bins is about (B - 1)(1/n + 1/m), which is what chance alone brings.
 * Siddiqi (2006), Credit Risk Scorecards; Yurdakul (2018), Statistical Properties of Population Stability Index.
 * @param reference customers in each bin
 * @param current the same of what is compared
 * @throws RangeError where a histogram is empty, or the two have different bins
 * @example populationStability([100, 100], [150, 50]).psi // 0.2716
 */
export function populationStability(reference: Column, current: Column): PopulationStability {
  checkColumns({ reference, current }, undefined, "histograms");
  const r = shares(reference, "reference");
  const c = shares(current, "current");
  const bins = r.map((share, i): PsiBin => {
    const part = (c[i]! - share) * Math.log(c[i]! / share);
    return { reference: share, current: c[i]!, part };
  });
  return { psi: bins.reduce((sum, bin) => sum + bin.part, 0), bins };
}

const added = 0.5; // to each bin

function shares(counts: Column, what: string): number[] {
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    if (!(counts[i]! >= 0 && counts[i]! < Infinity))
      throw new RangeError(`a count is finite and >= 0; got ${counts[i]} in bin ${i} of ${what}`);
    total += counts[i]!;
  }
  if (total === 0) throw new RangeError(`histograms: that of ${what} is empty`);
  return Array.from(counts, (count) => (count + added) / (total + added * counts.length));
}

/**
 * Upper ends of all bins but the last, which has none: quantiles of the reference, so that its bins hold as equal shares as its
 * equal values let them. A bin is (previous end, end]; equal quantiles become one, so there may be fewer bins.
 * @param values of the reference, or the positions of a finer histogram
 * @param weights customers with each value; 1 when absent
 * @example quantileEdges([1, 2, 3, 4], 2) // [2]
 */
export function quantileEdges(values: Column, bins = 10, weights?: Column): number[] {
  checkColumns({ values }, weights, "quantiles");
  if (!(Number.isInteger(bins) && bins > 0))
    throw new RangeError(`a number of bins is whole and > 0; got ${bins}`);
  const weight = (i: number): number => (weights === undefined ? 1 : weights[i]!);
  let customers = 0;
  for (let i = 0; i < values.length; i++) customers += weight(i);
  const order = ascending(values);
  const largest = values[order.findLast((i) => weight(i) > 0)!]!;
  const edges: number[] = [];
  let passed = 0;
  let bin = 1;
  for (const i of order) {
    passed += weight(i);
    if (!(bins * passed >= bin * customers)) continue;
    while (bins * passed >= bin * customers) bin++;
    if (values[i]! < largest && values[i] !== edges[edges.length - 1]) edges.push(values[i]!);
  }
  return edges;
}

/**
 * Customers in each bin of `quantileEdges`: one more than there are ends.
 * @example binCounts([1, 2, 3, 9], [2]) // [2, 2]
 */
export function binCounts(values: Column, edges: readonly number[], weights?: Column): Float64Array {
  const counts = new Float64Array(edges.length + 1);
  for (let i = 0; i < values.length; i++) {
    let low = 0;
    let high = edges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edges[middle]! < values[i]!) low = middle + 1;
      else high = middle;
    }
    counts[low]! += weights === undefined ? 1 : weights[i]!;
  }
  return counts;
}
