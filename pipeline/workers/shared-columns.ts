/**
 * The same columns over SharedArrayBuffers, so that threads read them without a copy. Columns that are shared already,
 * and what is no column, are taken as they are.
 */
export function sharedColumns<D extends object>(data: D): D {
  return Object.fromEntries(
    Object.entries(data).map(([name, column]) => [
      name,
      column instanceof Float64Array ? sharedColumn(column) : column,
    ]),
  ) as D;
}

function sharedColumn(column: Float64Array): Float64Array {
  if (column.buffer instanceof SharedArrayBuffer) return column;
  const shared = new Float64Array(new SharedArrayBuffer(column.byteLength));
  shared.set(column);
  return shared;
}
