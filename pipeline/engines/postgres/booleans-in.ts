import { isSet } from "../arrow/bits.js";
import type { ValueWriter } from "./values-in.js";

export function boolWriter(): ValueWriter {
  let bits: Uint8Array = new Uint8Array(0);
  let offset = 0;
  return {
    size: 1,
    bind(data) {
      bits = data.values as Uint8Array;
      offset = data.offset;
    },
    write({ bytes, view, places }, from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const at = places[i]!;
        view.setInt32(at, 1);
        bytes[at + 4] = isSet(bits, offset + from + i) ? 1 : 0;
        places[i] = at + 5;
      }
    },
  };
}
