import {
  type CalendarLog,
  type Fit,
  type FittedCalendar,
  fitAtSameLimits,
  fitCalendar,
  fit as fitModel,
  type Histories,
  type Likelihood,
  type Params,
  type PurchaseModel,
} from "../../../models/index.js";
import type { Artifacts } from "../../artifacts/artifacts.js";
import { readRepeats } from "../../artifacts/read-repeats.js";
import type { Summary } from "../../artifacts/summary.js";
import { periodOf } from "../../config/purchase-models.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";

/** The log by day; null where no calendar is asked for. */
export type DailyLog = Omit<CalendarLog, "histories"> | null;

export async function dailyLog(
  file: Artifacts["repeats_by_day"],
  { firstDay, asOf }: Summary,
  { config, runDir }: StageContext,
): Promise<DailyLog> {
  if (config.purchase.calendar === "off" || periodOf(config) !== null) return null;
  const { firstDay: first, n } = await readRepeats(runDir, file, { firstDay, asOf }, false);
  return { firstDay: first, asOf: first + n.length - 1, repeats: n };
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
      fit: (h, before) => (before === null ? plain.fit : again(likelihood, inTime(h), before, fixed)),
      paramsOf: ({ params }) => paramsOf?.(params) ?? (() => params),
    },
    { ...log, histories: data },
    { parts },
  );
  const failed = along.fit.verdict.status === "failed";
  if (along.calendar !== null && !failed)
    return { fit: along.fit, data: inTime(along.histories), calendar: along.calendar };
  const noCalendar = failed
    ? say("calendar.noFit", model.name, along.fit.verdict.reasons.join("; "))
    : say(along.why === "too-short" ? "calendar.tooShort" : "calendar.tooFew");
  warn(say("calendar.without", noCalendar));
  return { ...asItIs, noCalendar };
}

function again<D extends Histories>(
  likelihood: Likelihood<string, D>,
  data: D,
  before: Fit,
  fixed: Readonly<Record<string, number>>,
): Fit {
  if (before.verdict.status === "failed") return before;
  if (before.limits !== undefined) return fitAtSameLimits(before, likelihood, data, { fixed });
  const { prior, params: start } = before;
  const found = fitModel(likelihood, data, { fixed, prior: prior ?? {}, start });
  // a prior that was leaned on because the data are thin, which the verdict says
  return prior === undefined || found.verdict.status === "failed"
    ? found
    : { ...found, verdict: before.verdict };
}
