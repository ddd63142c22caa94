import { DateUnit, TimeUnit } from "apache-arrow";
import { epochDays } from "./epoch.js";
import { integerWriter, wideWriter } from "./integers-in.js";
import type { ValueWriter } from "./values-in.js";

/** Days, or milliseconds of which the days are kept. */
export function dateWriter(unit: DateUnit): ValueWriter {
  if (unit === DateUnit.DAY) return integerWriter(-epochDays);
  return integerWriter(-epochDays, (data) =>
    Int32Array.from(data.values as BigInt64Array, (ms) => Math.floor(Number(ms) / 86_400_000)),
  );
}

/** Instants and times of any unit as microseconds; nanoseconds are cut off towards the past. */
export function timestampWriter(unit: TimeUnit): ValueWriter {
  if (unit === TimeUnit.MICROSECOND) return wideWriter(1);
  return wideWriter(1, (data) => {
    const values = data.values as BigInt64Array;
    const factor = unit === TimeUnit.SECOND ? 1_000_000n : 1000n;
    if (unit !== TimeUnit.NANOSECOND) return values.map((value) => value * factor);
    return values.map((value) => (value - (((value % 1000n) + 1000n) % 1000n)) / 1000n);
  });
}
