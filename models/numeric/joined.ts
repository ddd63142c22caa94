/** Columns of numbers one after the other, as one. */
export function joined(columns: readonly Float64Array[]): Float64Array {
  return joinInto(columns, new Float64Array(columns.reduce((sum, column) => sum + column.length, 0)));
}

/** The same into a column that is there already and long enough. */
export function joinInto<A extends Float64Array | Uint32Array>(columns: readonly A[], into: A): A {
  let at = 0;
  for (const column of columns) {
    into.set(column, at);
    at += column.length;
  }
  return into;
}
