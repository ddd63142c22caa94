import type { Config } from "../config/config.js";
import { type Level, type Limits, levelOf } from "../config/limits.js";
import { message, type Text } from "../text/messages/message.js";

export type CheckName = Exclude<keyof Config["quality"], "windowDays"> & string;

/** One check of the data before a fit. */
export interface QualityCheck {
  readonly check: CheckName;
  /** In the unit of its thresholds in the config; null where it could not be made. */
  readonly value: number | null;
  /** The one that was passed, or the next one that would be; null where the check can do nothing. */
  readonly threshold: number | null;
  readonly level: Level;
  /** What was found, or why the check was not made. */
  readonly reason: Text;
  /** The first or worst day, week or file; null where nothing stands out. */
  readonly example: Text | null;
}

/**
 * A check that finds the more wrong the larger the value is.
 * @param reason what was found
 */
export function above(
  check: CheckName,
  value: number,
  limits: Limits,
  reason: Text,
  example: Text | null = null,
): QualityCheck {
  return judged(check, value, limits, (limit) => value >= limit, reason, example);
}

/** A check that finds the more wrong the smaller the value is. */
export function below(check: CheckName, value: number, limits: Limits, reason: Text): QualityCheck {
  return judged(check, value, limits, (limit) => value < limit, reason, null);
}

/** A check that could not be made, which is no reason for concern. */
export function notMade(check: CheckName, why: Text): QualityCheck {
  return {
    check,
    value: null,
    threshold: null,
    level: "ok",
    reason: message("quality.notMade", why),
    example: null,
  };
}

function judged(
  check: CheckName,
  value: number,
  limits: Limits,
  isPassed: (limit: number) => boolean,
  reason: Text,
  example: Text | null,
): QualityCheck {
  const { level, threshold } = levelOf(limits, isPassed);
  return { check, value, threshold, level, reason, example: level === "ok" ? null : example };
}
