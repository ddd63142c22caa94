import { z } from "zod";

export const isoDate = z.iso.date();

/** The name of an environment variable: addresses with passwords and tokens are never in a config. */
export const variableName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    "is not the name of an environment variable; addresses stay out of the config",
  );

export const timeZone = z
  .string()
  .refine(isTimeZone, "is no time zone; give a name such as Europe/Berlin or UTC");

/** A name of the time zone database; offsets such as +02:00 are no zone that every engine knows. */
function isTimeZone(name: string): boolean {
  try {
    return (
      /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions() !== null
    );
  } catch {
    return false;
  }
}
