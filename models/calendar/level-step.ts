import type { CalendarLog } from "./fit-calendar.js";

/** Placeholder: how far a level may step from month to month. */
export function levelStepFor(_log: CalendarLog, usual: number): number {
  return usual;
}
