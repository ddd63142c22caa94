import type { Data } from "apache-arrow";
import { decimalBytes, decimalForm, writeDecimal } from "./decimal.js";
import type { ValueWriter } from "./values-in.js";

/** Unsigned 64 bits, which only a numeric holds. */
export function unsignedWriter(): ValueWriter {
  let values: BigUint64Array = new BigUint64Array(0);
  return decimalsOf(
    (data) => {
      values = data.values as BigUint64Array;
    },
    (row, words) => {
      words[0] = Number(values[row]! & 0xffffffffn);
      words[1] = Number(values[row]! >> 32n);
      return { words, from: 0 };
    },
    0,
  );
}

/** Decimal128 with so many digits after the point. */
export function decimalWriter(scale: number): ValueWriter {
  let values: Uint32Array = new Uint32Array(0);
  return decimalsOf(
    (data) => {
      values = data.values as Uint32Array;
    },
    (row) => ({ words: values, from: row * 4 }),
    scale,
  );
}

/** How long a number is, is known once it is written: `measure` does so on the side. */
function decimalsOf(
  bind: (data: Data) => void,
  words: (row: number, scratch: Uint32Array) => { words: Uint32Array; from: number },
  scale: number,
): ValueWriter {
  const form = decimalForm(scale);
  const scratch = new Uint32Array(4);
  let written = new Uint8Array(0);
  let lengths = new Int32Array(0);
  return {
    size: null,
    bind,
    measure(sizes, from, absent) {
      if (lengths.length < sizes.length) {
        written = new Uint8Array(decimalBytes * sizes.length);
        lengths = new Int32Array(sizes.length);
      }
      const view = new DataView(written.buffer);
      for (let i = 0; i < sizes.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const value = words(from + i, scratch);
        lengths[i] = writeDecimal(value.words, value.from, form, view, i * decimalBytes);
        sizes[i]! += lengths[i]!;
      }
    },
    write({ bytes, view, places }, _from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const length = lengths[i]!;
        const at = places[i]! + 4;
        view.setInt32(at - 4, length);
        for (let k = 0; k < length; k++) bytes[at + k] = written[i * decimalBytes + k]!;
        places[i] = at + length;
      }
    },
  };
}
