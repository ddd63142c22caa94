import duckdb, { type Vector } from "@duckdb/node-bindings";
import { isSet } from "./bits.js";
import { trim, type Values } from "./values.js";

/** Bytes of one DuckDB string: its length (4), then up to 12 bytes of text, or a 4-byte prefix and a pointer. */
const slotBytes = 16;
const inlineBytes = 12;
/** Arrow's Utf8 offsets are signed 32-bit numbers. */
const maxTextBytes = 2 ** 31 - 1;

/**
 * VARCHAR as Arrow Utf8. Short strings are copied out of their slots; long ones usually lie back to back in
 * DuckDB's heap, so one native read fetches a whole run of them.
 */
export function stringValues(capacity: number): Values {
  let offsets: Int32Array | null = null;
  let text = new Uint8Array(0);
  let used = 0;

  function reserve(bytes: number): void {
    if (used + bytes > maxTextBytes)
      throw new RangeError(`${used + bytes} bytes of text in one record batch`);
    if (used + bytes <= text.length) return;
    const larger = new Uint8Array(Math.min(maxTextBytes, Math.max(text.length * 2, used + bytes, 1024)));
    larger.set(text.subarray(0, used));
    text = larger;
  }

  return {
    get textBytes() {
      return used;
    },
    append(vector: Vector, valid, start, rows) {
      offsets ??= new Int32Array(capacity + 1);
      const slots = duckdb.vector_get_data(vector, rows * slotBytes);
      const words = new Uint32Array(slots.buffer, slots.byteOffset, rows * 4);
      let total = 0;
      for (let i = 0; i < rows; i++) if (valid === null || isSet(valid, i)) total += words[i * 4]!;
      reserve(total);

      const run = { slot: 0, bytes: 0, at: 0, low: 0, high: 0 };
      const flush = () => {
        if (run.bytes === 0) return;
        const pointerAt = slots.byteOffset + run.slot * slotBytes + 8;
        text.set(duckdb.get_data_from_pointer(slots.buffer as ArrayBuffer, pointerAt, run.bytes), run.at);
        run.bytes = 0;
      };
      for (let i = 0; i < rows; i++) {
        if (valid === null || isSet(valid, i)) {
          const length = words[i * 4]!;
          if (length <= inlineBytes) {
            const from = i * slotBytes + 4;
            for (let j = 0; j < length; j++) text[used + j] = slots[from + j]!;
          } else {
            const low = words[i * 4 + 2]!;
            const high = words[i * 4 + 3]!;
            if (run.bytes === 0 || low !== run.low || high !== run.high) {
              flush();
              run.slot = i;
              run.at = used;
              run.low = low;
              run.high = high;
            }
            run.bytes += length;
            run.low += length;
            if (run.low >= 2 ** 32) {
              run.low -= 2 ** 32;
              run.high += 1;
            }
          }
          used += length;
          // a short string between two long ones would be overwritten by a run that continues past it
          if (length > 0 && length <= inlineBytes) flush();
        }
        offsets[start + i + 1] = used;
      }
      flush();
    },
    take(rows) {
      const taken = { values: trim(text, used), offsets: trim(offsets ?? new Int32Array(1), rows + 1) };
      offsets = null;
      text = new Uint8Array(text.length > 2 * used ? used : text.length);
      used = 0;
      return taken;
    },
  };
}
