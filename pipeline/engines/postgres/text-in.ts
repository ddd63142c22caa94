import type { Vector as ArrowVector, Data } from "apache-arrow";
import { isSet } from "../arrow/bits.js";
import type { PlacedRows, ValueWriter } from "./values-in.js";

/** Utf8 and LargeUtf8: offsets into one buffer. */
export function textWriter(): ValueWriter {
  let offsets: Int32Array | BigInt64Array = new Int32Array(1);
  let text: Uint8Array = new Uint8Array(0);
  return {
    size: null,
    bind(data) {
      offsets = data.valueOffsets as Int32Array | BigInt64Array;
      text = data.values as Uint8Array;
    },
    measure(sizes, from, absent) {
      for (let i = 0; i < sizes.length; i++)
        if (absent === null || absent[i] === 0)
          sizes[i]! += Number(offsets[from + i + 1]) - Number(offsets[from + i]);
    },
    write(rows, from, absent) {
      for (let i = 0; i < rows.places.length; i++)
        if (absent === null || absent[i] === 0)
          writeText(rows, i, text, Number(offsets[from + i]), Number(offsets[from + i + 1]));
    },
  };
}

/** Utf8View: 16-byte slots with the text itself up to 12 bytes, else (length, prefix, buffer, offset). */
export function viewWriter(): ValueWriter {
  let slots: Uint8Array = new Uint8Array(0);
  let words = new DataView(slots.buffer);
  let buffers: readonly Uint8Array[] = [];
  return {
    size: null,
    bind(data) {
      slots = data.values as Uint8Array;
      words = new DataView(slots.buffer, slots.byteOffset, slots.byteLength);
      buffers = data.variadicBuffers;
    },
    measure(sizes, from, absent) {
      for (let i = 0; i < sizes.length; i++)
        if (absent === null || absent[i] === 0) sizes[i]! += words.getInt32((from + i) * 16, true);
    },
    write(rows, from, absent) {
      for (let i = 0; i < rows.places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const at = (from + i) * 16;
        const length = words.getInt32(at, true);
        if (length <= 12) {
          writeText(rows, i, slots, at + 4, at + 4 + length);
        } else {
          const start = words.getInt32(at + 12, true);
          writeText(rows, i, buffers[words.getInt32(at + 8, true)]!, start, start + length);
        }
      }
    },
  };
}

/** Dictionary<Utf8>: each row's index is looked up; the entry it names may be absent. */
export function dictionaryWriter(): ValueWriter {
  let indices: Int32Array | BigInt64Array = new Int32Array(0);
  let entries: readonly (Uint8Array | null)[] = [];
  let known: ArrowVector | undefined;
  const entry = (row: number): Uint8Array | null => {
    const found = entries[Number(indices[row])];
    if (found === undefined)
      throw new RangeError(`index ${indices[row]} of ${entries.length} dictionary entries`);
    return found;
  };
  return {
    size: null,
    bind(data) {
      indices = data.values as Int32Array | BigInt64Array;
      if (data.dictionary === known) return;
      known = data.dictionary;
      entries = known ? known.data.flatMap(encoded) : [];
    },
    missing: (row) => entry(row) === null,
    measure(sizes, from, absent) {
      for (let i = 0; i < sizes.length; i++)
        if (absent === null || absent[i] === 0) sizes[i]! += entry(from + i)!.length;
    },
    write(rows, from, absent) {
      for (let i = 0; i < rows.places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const text = entry(from + i)!;
        writeText(rows, i, text, 0, text.length);
      }
    },
  };
}

function encoded(data: Data): (Uint8Array | null)[] {
  const offsets = data.valueOffsets as Int32Array;
  const text = data.values as Uint8Array;
  const bitmap = data.nullCount > 0 ? (data.nullBitmap as Uint8Array) : null;
  return Array.from({ length: data.length }, (_, i) =>
    bitmap !== null && !isSet(bitmap, data.offset + i) ? null : text.subarray(offsets[i], offsets[i + 1]),
  );
}

function writeText(
  { bytes, view, places }: PlacedRows,
  i: number,
  text: Uint8Array,
  from: number,
  to: number,
): void {
  const length = to - from;
  const at = places[i]! + 4;
  view.setInt32(at - 4, length);
  if (length < 32) for (let k = 0; k < length; k++) bytes[at + k] = text[from + k]!;
  else bytes.set(text.subarray(from, to), at);
  places[i] = at + length;
}
