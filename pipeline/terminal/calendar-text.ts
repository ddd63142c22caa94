import type { Calendar, CalendarMonth, CalendarWarning } from "../artifacts/calendar.js";
import { say } from "../text/messages/say.js";

/** A season below this is not worth a word. */
const leastSeason = 0.05;
const leastLevel = 0.02;
const monthsBack = 12;
/** More events than these make no line. */
const eventsShown = 6;
/** Of the logarithm, on both sides of an effect: 95 %. */
const bound = 1.96;

/** The calendar in a line or two, and what makes its totals doubtful: "December ×1.6, level −4 % since March". */
export function calendarText({ parts, why, months, warnings, events }: Calendar): string {
  if (parts === null) return say("calendar.none", why ?? "");
  const found = [...seasonWords(months), ...levelWords(months)];
  const line = say("calendar.line", found.length > 0 ? found.join(", ") : say("calendar.even"));
  const effects = eventWords(events);
  return [
    effects.length > 0 ? `${line}\n  ${effects.join(", ")}` : line,
    ...warnings.map((warning) => `  ${warningText(warning)}`),
  ].join("\n");
}

/** The events that are surest to have an effect first, each with the bounds of its factor. */
function eventWords(events: Calendar["events"]): string[] {
  const sureness = (e: Calendar["events"][number]): number =>
    e.standardError === 0 ? Number.POSITIVE_INFINITY : Math.abs(e.effect) / e.standardError;
  const sorted = [...events].sort((a, b) => (sureness(b) > sureness(a) ? 1 : -1));
  const words = sorted.slice(0, eventsShown).map(({ name, effect, standardError }) => {
    const at = (side: number): number => Math.exp(effect + side * bound * standardError);
    return say("events.line", name, Math.exp(effect), at(-1), at(1));
  });
  const left = sorted.length - words.length;
  return left > 0 ? [...words, say("events.more", left)] : words;
}

/** The strongest and the weakest month of the year. */
function seasonWords(months: readonly CalendarMonth[]): string[] {
  const byMonth = new Map(
    months.filter(({ actual }) => actual !== null).map((m) => [monthOf(m), m.season] as const),
  );
  const sorted = [...byMonth].sort(([, a], [, b]) => b - a);
  const [high, low] = [sorted[0], sorted.at(-1)];
  const words: string[] = [];
  if (high && high[1] > 1 + leastSeason) words.push(say("calendar.month", high[0], high[1]));
  if (low && low[1] < 1 - leastSeason) words.push(say("calendar.month", low[0], low[1]));
  return words;
}

/** How the level has moved within the last year, since when it moved most. */
function levelWords(months: readonly CalendarMonth[]): string[] {
  const past = months.filter(({ actual }) => actual !== null);
  const now = past.at(-1);
  if (now === undefined) return [];
  const changes = past
    .slice(-1 - monthsBack, -1)
    .map((m) => ({ since: m, change: now.level / m.level - 1 }))
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const [most] = changes;
  if (most === undefined || Math.abs(most.change) < leastLevel) return [];
  return [say("calendar.level", most.change, most.since.to)];
}

function warningText(warning: CalendarWarning): string {
  if (warning.code === "unseen-months") return say("calendar.unseen", warning.months);
  return warning.code === "unsteady-level"
    ? say("calendar.unsteady", warning.change, warning.since)
    : say("calendar.rangesAlone", warning.level);
}

/** Month of the year of the middle day, 1 to 12. */
function monthOf({ from, to }: CalendarMonth): number {
  return new Date((Date.parse(from) + Date.parse(to)) / 2).getUTCMonth() + 1;
}
