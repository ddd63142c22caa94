import type { Vector } from "@duckdb/node-bindings";
import type { Vector as ArrowVector, Data } from "apache-arrow";
import { copyValidity, present, StringVector, vectorRows } from "./vectors.js";

type Write = (vector: Vector, data: Data, from: number, rows: number) => void;

/** The bitmap of a column, or null when nothing is absent. */
export function validity(data: Data): Uint8Array | null {
  const bitmap = data.nullBitmap as Uint8Array | undefined;
  return data.nullCount > 0 && bitmap !== undefined && bitmap.length > 0 ? bitmap : null;
}

/** Utf8 and LargeUtf8: offsets into one buffer. */
export function writeUtf8(): Write {
  const strings = new StringVector();
  return (vector, data, from, rows) => {
    const offsets = data.valueOffsets as Int32Array | BigInt64Array;
    const text = data.values as Uint8Array;
    const bitmap = validity(data);
    for (let i = 0; i < rows; i++) {
      if (!present(bitmap, data.offset + from + i)) continue;
      strings.set(i, text, Number(offsets[from + i]), Number(offsets[from + i + 1]));
    }
    strings.flush(vector, rows);
    if (bitmap !== null) copyValidity(vector, bitmap, data.offset + from, rows);
  };
}

/** Utf8View: 16-byte slots, equal to DuckDB's for up to 12 bytes, else (length, prefix, buffer, offset). */
export function writeUtf8View(): Write {
  const strings = new StringVector();
  return (vector, data, from, rows) => {
    const views = data.values as Uint8Array;
    const aligned = (views.byteOffset & 3) === 0 ? views : views.slice();
    const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
    const bitmap = validity(data);
    for (let i = 0; i < rows; i++) {
      if (!present(bitmap, data.offset + from + i)) continue;
      const at = (from + i) * 4;
      const length = words[at]!;
      if (length <= 12) {
        strings.setSlot(i, words, at);
      } else {
        const start = words[at + 3]!;
        strings.setLong(i, data.variadicBuffers[words[at + 2]!]!.subarray(start, start + length));
      }
    }
    strings.flush(vector, rows);
    if (bitmap !== null) copyValidity(vector, bitmap, data.offset + from, rows);
  };
}

/** Dictionary<Utf8>: each row's index is looked up; an index, or the entry it names, may be absent. */
export function writeDictionary(): Write {
  const strings = new StringVector();
  const bits = new Uint8Array(vectorRows >> 3);
  let known: ArrowVector | undefined;
  let entries: readonly (Uint8Array | null)[] = [];
  return (vector, data, from, rows) => {
    if (data.dictionary !== known) {
      known = data.dictionary;
      entries = known ? encoded(known) : [];
    }
    const indices = data.values as Int32Array | BigInt64Array;
    const bitmap = validity(data);
    let absent = 0;
    bits.fill(0);
    for (let i = 0; i < rows; i++) {
      const entry = present(bitmap, data.offset + from + i) ? entries[Number(indices[from + i])] : null;
      if (entry === undefined)
        throw new RangeError(`index ${indices[from + i]} of ${entries.length} dictionary entries`);
      if (entry === null) {
        absent += 1;
        continue;
      }
      bits[i >> 3]! |= 1 << (i & 7);
      strings.set(i, entry, 0, entry.length);
    }
    strings.flush(vector, rows);
    if (absent > 0) copyValidity(vector, bits, 0, rows);
  };
}

function encoded(dictionary: ArrowVector): (Uint8Array | null)[] {
  const encoder = new TextEncoder();
  return Array.from(dictionary, (text: string | null) => (text === null ? null : encoder.encode(text)));
}
