import { type PurchaseModelName, purchaseModel } from "../../../models/index.js";
import type { Account } from "../../artifacts/account.js";
import type { Artifacts } from "../../artifacts/artifacts.js";
import type { ModelFile } from "../../artifacts/model-file.js";
import { readRepeats } from "../../artifacts/read-repeats.js";
import type { TotalsBacktest, TotalsOrigin } from "../../artifacts/totals-backtest.js";
import { readEvents } from "../../sources/read-events.js";
import type { StageContext } from "../../stage.js";
import { type Message, message, sentence } from "../../text/messages/message.js";
import { say } from "../../text/messages/say.js";
import { calendarDay } from "../../time/day-number.js";
import type { TotalsInput, TotalsItem } from "../../workers/backtest-totals.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import { spendParams } from "../fit/spend-terms.js";
import { type RollingOrigin, readRollingOrigins } from "../rolling/rolling-origins.js";
import { heldParams } from "./models.js";
import { totalMonths, totalOrigins } from "./total-origins.js";
import { leftOut, predictedOrigin } from "./total-outcomes.js";
import { scoreTotals } from "./total-scores.js";

/** The totals of all customers as the run's kind of model would have predicted them on many earlier days, and what followed. */
export async function backtestTotals(
  account: Account,
  model: ModelFile,
  repeats: Artifacts["repeats_by_day"],
  context: StageContext,
): Promise<TotalsBacktest> {
  const { config, log, pool } = context;
  const name = model.purchase.model as PurchaseModelName;
  const { horizonsDays } = config.value;
  const days = totalOrigins(account, horizonsDays, config.validate.totalOrigins);
  const skipped = whyNone(name, days.length, context);
  if (skipped !== null) return { skipped, model: name, origins: [], ...scoreTotals([], horizonsDays) };
  const byDay =
    config.purchase.calendar === "off"
      ? null
      : (await readRepeats(context.runDir, repeats, account, false)).n;
  const events = byDay === null ? [] : await readEvents(account, context);
  const input = inputOf(model, events, context);
  const months = totalMonths(days[0]!, account.asOf, horizonsDays);
  const asked = [...new Set([...horizonsDays, ...months])];
  const origins: TotalsOrigin[] = [];
  let waiting: RollingOrigin[] = [];
  const predictWaiting = async (): Promise<void> => {
    const items = waiting.map((o) => itemOf(o, asked, { account, byDay, horizonsDays, months }));
    const found = await pool.run("backtest-totals", input, items);
    origins.push(...waiting.map((o, i) => predictedOrigin(o, asked, items[i]!, found[i]!)));
    waiting = [];
  };
  // as many at a time as there are threads, so that histories of all origins are never in memory together
  for await (const origin of readRollingOrigins(days, asked, account, context)) {
    if (origin.histories.x.some((x) => x > 0)) waiting.push(origin);
    else origins.push(leftOut(origin, message("rolling.noRepeats")));
    if (waiting.length === pool.threads) await predictWaiting();
  }
  if (waiting.length > 0) await predictWaiting();
  origins.sort((a, b) => (a.origin < b.origin ? -1 : 1));
  for (const { origin, left } of origins) if (left !== null) log(say("rolling.left", origin, sentence(left)));
  return { skipped: null, model: name, origins, ...scoreTotals(origins, horizonsDays) };
}

/** Why no total can be tried; null where some can. */
function whyNone(name: PurchaseModelName, days: number, { config }: StageContext): Message | null {
  if (config.validate.totalOrigins === 0) return message("rolling.none");
  if (purchaseModel(name).time === "discrete") return message("rolling.discrete", name);
  return days === 0 ? message("rolling.tooShort", Math.min(...config.value.horizonsDays)) : null;
}

function inputOf(
  { purchase, spend }: ModelFile,
  events: TotalsInput["events"],
  { config }: StageContext,
): TotalsInput {
  const { prior, fallback, calendar } = config.purchase;
  const model = purchase.model as PurchaseModelName;
  const { params } = purchaseModel(model);
  const start = Object.fromEntries(
    Object.entries(purchase.dayParams).filter(([key]) => params.includes(key)),
  );
  return {
    model,
    fixed: heldParams(config, model),
    start: purchase.limits === undefined ? start : null,
    ...{ prior, fallback, calendar, events },
    spend: spend && {
      params: spendParams(spend),
      points: (spend.doubt?.points ?? []).flatMap((point) => {
        const own = spendParams({ ...spend, params: point });
        return "mean" in own || own.q > 1 ? [own] : [];
      }),
      level: spend.level && purchase.calendar ? { of: spend.level, calendar: purchase.calendar } : null,
    },
  };
}

function itemOf(
  { origin, histories: h, actual }: RollingOrigin,
  asked: readonly number[],
  of: {
    readonly account: Account;
    readonly byDay: Float64Array | null;
    readonly horizonsDays: readonly number[];
    readonly months: readonly number[];
  },
): TotalsItem {
  const day = calendarDay(origin)!;
  const firstDay = calendarDay(of.account.firstDay)!;
  const isKnown = (days: number): boolean => actual[asked.indexOf(days)] != null;
  const { z, zz, ...histories } = h;
  return {
    firstDay,
    origin: day,
    histories: sharedColumns(histories),
    ...sharedColumns({ z, zz }),
    repeats: of.byDay?.slice(0, day - firstDay + 1) ?? null,
    horizons: of.horizonsDays.filter(isKnown),
    months: of.months.filter(isKnown),
  };
}
