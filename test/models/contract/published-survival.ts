import { historiesFrom } from "../../../models/histories.js";
import type { Histories } from "../../../models/model.js";

/** Per cent of 1,000 subscribers surviving years 0 to 12: Fader & Hardie (2007), table 1. */
export const regular = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3];
export const highEnd = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4];
/** The paper fits the years 1 to 7 and projects the others. */
export const lastYear = 7;

/** 1,000 subscribers followed for seven years, of whom these per cent survived each. */
export function subscribers(percent: readonly number[]): Histories {
  const k = Array.from({ length: lastYear + 1 }, (_, i) => i);
  const n = k.map((i) => 10 * (i === lastYear ? percent[i]! : percent[i]! - percent[i + 1]!));
  return historiesFrom(
    k,
    k,
    k.map(() => lastYear),
    n,
  );
}
