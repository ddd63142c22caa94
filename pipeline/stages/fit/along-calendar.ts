import {
  type CalendarLog,
  eventsOfLog,
  type Fit,
  type FittedCalendar,
  fitAgain,
  fitCalendar,
  type Histories,
  type Likelihood,
  type Params,
  type PlannedEvent,
  type PurchaseModel,
} from "../../../models/index.js";
import type { Artifacts } from "../../artifacts/artifacts.js";
import { readRepeats } from "../../artifacts/read-repeats.js";
import type { Summary } from "../../artifacts/summary.js";
import { periodOf } from "../../config/purchase-models.js";
import { readEvents } from "../../sources/read-events.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";

/** The log by day, and what was planned for its days and those to come; null where no calendar is asked for. */
export type DailyLog = (Omit<CalendarLog, "histories"> & { readonly events: readonly PlannedEvent[] }) | null;

/** Purchases of days without trade, as a share of those of other days, that are worth a word. */
const mostOnClosed = 0.1;

export async function dailyLog(
  file: Artifacts["repeats_by_day"],
  { firstDay, asOf }: Summary,
  context: StageContext,
): Promise<DailyLog> {
  const { config, runDir, warn } = context;
  if (config.purchase.calendar === "off" || periodOf(config) !== null) {
    const why = say(periodOf(config) !== null ? "calendar.periods" : "calendar.off");
    if (config.purchase.events) warn(say("events.unused", why));
    return null;
  }
  const { firstDay: first, n } = await readRepeats(runDir, file, { firstDay, asOf }, false);
  const events = await readEvents({ firstDay, asOf }, context);
  const log = { firstDay: first, asOf: first + n.length - 1, repeats: n, events };
  const seen = new Set(eventsOfLog(events, log).map(({ name }) => name));
  const unseen = events.filter(({ name }) => !seen.has(name)).map(({ name }) => name);
  if (unseen.length > 0) warn(say("events.unseen", unseen));
  return log;
}

/** A fit in ordinary time, and how to make it again in another. */
export interface PlainFit<D extends Histories> {
  readonly model: PurchaseModel;
  readonly likelihood: Likelihood<string, D>;
  /** in days */
  readonly data: D;
  readonly fit: Fit;
  readonly fixed: Readonly<Record<string, number>>;
  /** Parameters by history; the fit's own for all when absent. */
  readonly paramsOf?: (params: Params) => (row: number) => Params;
}

export interface FitAlong<D> {
  readonly fit: Fit;
  readonly data: D;
  readonly calendar: FittedCalendar | null;
  /** Why there is none though one was asked for. */
  readonly noCalendar?: string;
}

/**
 * The same model, with the same priors and at the same limits, fitted along with the calendar. Where the log is too short for one, or the
 * model has no estimate in the calendar's time, the fit stays as it is, and the run says so.
 */
export function alongCalendar<D extends Histories>(
  plain: PlainFit<D>,
  log: DailyLog,
  { config, warn }: StageContext,
): FitAlong<D> {
  const { model, likelihood, data, fixed, paramsOf } = plain;
  const { exposure } = model;
  const { calendar: parts } = config.purchase;
  const asItIs = { fit: plain.fit, data, calendar: null };
  if (log === null || parts === "off" || exposure === null) return asItIs;
  const inTime = (h: Histories): D => ({ ...data, ...h });
  const along = fitCalendar<Fit>(
    {
      exposureOf: () => exposure,
      fit: (h, before) => (before === null ? plain.fit : fitAgain(likelihood, inTime(h), before, fixed)),
      paramsOf: ({ params }) => paramsOf?.(params) ?? (() => params),
    },
    { ...log, histories: data },
    { parts, events: log.events },
  );
  const failed = along.fit.verdict.status === "failed";
  if (along.calendar !== null && !failed) {
    warnOfOpenDays(along.calendar, log.events, warn);
    return { fit: along.fit, data: inTime(along.histories), calendar: along.calendar };
  }
  const noCalendar = failed
    ? say("calendar.noFit", model.name, along.fit.verdict.reasons.join("; "))
    : say(along.why === "too-short" ? "calendar.tooShort" : "calendar.tooFew");
  warn(say("calendar.without", noCalendar));
  if (log.events.length > 0) warn(say("events.unused", noCalendar));
  return { ...asItIs, noCalendar };
}

/** Days that are said to be without trade, and are not. */
function warnOfOpenDays(
  { events = [] }: FittedCalendar,
  planned: readonly PlannedEvent[],
  warn: StageContext["warn"],
): void {
  const closed = new Set(planned.filter((e) => e.closed).map(({ name }) => name));
  for (const { name, effect } of events)
    if (closed.has(name) && Math.exp(effect) > mostOnClosed)
      warn(say("events.notClosed", name, Math.exp(effect)));
}
