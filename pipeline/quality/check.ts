import type { Config } from "../config/config.js";
import { type Level, type Limits, levelOf } from "../config/limits.js";
import { say } from "../text/messages/say.js";

export type CheckName = Exclude<keyof Config["quality"], "windowDays"> & string;

/** One check of the data before a fit. */
export interface QualityCheck {
  readonly check: CheckName;
  /** In the unit of its thresholds in the config; null where it could not be made. */
  readonly value: number | null;
  /** The one that was passed, or the next one that would be; null where the check can do nothing. */
  readonly threshold: number | null;
  readonly level: Level;
  /** In words: what was found, or why the check was not made. */
  readonly reason: string;
  /** The first or worst day, week or file; null where nothing stands out. */
  readonly example: string | null;
}

/**
 * A check that finds the more wrong the larger the value is.
 * @param reason what was found
 */
export function above(
  check: CheckName,
  value: number,
  limits: Limits,
  reason: string,
  example: string | null = null,
): QualityCheck {
  return judged(check, value, limits, (limit) => value >= limit, reason, example);
}

/** A check that finds the more wrong the smaller the value is. */
export function below(check: CheckName, value: number, limits: Limits, reason: string): QualityCheck {
  return judged(check, value, limits, (limit) => value < limit, reason, null);
}

/** A check that could not be made, which is no reason for concern. */
export function notMade(check: CheckName, why: string): QualityCheck {
  return {
    check,
    value: null,
    threshold: null,
    level: "ok",
    reason: say("quality.notMade", why),
    example: null,
  };
}

function judged(
  check: CheckName,
  value: number,
  limits: Limits,
  isPassed: (limit: number) => boolean,
  reason: string,
  example: string | null,
): QualityCheck {
  const { level, threshold } = levelOf(limits, isPassed);
  return { check, value, threshold, level, reason, example: level === "ok" ? null : example };
}
