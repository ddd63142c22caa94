import type { Histories } from "../../../models/index.js";
import type { Account } from "../../artifacts/account.js";
import { needsLogGaps } from "../../config/purchase-models.js";
import { hasMoney } from "../../config/questions.js";
import { columnsOf } from "../../spend/columns.js";
import { logGapUnit } from "../../sql/customers.js";
import { rollingDays, rollingHistories, rollingOrigins, rollingTogether } from "../../sql/rolling-origins.js";
import type { Sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { daysBetween } from "../../time/calendar.js";
import { materializeByCustomer } from "../shards/in-shards.js";

/** What was bought in a window: repeat purchases, and net spend in base currency; null without amounts. */
export interface Bought {
  readonly purchases: number;
  readonly value: number | null;
}

/** An origin with what was known on it and what came of it. */
export interface RollingOrigin {
  /** yyyy-mm-dd */
  readonly origin: string;
  /**
   * The distinct histories of the customers known on that day, in days, in one fixed order. z and zz are sums over the customers of
   * a row of their repeat spend and of its square, net as of the origin; less than 0 counts as 0.
   */
  readonly histories: Histories & { readonly z: Float64Array | null; readonly zz: Float64Array | null };
  /** By horizon H: what these customers bought in (origin, origin + H]; null where the log ends before. */
  readonly actual: readonly (Bought | null)[];
  /** By horizon H: repeat purchases of everyone in (origin - H, origin]; null where the log begins after. */
  readonly previous: readonly (Bought | null)[];
  /** By horizon H: the same in (origin - 365, origin - 365 + H]; null where the log begins after, or H > 365. */
  readonly yearBefore: readonly (Bought | null)[];
}

const daysOfYear = 365;

/**
 * Histories on many origins and what followed each, out of one pass over the log: for backtests of totals.
 * Purchases are those that x counts. Value is what was paid for repeat purchases less what was given back, on the day it was
 * given back and whichever purchase of an earlier day it was for: a refund after the origin lowers the actual value, as in
 * the backtests of customers.
 * @param origins yyyy-mm-dd, of days of the log, in any order
 * @param horizons whole days
 * @returns one after the other, the earliest origin first
 */
export async function* readRollingOrigins(
  origins: readonly string[],
  horizons: readonly number[],
  account: Pick<Account, "accepted" | "firstDay" | "asOf">,
  context: StageContext,
): AsyncGenerator<RollingOrigin, void> {
  const { engine, config } = context;
  const sorted = [...new Set(origins)].sort();
  if (sorted.length === 0) return;
  const money = hasMoney(config);
  const logGaps = needsLogGaps(config);
  const options = {
    ...{ origins: sorted, money, logGaps },
    separate: config.ingest.sameDayOrders === "separate",
  };
  const made = { name: "rolling_origins" };
  await materializeByCustomer(
    made,
    account.accepted,
    (transactions) => rollingOrigins(engine.dialect, transactions, options),
    context,
    rollingTogether,
  );
  const table = engine.dialect.table(made.name);
  try {
    const days = await readDays(table, account.firstDay, money, context);
    for (const [i, origin] of sorted.entries())
      yield {
        origin,
        histories: await readHistories(table, i, { money, logGaps }, context),
        ...around(days, i, origin, horizons, account),
      };
  } finally {
    await engine.drop(made);
  }
}

/** Repeat purchases of a day by customers that the origin `known` is the first to know. */
interface Day {
  /** from the first one of the log */
  readonly day: number;
  readonly known: number;
  readonly purchases: number;
  readonly value: number;
}

async function readDays(
  table: Sql,
  firstDay: string,
  money: boolean,
  { engine, signal }: StageContext,
): Promise<{ readonly days: readonly Day[]; readonly money: boolean }> {
  const rows = await engine.rows(rollingDays(table), signal);
  const days = rows.map((row) => ({
    day: daysBetween(firstDay, String(row.day)),
    known: Number(row.origin),
    purchases: Number(row.n),
    value: Number(row.z),
  }));
  return { days, money };
}

async function readHistories(
  table: Sql,
  origin: number,
  { money, logGaps }: { readonly money: boolean; readonly logGaps: boolean },
  context: StageContext,
): Promise<RollingOrigin["histories"]> {
  const names = ["x", "t_x", "t_cal", "n", "z", "zz", "log_gaps"] as const;
  const c = await columnsOf(rollingHistories(table, origin), names, context);
  return {
    ...{ x: c.x, tx: c.t_x, T: c.t_cal, n: c.n },
    ...{ z: money ? c.z : null, zz: money ? c.zz : null },
    ...(logGaps && { logGaps: c.log_gaps.map((sum, i) => (sum * logGapUnit) / c.n[i]!) }),
  };
}

/** What was bought after the i-th origin, before it and a year before that. */
function around(
  { days, money }: Awaited<ReturnType<typeof readDays>>,
  i: number,
  origin: string,
  horizons: readonly number[],
  { firstDay, asOf }: Pick<Account, "firstDay" | "asOf">,
): Pick<RollingOrigin, "actual" | "previous" | "yearBefore"> {
  const [now, last] = [daysBetween(firstDay, origin), daysBetween(firstDay, asOf)];
  const within = (after: number, until: number): Bought | null => {
    if (after < -1 || until > last) return null;
    let [purchases, value] = [0, 0];
    for (const d of days) {
      if (d.day <= after || d.day > until || d.known > i) continue;
      purchases += d.purchases;
      value += d.value;
    }
    return { purchases, value: money ? value : null };
  };
  const year = now - daysOfYear;
  return {
    actual: horizons.map((h) => within(now, now + h)),
    previous: horizons.map((h) => within(now - h, now)),
    yearBefore: horizons.map((h) => (h > daysOfYear ? null : within(year, year + h))),
  };
}
