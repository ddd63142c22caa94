import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type HistoryKeys, keyOf } from "./simulated-customers.js";

export interface ColumnCustomers {
  readonly keys: HistoryKeys;
  readonly x: Float64Array;
  /** total repeat spend, 0 where x = 0 */
  readonly z: Float64Array;
}

/** The first `rows` customers that fit-program.ts left in a folder. */
export async function readCustomers(folder: string, rows: number): Promise<ColumnCustomers> {
  const bytes = async (name: string): Promise<ArrayBuffer> => {
    const { buffer, byteOffset, byteLength } = await readFile(join(folder, name));
    return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  };
  const integers = async (name: string): Promise<Int32Array> =>
    new Int32Array(await bytes(`${name}.i32`)).subarray(0, rows);
  const [x, tx, T] = [await integers("x"), await integers("tx"), await integers("T")];
  return {
    keys: Uint32Array.from(x, (count, i) => keyOf(count, tx[i]!, T[i]!)),
    x: Float64Array.from(x),
    z: new Float64Array(await bytes("z.f64")).subarray(0, rows),
  };
}
