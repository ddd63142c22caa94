/** A buffer from the server, under two views. */
export interface Received {
  readonly view: DataView;
  readonly bytes: Uint8Array;
}

type Values =
  | Float32Array
  | Float64Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint32Array;

/** Where the values of a column go; each batch gets buffers of its own. */
export interface ValueReader {
  start(): void;
  read(from: Received, at: number, length: number, row: number): void;
  /** For columns of text: the row takes no bytes. */
  skip?(row: number): void;
  take(rows: number): { readonly values: Values; readonly offsets?: Int32Array };
}

/** The first `length` elements: a view of a buffer that is mostly used, a copy of one that is mostly empty. */
export function trim<A extends Values>(array: A, length: number): A {
  return (length * 2 > array.length ? array.subarray(0, length) : array.slice(0, length)) as A;
}
