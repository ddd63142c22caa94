import { z } from "zod";
import { say } from "../text/messages/say.js";
import { dayAfter, daysIn } from "../time/calendar.js";
import { calendarDay } from "../time/day-number.js";
import { holidayCountries } from "../time/holidays.js";
import type { Problems } from "./checks.js";
import type { Config } from "./config.js";
import { isoDate } from "./values.js";

const oneOrMore = <Value extends z.ZodType>(value: Value) =>
  z.union([value, z.array(value).min(1)]).transform((given) => [given].flat() as z.output<Value>[]);

export const monthPattern = /^[1-8]\d{3}-(0[1-9]|1[0-2])$/;
const month = z.string().regex(monthPattern, "is no month; write it as yyyy-mm, such as 2024-11");

/** Days of trade that are unlike others, or days without. */
export const eventKinds = ["open", "closed"] as const;
export type EventKind = (typeof eventKinds)[number];

const event = z.strictObject({
  name: z.string().trim().min(1).max(60).optional(),
  kind: z.enum(eventKinds).optional(),
  dates: oneOrMore(isoDate).optional(),
  from: isoDate.optional(),
  to: isoDate.optional(),
  months: oneOrMore(month).optional(),
  file: z.string().min(1).optional(),
  holidays: oneOrMore(z.enum(holidayCountries)).optional(),
});

export const events = z.array(event).min(1).optional().meta({
  description:
    "Known events that purchases depend on, past and planned (campaigns, prices, closed days): each with its name and dates, from and to, or months (kind: closed for days without trade); or a CSV or Parquet file of them (name, and date, from and to, or month; kind); or the holidays of countries",
});

type Event = z.output<typeof event>;

/** Some days of an event; the same name may have more elsewhere. */
export interface NamedDays {
  readonly name: string;
  readonly kind: EventKind;
  /** yyyy-mm-dd */
  readonly days: readonly string[];
}

/** How the days of an event are written. */
export type WrittenDays = Pick<Event, "dates" | "from" | "to" | "months">;

/** The days that are meant, in the order in which they are written. */
export function daysWritten({ dates = [], from, to, months = [] }: WrittenDays): string[] {
  const range = from === undefined || to === undefined ? [] : daysIn(dayAfter(from, -1), to);
  return [...dates, ...range, ...months.flatMap(daysOfMonth)];
}

function daysOfMonth(text: string): string[] {
  const [year, of] = text.split("-").map(Number);
  const last = new Date(Date.UTC(year!, of!, 0)).toISOString().slice(0, 10);
  return daysIn(dayAfter(`${text}-01`, -1), last);
}

/** The events that the config itself names. */
export function namedInConfig({ purchase }: Pick<Config, "purchase">): NamedDays[] {
  return (purchase.events ?? []).flatMap((e) =>
    e.name === undefined ? [] : [{ name: e.name, kind: e.kind ?? "open", days: daysWritten(e) }],
  );
}

/** The files with events that the config names. */
export function eventFiles({ purchase }: Pick<Config, "purchase">): string[] {
  return (purchase.events ?? []).flatMap(({ file }) => (file === undefined ? [] : [file]));
}

/** What of the events a model depends on: not their dates, to which plans are added, nor where a file of them is. */
export function eventsOfModel(given: NonNullable<Config["purchase"]["events"]>): object[] {
  return given.map(({ name, kind = "open", holidays, file }) => ({
    ...(name !== undefined && { name, kind }),
    ...(holidays && { holidays }),
    ...(file !== undefined && { file: true }),
  }));
}

/** What contradicts itself in events: a day twice under one name, a name of two kinds, a day that two events close. */
export function eventProblems(all: readonly NamedDays[]): string[] {
  const kinds = new Map<string, EventKind>();
  const days = new Map<string, string>();
  const problems = new Set<string>();
  for (const { name, kind, days: own } of all) {
    if ((kinds.get(name) ?? kind) !== kind) problems.add(say("events.twoKinds", name));
    kinds.set(name, kind);
    for (const day of own) {
      const [mine, closing] = [`${name}\n${day}`, `\n${day}`];
      const closedBy = kind === "closed" ? days.get(closing) : undefined;
      if (days.has(mine)) problems.add(say("events.dayTwice", name, day));
      else if (closedBy !== undefined) problems.add(say("events.closedTwice", day, closedBy, name));
      days.set(mine, name);
      if (kind === "closed") days.set(closing, name);
    }
  }
  return [...problems];
}

/** What no single key of purchase.events can show. */
export function checkEvents(c: Config, context: Problems): void {
  // what is no day is said by its own key
  if (!(c.purchase.events ?? []).every(isReadable)) return;
  (c.purchase.events ?? []).forEach((e, i) => {
    const found = itemProblem(e);
    if (found !== null)
      context.addIssue({ code: "custom", path: ["purchase", "events", String(i)], message: found });
  });
  for (const message of eventProblems(namedInConfig(c)).slice(0, 5))
    context.addIssue({ code: "custom", path: ["purchase", "events"], message });
}

function isReadable({ dates = [], from, to, months = [] }: Event): boolean {
  const days = [...dates, ...(from === undefined ? [] : [from]), ...(to === undefined ? [] : [to])];
  return days.every((day) => calendarDay(day) !== null) && months.every((text) => monthPattern.test(text));
}

function itemProblem({ name, kind, file, holidays, ...written }: Event): string | null {
  const { dates, from, to, months } = written;
  const hasDays = [dates, from, to, months].some((given) => given !== undefined);
  if ([name, file, holidays].filter((given) => given !== undefined).length !== 1)
    return say("events.whatIsIt");
  if (name === undefined) return hasDays || kind !== undefined ? say("events.alone") : null;
  if (!hasDays) return say("events.noDays", name);
  if ((from === undefined) !== (to === undefined)) return say("events.halfRange", name);
  return from !== undefined && to !== undefined && from > to ? say("events.backwards", name, from, to) : null;
}
