import { z } from "zod";

/** Two thresholds of one measure, from where it is a warning and from where it stops the run; 0 means never. */
export interface Limits {
  readonly warn: number;
  readonly stop: number;
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
