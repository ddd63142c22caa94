import { totalRivals } from "../../../models/index.js";
import type {
  ActualTotal,
  ComparedTotal,
  MonthAtOrigin,
  TotalsAtOrigin,
  TotalsOrigin,
} from "../../artifacts/totals-backtest.js";
import { type ByTarget, type Target, targets } from "../../artifacts/validation.js";
import { type Message, message } from "../../text/messages/message.js";
import type { TotalRanges, TotalsItem, TotalsResult } from "../../workers/backtest-totals.js";
import type { Bought, RollingOrigin } from "../rolling/rolling-origins.js";

const customersOf = ({ histories }: Pick<RollingOrigin, "histories">): number =>
  histories.n.reduce((sum, n) => sum + n, 0);

/** An origin on which nothing is predicted. */
export function leftOut(o: Pick<RollingOrigin, "origin" | "histories">, left: Message): TotalsOrigin {
  const nothing = { model: null, calendar: false, horizons: [], months: [] };
  return { origin: o.origin, customers: customersOf(o), left, ...nothing };
}

/**
 * What was predicted on an origin beside what came of it.
 * @param asked the horizons that `o` was read with
 * @param item  what was asked of the model
 */
export function predictedOrigin(
  o: RollingOrigin,
  asked: readonly number[],
  item: Pick<TotalsItem, "horizons" | "months">,
  found: TotalsResult,
): TotalsOrigin {
  if (found.failed !== null) return leftOut(o, message("rolling.noFit", found.failed));
  const at = (days: number): number => asked.indexOf(days);
  const money = o.histories.z !== null;
  return {
    origin: o.origin,
    customers: customersOf(o),
    left: null,
    ...{ model: found.model, calendar: found.calendar },
    horizons: item.horizons.map(
      (days, j): TotalsAtOrigin => ({
        days,
        ...byTarget(
          money,
          (target): ComparedTotal => ({
            ...found.horizons[target][j]!,
            actual: boughtOf(o.actual[at(days)]!, target)!,
            plain: found.plain[target][j]!,
            rivals: rivalsAt(o, at(days), target),
          }),
        ),
      }),
    ),
    months: item.months.map(
      (days, j): MonthAtOrigin => ({
        days,
        ...byTarget(money, (target) =>
          monthOf(found.months, j, target, (i) => o.actual[at(item.months[i]!)]!),
        ),
      }),
    ),
  };
}

function monthOf(
  months: TotalRanges,
  j: number,
  target: Target,
  until: (month: number) => Bought,
): ActualTotal {
  const before = j === 0 ? 0 : boughtOf(until(j - 1), target)!;
  return { ...months[target][j]!, actual: boughtOf(until(j), target)! - before };
}

/** Naive forecasts of a total: what all customers bought over the last period, and over the same one a year ago. */
function rivalsAt(
  { previous, yearBefore }: Pick<RollingOrigin, "previous" | "yearBefore">,
  at: number,
  target: Target,
): ComparedTotal["rivals"] {
  const known = { "last-period": previous[at] ?? null, "last-year": yearBefore[at] ?? null };
  return Object.fromEntries(
    totalRivals.map(({ name }) => {
      const bought = known[name];
      return [name, bought && boughtOf(bought, target)];
    }),
  );
}

const boughtOf = (bought: Bought, target: Target): number | null => bought[target];

/** @param money whether there is a value */
export function byTarget<V>(money: boolean, of: (target: Target) => V): ByTarget<V> {
  const own = targets.filter((target) => money || target === "purchases");
  return Object.fromEntries(own.map((target) => [target, of(target)])) as unknown as ByTarget<V>;
}
