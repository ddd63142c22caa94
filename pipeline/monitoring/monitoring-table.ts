import { ClvError } from "../errors.js";
import { count, fourDigits, table } from "../text/format.js";
import { say } from "../text/messages/say.js";
import type { Measure } from "./measure.js";
import type { TierMove } from "./score-drift.js";

const levels = { stop: "monitoring.stop", warn: "monitoring.warning", ok: "monitoring.ok" } as const;

/** Every measure as a table for people, those that are alerts marked. */
export function monitoringTable(measures: readonly Measure[]): string {
  const rows = measures.map((m) => [
    say(levels[m.level]),
    m.measure,
    fourDigits(m.value),
    m.reference === null ? "" : fourDigits(m.reference),
    m.text,
  ]);
  return table(
    [["", say("monitoring.measure"), say("monitoring.now"), say("monitoring.was"), ""], ...rows],
    [false, false, true, true, false],
  );
}

/** Customers by the tier they had (rows) and the tier they have (columns), in the order of the config. */
export function tierTable(moves: readonly TierMove[], tiers: readonly string[]): string {
  const n = (from: string, to: string): number =>
    moves.find((m) => m.from === from && m.to === to)?.customers ?? 0;
  const rows = tiers.map((from) => [from, ...tiers.map((to) => count(n(from, to)))]);
  return table([[say("monitoring.wasIs"), ...tiers], ...rows], [false, ...tiers.map(() => true)]);
}

/**
 * The error that ends a run before it publishes; null where no measure says so.
 * @param before the champion that a model of this run has replaced; null where none has
 */
export function monitoringStop(
  measures: readonly Measure[],
  file: string,
  before: string | null,
): ClvError | null {
  const stops = measures.filter((m) => m.level === "stop");
  if (stops.length === 0) return null;
  const back =
    before === null
      ? ""
      : `\nThe model of this run is champion now: \`clv rollback\` makes ${before} champion again.`;
  return new ClvError(
    "MONITORING_STOP",
    `${stops.length === 1 ? "one measure stops" : `${stops.length} measures stop`} the run:\n${monitoringTable(stops)}\n` +
      `Nothing was published; ${file} holds every measure. Look into it, then raise the threshold (monitoring.*.stop, 0 for never) and run again with --resume.${back}`,
  );
}
