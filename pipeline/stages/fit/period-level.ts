import {
  type Histories,
  isContract,
  opportunitiesByPeriod,
  type PeriodCounts,
  type PeriodLevel,
  type PurchaseModel,
  periodLevel,
  purchasesByPeriod,
  renewalsByPeriod,
} from "../../../models/index.js";
import type { Artifacts } from "../../artifacts/artifacts.js";
import { readRepeats } from "../../artifacts/read-repeats.js";
import { countedPeriod } from "../../config/billing.js";
import { periodOf } from "../../config/purchase-models.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";
import { calendarDay } from "../../time/day-number.js";
import { lengthOf } from "../../time/period.js";
import type { Found } from "./fit-purchase.js";

export interface FoundLevel {
  readonly level?: PeriodLevel;
  /** Why there is none though one was asked for. */
  readonly noCalendar?: string;
}

/**
 * The level of a discrete model by period, after its fit; nothing for a model in continuous time, which has a calendar. There is none where
 * customers count periods in intervals of their own, since those share no periods.
 * @param h in periods
 */
export async function levelByPeriod(
  { model, inDays }: Pick<Found, "model" | "inDays">,
  h: Histories,
  inputs: Pick<Artifacts, "repeats_by_day" | "summary">,
  context: StageContext,
): Promise<FoundLevel> {
  const { config, warn } = context;
  const parts = config.purchase.calendar;
  if (parts === "off" || periodOf(config) === null) return {};
  const without = (noCalendar: string): FoundLevel => {
    warn(say("calendar.without", noCalendar));
    return { noCalendar };
  };
  const period = countedPeriod(config);
  if (period === null) return { noCalendar: say("calendar.clocks") };
  if (parts === "season") return without(say("calendar.periods"));
  const asOf = calendarDay(inputs.summary.asOf)!;
  const length = lengthOf(period);
  const counts = isContract(model)
    ? renewalsByPeriod(model, inDays.params, h)
    : await purchasesOf(model, inDays.params, h);
  const level = periodLevel(counts, h, asOf, length);
  return level === null ? without(say("calendar.fewPeriods")) : { level };

  async function purchasesOf(
    { name }: PurchaseModel,
    params: Found["inDays"]["params"],
    h: Histories,
  ): Promise<PeriodCounts> {
    if (name !== "bg-bb") throw new RangeError(`${name} does not say what it expects by period`);
    const expected = opportunitiesByPeriod(params as Parameters<typeof opportunitiesByPeriod>[0], h);
    const { n } = await readRepeats(context.runDir, inputs.repeats_by_day, inputs.summary, false);
    return { ...expected, actual: purchasesByPeriod(n, asOf, length, expected.expected.length) };
  }
}
