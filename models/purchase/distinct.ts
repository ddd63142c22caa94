/** The distinct values of a column, and which of them each row has: column[i] = values[index[i]]. */
export interface Distinct {
  readonly values: Float64Array;
  readonly index: Uint16Array | Uint32Array;
}

/**
 * Distinct values of a column. Whole numbers that are not too spread out (days, counts) are their own index, so
 * `values` may then hold some that no row has; anything else is looked up.
 * @example distinct(Float64Array.of(0.5, 2, 0.5)) // { values: [0.5, 2], index: [0, 1, 0] }
 */
export function distinct(column: Float64Array): Distinct {
  const most = 65_535 + 2 * column.length;
  let largest = 0;
  let whole = true;
  for (const v of column) {
    if (!(v >= 0 && v <= most && Math.floor(v) === v)) {
      whole = false;
      break;
    }
    if (v > largest) largest = v;
  }
  if (whole) {
    const index = newIndex(column.length, largest);
    for (let i = 0; i < column.length; i++) index[i] = column[i]!;
    return { values: Float64Array.from({ length: largest + 1 }, (_, v) => v), index };
  }
  const seen = new Map<number, number>();
  const index = new Uint32Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const v = column[i]!;
    let at = seen.get(v);
    if (at === undefined) {
      at = seen.size;
      seen.set(v, at);
    }
    index[i] = at;
  }
  return { values: Float64Array.from(seen.keys()), index };
}

/** The row numbers in the order of their index values, rows of equal index keeping their order (a counting sort). */
export function stableOrder(column: Distinct): Uint32Array {
  const place = new Uint32Array(column.values.length + 1);
  for (const v of column.index) place[v + 1] = place[v + 1]! + 1;
  for (let v = 0; v < column.values.length; v++) place[v + 1] = place[v + 1]! + place[v]!;
  const order = new Uint32Array(column.index.length);
  for (let i = 0; i < order.length; i++) {
    const v = column.index[i]!;
    order[place[v]!] = i;
    place[v] = place[v]! + 1;
  }
  return order;
}

function newIndex(length: number, largest: number): Uint16Array | Uint32Array {
  return largest < 65_536 ? new Uint16Array(length) : new Uint32Array(length);
}
