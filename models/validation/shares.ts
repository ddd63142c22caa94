import { ascending, type Column } from "./columns.js";

/**
 * Cuts customers into groups by rising value at the given shares of all. Customers of equal value are split over the
 * groups they straddle in proportion, so that no result depends on their order.
 * @param cuts rising, in (0, 1): 9 of them for deciles
 * @returns the part in [0, 1] of entry i that lies in a group, counted from 0
 * @example shareInGroups([1, 5, 5, 9], [0.5])(1, 0) // 0.5
 */
export function shareInGroups(
  values: Column,
  cuts: readonly number[],
  weights?: Column,
): (i: number, group: number) => number {
  const order = ascending(values);
  let customers = 0;
  for (let i = 0; i < values.length; i++) customers += weights === undefined ? 1 : weights[i]!;
  const edges = [-Infinity, ...cuts.map((share) => share * customers), Infinity];
  // the stretch of customers [from, to) that the values equal to that of each entry take up
  const from = new Float64Array(values.length);
  const to = new Float64Array(values.length);
  let before = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let together = 0;
    while (end < order.length && values[order[end]!] === values[order[start]!]) {
      together += weights === undefined ? 1 : weights[order[end]!]!;
      end++;
    }
    for (let i = start; i < end; i++) {
      from[order[i]!] = before;
      to[order[i]!] = before + together;
    }
    before += together;
    start = end;
  }
  return (i, group) => {
    const length = to[i]! - from[i]!;
    if (length === 0) return 0;
    const inside = Math.min(to[i]!, edges[group + 1]!) - Math.max(from[i]!, edges[group]!);
    return Math.max(0, Math.min(1, inside / length));
  };
}
