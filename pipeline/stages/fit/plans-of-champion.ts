import { eventsOfLog, type PlannedEvent } from "../../../models/index.js";
import type { ModelFile } from "../../artifacts/model-file.js";

/** A champion that goes on scoring, with the days that its events have by now: what came before its last day of data stays as it was fitted. */
export function withPlans(champion: ModelFile, planned: readonly PlannedEvent[]): ModelFile {
  const { calendar } = champion.purchase;
  if (calendar?.events === undefined) return champion;
  const { asOf } = calendar;
  const now = new Map(eventsOfLog(planned, calendar).map(({ name, days }) => [name, days]));
  const events = calendar.events.map((event) => ({
    ...event,
    days: [
      ...event.days.filter((day) => day <= asOf),
      ...(now.get(event.name) ?? []).filter((day) => day > asOf),
    ],
  }));
  return { ...champion, purchase: { ...champion.purchase, calendar: { ...calendar, events } } };
}
