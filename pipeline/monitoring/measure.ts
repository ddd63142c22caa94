import { type Limits, levelOf } from "../config/limits.js";
import type { MonitoringRecord } from "../sql/monitoring-records.js";

/** A measure of a run against the one before it. */
export interface Measure extends MonitoringRecord {
  readonly value: number;
}

/**
 * A measure with its level. `moved` is what the thresholds are compared with: the value itself, or how far it is from the
 * reference.
 */
export function measured(
  measure: string,
  value: number,
  reference: number | null,
  moved: number,
  limits: Limits,
  text: string,
): Measure {
  return { measure, value, reference, ...levelOf(limits, (limit) => moved >= limit), text };
}

/** A measure that is shown and never an alert. */
export function shown(measure: string, value: number, reference: number | null, text: string): Measure {
  return { measure, value, reference, threshold: null, level: "ok", text };
}

/** Standard deviations that chance moves a measure by less than once in a few hundred times. */
const standardDeviations = 3;

/**
 * Whether a difference is within what chance brings, by the normal approximation.
 * @param variance of the difference if nothing had changed
 */
export function isChance(difference: number, variance: number): boolean {
  return !(Math.abs(difference) > standardDeviations * Math.sqrt(variance));
}
