import { numbersOf } from "../files/numbers.js";
import { millisecondsPerDay } from "../time/calendar.js";
import { readArrowArtifact } from "./artifact-files.js";
import type { ArrowFile } from "./artifacts.js";

/** Repeat purchases day by day. */
export interface Repeats {
  /** Days since 1970-01-01 of the first element. */
  readonly firstDay: number;
  /** Repeat purchases of day firstDay + i; 0 on days without any. */
  readonly n: Float64Array;
  /** What they were worth in base currency, refunds left out; null without amounts. */
  readonly v: Float64Array | null;
}

/**
 * repeats_by_day.arrow as one element a day, from the first day of the log to the as-of day.
 * @param log both days as yyyy-mm-dd, of account.json
 * @param money whether the log has amounts
 * @throws Error where the file has a day outside the log
 */
export async function readRepeats(
  runDir: string,
  file: ArrowFile,
  log: { readonly firstDay: string; readonly asOf: string },
  money: boolean,
): Promise<Repeats> {
  const firstDay = Date.parse(log.firstDay) / millisecondsPerDay;
  const days = Date.parse(log.asOf) / millisecondsPerDay - firstDay + 1;
  const n = new Float64Array(days);
  const v = money ? new Float64Array(days) : null;
  for await (const batch of readArrowArtifact(runDir, file)) {
    const column = (name: string): Float64Array => {
      const values = new Float64Array(batch.numRows);
      numbersOf(batch, name, values, 0);
      return values;
    };
    const [day, count] = [column("day"), column("n")];
    const worth = v && column("v");
    for (let i = 0; i < batch.numRows; i++) {
      const at = day[i]! - firstDay;
      if (!(at >= 0 && at < days)) throw new Error(`repeats_by_day has day ${day[i]} outside the log`);
      n[at] = count[i]!;
      if (v && worth) v[at] = worth[i]!;
    }
  }
  return { firstDay, n, v };
}
