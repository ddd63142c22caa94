import { type Data, DataType, type RecordBatch } from "apache-arrow";

/**
 * Copies a column of numbers into doubles from place `start` on; null becomes NaN. DECIMAL counts as its value, exact up to
 * 2^53 units of its last place.
 */
export function numbersOf(batch: RecordBatch, name: string, out: Float64Array, start: number): void {
  const vector = batch.getChild(name);
  if (vector === null) throw new Error(`the result lacks the column ${name}`);
  let at = start;
  for (const data of vector.data) {
    copy(data, out, at);
    if (data.nullCount > 0)
      for (let i = 0; i < data.length; i++) if (!data.getValid(i)) out[at + i] = Number.NaN;
    at += data.length;
  }
}

function copy(data: Data, out: Float64Array, at: number): void {
  if (DataType.isDecimal(data.type)) {
    const unit = 10 ** -data.type.scale;
    const words = data.values as Uint32Array;
    for (let i = 0; i < data.length; i++) out[at + i] = decimal(words, i) * unit;
    return;
  }
  const values = data.values as Float64Array | Int32Array | BigInt64Array;
  for (let i = 0; i < data.length; i++) out[at + i] = Number(values[i]);
}

/** A Decimal128 in units of its last place. */
function decimal(words: Uint32Array, row: number): number {
  const at = row * 4;
  const high = words[at + 3]! | 0;
  if (high === 0 && words[at + 2] === 0) return words[at + 1]! * 2 ** 32 + words[at]!;
  if (high === -1 && words[at + 2] === 0xffff_ffff) return (words[at + 1]! - 2 ** 32) * 2 ** 32 + words[at]!;
  return ((high * 2 ** 32 + words[at + 2]!) * 2 ** 32 + words[at + 1]!) * 2 ** 32 + words[at]!;
}
