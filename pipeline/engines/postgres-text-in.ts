import type { Vector as ArrowVector, Data } from "apache-arrow";
import { isSet } from "./arrow-bits.js";
import type { RowWriter, ValueWriter } from "./postgres-row-writer.js";

/** Utf8 and LargeUtf8: offsets into one buffer. */
export function textWriter(): ValueWriter {
  let offsets: Int32Array | BigInt64Array = new Int32Array(1);
  let text: Uint8Array = new Uint8Array(0);
  return {
    bind(data) {
      offsets = data.valueOffsets as Int32Array | BigInt64Array;
      text = data.values as Uint8Array;
    },
    write(out, row) {
      writeText(out, text, Number(offsets[row]), Number(offsets[row + 1]));
    },
  };
}

/** Utf8View: 16-byte slots with the text itself up to 12 bytes, else (length, prefix, buffer, offset). */
export function viewWriter(): ValueWriter {
  let slots: Uint8Array = new Uint8Array(0);
  let words = new DataView(slots.buffer);
  let buffers: readonly Uint8Array[] = [];
  return {
    bind(data) {
      slots = data.values as Uint8Array;
      words = new DataView(slots.buffer, slots.byteOffset, slots.byteLength);
      buffers = data.variadicBuffers;
    },
    write(out, row) {
      const at = row * 16;
      const length = words.getInt32(at, true);
      if (length <= 12) {
        writeText(out, slots, at + 4, at + 4 + length);
        return;
      }
      const start = words.getInt32(at + 12, true);
      writeText(out, buffers[words.getInt32(at + 8, true)]!, start, start + length);
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
    bind(data) {
      indices = data.values as Int32Array | BigInt64Array;
      if (data.dictionary === known) return;
      known = data.dictionary;
      entries = known ? known.data.flatMap(encoded) : [];
    },
    missing: (row) => entry(row) === null,
    write(out, row) {
      const text = entry(row)!;
      writeText(out, text, 0, text.length);
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

function writeText(out: RowWriter, text: Uint8Array, from: number, to: number): void {
  const length = to - from;
  out.reserve(4 + length);
  out.view.setInt32(out.at, length);
  const at = out.at + 4;
  if (length < 32) for (let i = 0; i < length; i++) out.bytes[at + i] = text[from + i]!;
  else out.bytes.set(text.subarray(from, to), at);
  out.at = at + length;
}
