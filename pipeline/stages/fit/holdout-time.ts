import {
  bgNbd,
  calibrationOf,
  fit as fitModel,
  fitWithCalendar,
  type HoldoutHistories,
  inOperationalTime,
  operationalDays,
  outlook,
} from "../../../models/index.js";
import type { Config } from "../../config/config.js";
import type { DailyLog } from "./along-calendar.js";

/** A holdout and its length in the time that candidates are compared in. */
export interface HoldoutTime {
  readonly holdout: HoldoutHistories;
  readonly days: number;
}

/**
 * The holdout on the clock of a calendar that knows what was known at the cut: one clock for all candidates, so that they differ in nothing
 * else. BG/NBD makes it, whose estimates are quick and whose months hardly differ from those of other models. In days without a calendar.
 */
export function inHoldoutTime(
  { holdout, days }: HoldoutTime,
  daily: DailyLog,
  parts: Config["purchase"]["calendar"],
): HoldoutTime {
  if (daily === null || parts === "off") return { holdout, days };
  const asOf = daily.asOf - days;
  const log = {
    histories: calibrationOf(holdout),
    firstDay: daily.firstDay,
    asOf,
    repeats: daily.repeats.subarray(0, asOf - daily.firstDay + 1),
  };
  const { calendar, fit } = fitWithCalendar(bgNbd, log, { parts, events: daily.events }, (h, start) =>
    fitModel(bgNbd, h, { prior: "auto", ...(start && { start }) }),
  );
  if (calendar === null || fit.verdict.status === "failed") return { holdout, days };
  const ahead = outlook(calendar, asOf, daily.asOf);
  return {
    holdout: { ...holdout, ...inOperationalTime(holdout, ahead.clock, asOf) },
    days: operationalDays(ahead, days),
  };
}
