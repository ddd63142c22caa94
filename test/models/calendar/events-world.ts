/** A shop with named events, simulated, and its calendar fitted. */
import type { CalendarFit } from "../../../models/calendar/fit-calendar.js";
import { monthOfDay } from "../../../models/calendar/months.js";
import type { PlannedEvent } from "../../../models/calendar/planned-events.js";
import { fitWithCalendar } from "../../../models/calendar/purchase-calendar.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import type { Fit } from "../../../models/model.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { logAt, purchaseDays } from "./known-calendar.js";

export const firstDay = 18_993; // 2022-01-01, a Saturday
export const asOf = firstDay + 729;
const truth = { r: 0.8, alpha: 40, a: 0.6, b: 3 };
const season = [-0.2, -0.1, 0, 0.1, 0, -0.1, -0.1, 0, 0.05, 0.1, 0.15, 0.3];
/** Log factors by weekday, Thursday first: few buy on Sundays. */
export const weekdays = [0, 0.2, 0.3, -0.8, 0, 0, 0];

export const days = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + i);

/** Campaigns of three days from a Friday on, some still to come. */
export const campaign: PlannedEvent = {
  name: "campaign",
  closed: false,
  days: [62, 153, 272, 426, 517, 636, 755, 783].flatMap((week) =>
    days(firstDay + week - ((week + 1) % 7), 3),
  ),
};
/** A price rise that holds for two whole months. */
export const price: PlannedEvent = { name: "price", closed: false, days: days(firstDay + 365 + 90, 61) };
export const closing: PlannedEvent = { name: "closing", closed: true, days: days(firstDay + 560, 7) };

export const effects: ReadonlyMap<PlannedEvent, number> = new Map([
  [campaign, 0.6],
  [price, -0.25],
  [closing, -20],
]);

/** Simulates a shop with these events and fits it as one that is known to have them. */
export function shopWith(
  happened: readonly PlannedEvent[],
  seed: number,
  { known = happened, customers = 2000 }: { known?: readonly PlannedEvent[]; customers?: number } = {},
): CalendarFit<Fit> & { readonly log: ReturnType<typeof logAt> } {
  const random = seededRandom(seed);
  const effect = new Map(happened.flatMap((e) => e.days.map((day) => [day, effects.get(e)!] as const)));
  const arrivals = Array.from({ length: customers }, () => firstDay + Math.floor(random() * 700));
  const calendar = {
    firstDay,
    asOf,
    logFactor: (day: number) => season[monthOfDay(day) % 12]! + weekdays[day % 7]! + (effect.get(day) ?? 0),
  };
  const log = logAt(purchaseDays(bgNbd, truth, calendar, arrivals, asOf, random), firstDay, asOf);
  const found = fitWithCalendar(bgNbd, log, { parts: "auto", events: known }, (h, start) =>
    fitModel(bgNbd, h, start ? { start } : {}),
  );
  return { ...found, log };
}
