import { type Limits, levelOf } from "../config/limits.js";
import type { MonitoringRecord } from "../sql/monitoring-records.js";
import type { Text } from "../text/messages/message.js";

/** A row of clv_monitoring whose sentence is not made yet. */
export interface NotedRecord extends Omit<MonitoringRecord, "text"> {
  readonly text: Text;
}

/** A measure of a run against the one before it. */
export interface Measure extends NotedRecord {
  readonly value: number;
  /** What the thresholds are compared with: the value itself, or how far it is from the reference; absent in older files. */
  readonly change?: number;
}

/** Why a measure is no alert though its change is beyond a threshold: chance brings as much, it is of too few, or it is too small to matter. */
export type Excuse = "chance" | "few" | "small";

/** What was measured, and how far it moved. */
interface Found {
  readonly measure: string;
  readonly value: number;
  readonly reference: number | null;
  readonly change: number;
  /** What explains any change; null where nothing does. */
  readonly excuse: Excuse | null;
  readonly text: Measure["text"];
}

/** A measure with its level. Where its change is beyond a threshold and the level is ok all the same, the reason says why. */
export function measured({ excuse, change, ...found }: Found, limits: Limits): Measure {
  const judged = levelOf(limits, (limit) => change >= limit);
  if (excuse === null || judged.level === "ok") return { ...found, change, ...judged, reason: null };
  const { threshold } = levelOf(limits, () => false);
  return { ...found, change, threshold, level: "ok", reason: excuse };
}

/** A measure of so few that it is shown and never an alert. */
export function shown({ excuse: _, ...found }: Omit<Found, "change">): Measure {
  return { ...found, threshold: null, level: "ok", reason: "few" };
}

/** Standard deviations that chance moves a measure by less than once in a few hundred times. */
const standardDeviations = 3;

/**
 * Chance, where a difference is within what it brings by the normal approximation; else null.
 * @param variance of the difference if nothing had changed
 */
export function chanceIn(difference: number, variance: number): "chance" | null {
  return Math.abs(difference) > standardDeviations * Math.sqrt(variance) ? null : "chance";
}
