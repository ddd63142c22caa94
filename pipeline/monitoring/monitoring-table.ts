import { ClvError } from "../errors.js";
import { count, fourDigits, table } from "../text/format.js";
import { message, sentence, withExample } from "../text/messages/message.js";
import { say, type TextKey } from "../text/messages/say.js";
import type { Excuse, Measure } from "./measure.js";
import type { TierMove } from "./score-drift.js";

const levels = { stop: "monitoring.stop", warn: "monitoring.warning", ok: "monitoring.ok" } as const;

/** Every measure as a table for people, those that are alerts marked. */
export function monitoringTable(measures: readonly Measure[]): string {
  const rows = measures.map((m) => [
    say(levels[m.level]),
    m.measure,
    fourDigits(m.value),
    m.reference === null ? "" : fourDigits(m.reference),
    measureText(m),
  ]);
  return table(
    [["", say("monitoring.measure"), say("monitoring.now"), say("monitoring.was"), ""], ...rows],
    [false, false, true, true, false],
  );
}

const excuses: Readonly<Record<Excuse, TextKey>> = {
  chance: "monitoring.because.chance",
  few: "monitoring.because.few",
  small: "monitoring.because.small",
};

/** What a measure says, and why it is no alert where it might be one. */
function measureText({ text, reason }: Measure): string {
  const excuse = excuses[reason as Excuse] as (typeof excuses)[Excuse] | undefined;
  return excuse === undefined
    ? sentence(text)
    : withExample(text, message(excuse as "monitoring.because.few"));
}

/** Customers by the tier they had (rows) and the tier they have (columns), in the order of the config. */
export function tierTable(moves: readonly TierMove[], tiers: readonly string[]): string {
  const n = (from: string, to: string): number =>
    moves.find((m) => m.from === from && m.to === to)?.customers ?? 0;
  const rows = tiers.map((from) => [from, ...tiers.map((to) => count(n(from, to)))]);
  return table([[say("monitoring.wasIs"), ...tiers], ...rows], [false, ...tiers.map(() => true)]);
}

/** The error that ends a run before it publishes; null where no measure says so. */
export function monitoringStop(measures: readonly Measure[], file: string): ClvError | null {
  const stops = measures.filter((m) => m.level === "stop");
  if (stops.length === 0) return null;
  return new ClvError(
    "MONITORING_STOP",
    `${stops.length === 1 ? "one measure stops" : `${stops.length} measures stop`} the run:\n${monitoringTable(stops)}\n` +
      `Nothing was published, and the champion stays as it was; ${file} holds every measure. Look into it, then raise the threshold (monitoring.*.stop, 0 for never) and run again with --resume.`,
  );
}
