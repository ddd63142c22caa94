import { joined } from "../../models/index.js";
import { numbersOf } from "../files/numbers.js";
import type { Sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";

/** Columns of numbers of a result, whatever its length. */
export async function columnsOf<K extends string>(
  select: Sql,
  names: readonly K[],
  { engine, signal }: Pick<StageContext, "engine" | "signal">,
): Promise<Record<K, Float64Array>> {
  const parts: Float64Array[][] = names.map(() => []);
  for await (const batch of engine.query(select, signal))
    names.forEach((name, k) => {
      const part = new Float64Array(batch.numRows);
      numbersOf(batch, name, part, 0);
      parts[k]!.push(part);
    });
  return Object.fromEntries(names.map((name, k) => [name, joined(parts[k]!)])) as Record<K, Float64Array>;
}
