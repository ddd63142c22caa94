import type { Data } from "apache-arrow";
import { epochHigh, epochLow } from "./epoch.js";
import type { ValueWriter } from "./values-in.js";

/** What fits in 16 bits. */
export function smallWriter(): ValueWriter {
  let values: Int16Array = new Int16Array(0);
  return {
    size: 2,
    bind(data) {
      values = data.values as Int16Array;
    },
    write({ view, places }, from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const at = places[i]!;
        view.setInt32(at, 2);
        view.setInt16(at + 4, values[from + i]!);
        places[i] = at + 6;
      }
    },
  };
}

/** 32 bits, each moved by `shift`. */
export function integerWriter(shift: number, read = (data: Data) => data.values as Int32Array): ValueWriter {
  let values: Int32Array = new Int32Array(0);
  return {
    size: 4,
    bind(data) {
      values = read(data);
    },
    write({ view, places }, from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const at = places[i]!;
        view.setInt32(at, 4);
        view.setInt32(at + 4, values[from + i]! + shift);
        places[i] = at + 8;
      }
    },
  };
}

/** Unsigned 32 bits, which the server keeps in 64. */
export function uint32Writer(): ValueWriter {
  let values: Uint32Array = new Uint32Array(0);
  return {
    size: 8,
    bind(data) {
      values = data.values as Uint32Array;
    },
    write({ view, places }, from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const at = places[i]!;
        view.setInt32(at, 8);
        view.setInt32(at + 4, 0);
        view.setUint32(at + 8, values[from + i]!);
        places[i] = at + 12;
      }
    },
  };
}

/** 64 bits in two halves, since a BigInt would cost an object a value; `shift` is 0 or what a timestamp is moved by. */
export function wideWriter(shift: 0 | 1, read = (data: Data) => data.values as BigInt64Array): ValueWriter {
  let halves: Int32Array = new Int32Array(0);
  return {
    size: 8,
    bind(data) {
      const { buffer, byteOffset, length } = read(data);
      halves = new Int32Array(buffer, byteOffset, length * 2);
    },
    write({ view, places }, from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        let low = halves[(from + i) * 2]!;
        let high = halves[(from + i) * 2 + 1]!;
        if (shift === 1) {
          const difference = (low >>> 0) - epochLow;
          low = difference;
          high = high - epochHigh - (difference < 0 ? 1 : 0);
        }
        const at = places[i]!;
        view.setInt32(at, 8);
        view.setInt32(at + 4, high);
        view.setInt32(at + 8, low);
        places[i] = at + 12;
      }
    },
  };
}
