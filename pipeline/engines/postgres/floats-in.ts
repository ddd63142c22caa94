import type { ValueWriter } from "./values-in.js";

export function doubleWriter(): ValueWriter {
  let values: Float64Array = new Float64Array(0);
  return {
    size: 8,
    bind(data) {
      values = data.values as Float64Array;
    },
    write({ view, places }, from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const at = places[i]!;
        view.setInt32(at, 8);
        view.setFloat64(at + 4, values[from + i]!);
        places[i] = at + 12;
      }
    },
  };
}

export function singleWriter(): ValueWriter {
  let values: Float32Array = new Float32Array(0);
  return {
    size: 4,
    bind(data) {
      values = data.values as Float32Array;
    },
    write({ view, places }, from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const at = places[i]!;
        view.setInt32(at, 4);
        view.setFloat32(at + 4, values[from + i]!);
        places[i] = at + 8;
      }
    },
  };
}
