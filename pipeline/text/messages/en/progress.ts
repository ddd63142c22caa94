import { count, seconds } from "../../format.js";

/** What a run is doing. */
export const progress = {
  "progress.kept": "unchanged, kept",
  "progress.done": (took: number) => `done in ${seconds(took).padStart(8)}`,
  "progress.rows": (rows: number) => `${count(rows)} rows`,
  "progress.rowsAtRate": (rows: number, perSecond: number) => `${count(rows)} rows, ${count(perSecond)}/s`,
  "progress.rate": (perSecond: number) => `${count(perSecond)} rows/s`,
  "progress.statement": (share: number) => `${Math.round(100 * share)} % of the statement under way`,
  "progress.left": (remaining: number) => `${seconds(remaining)} left`,
  "progress.warning": (message: string) => `warning: ${message}`,
};
