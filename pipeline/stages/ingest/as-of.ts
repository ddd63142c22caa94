import { ClvError } from "../../errors.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";
import { dayAfter, daysBetween } from "../../time/calendar.js";

/** Days after the log's end that are nothing to speak of. */
const fewDays = 14;
/** Of the days that the log covers. */
const smallShare = 0.1;

/**
 * Nobody has been observed on days that have not been. A day of grace is for zones that are ahead of UTC.
 * @throws ClvError CONFIG_INVALID for an asOf in the future
 */
export function refuseFuture({ config, today }: Pick<StageContext, "config" | "today">): void {
  const { asOf } = config;
  if (asOf === undefined || asOf <= dayAfter(today, 1)) return;
  throw new ClvError("CONFIG_INVALID", say("data.asOf.future", asOf, today));
}

/** Says that the log ends long before asOf: whoever bought until its end then looks as if they had stopped. */
export function warnOfDistance(
  firstDay: string,
  lastDay: string,
  asOf: string,
  warn: (message: string) => void,
): void {
  const gap = daysBetween(lastDay, asOf);
  if (gap > Math.max(fewDays, smallShare * daysBetween(firstDay, lastDay)))
    warn(say("data.asOf.distant", lastDay, gap, asOf));
}
