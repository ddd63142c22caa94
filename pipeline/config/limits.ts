import { z } from "zod";

/** Two thresholds of one measure, from where it is a warning and from where it stops the run; 0 means never. */
export interface Limits {
  readonly warn: number;
  readonly stop: number;
}

/** What a measure or a check means for the run, by its limits. */
export type Level = "ok" | "warn" | "stop";

/**
 * The level of a measure, and the threshold that was passed or the next one that would be; null where it can do nothing.
 * @example levelOf({ warn: 0.1, stop: 0.5 }, (limit) => 0.2 >= limit) // { threshold: 0.1, level: "warn" }
 */
export function levelOf(
  { warn, stop }: Limits,
  isPassed: (limit: number) => boolean,
): { readonly threshold: number | null; readonly level: Level } {
  const passes = (limit: number): boolean => limit > 0 && isPassed(limit);
  const level = passes(stop) ? "stop" : passes(warn) ? "warn" : "ok";
  const threshold = level === "stop" || warn === 0 ? stop : warn;
  return { threshold: threshold > 0 ? threshold : null, level };
}

/** Config of two thresholds; `description` says what is compared with them, and in which direction. */
export function limits(warn: number, stop: number, description: string) {
  const level = (from: number, what: string) =>
    z
      .number()
      .min(0)
      .default(from)
      .meta({ description: `${description}: ${what}; 0 for never` });
  return z
    .strictObject({ warn: level(warn, "warning"), stop: level(stop, "stop") })
    .prefault({})
    .meta({ description });
}
