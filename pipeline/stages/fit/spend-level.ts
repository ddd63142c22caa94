import { binsOf, type FittedCalendar, type SpendLevel, type SpendMonth } from "../../../models/index.js";
import type { SpendFile } from "../../artifacts/model-file.js";
import type { StageContext } from "../../stage.js";
import { calendarDay } from "../../time/day-number.js";
import { type SpendSource, type SpendSums, spendByMonth, spendExpression } from "./spend-sums.js";

/** How spend per purchase has gone with the months; null where its model is no expression over a customer, as a network's is not. */
export async function spendLevelOf(
  spend: Pick<SpendFile, "model" | "params" | "fallback" | "predictor">,
  calendar: FittedCalendar,
  source: SpendSource,
  context: StageContext,
): Promise<SpendLevel | null> {
  const expected = spendExpression(spend);
  if (expected === null) return null;
  return levelFrom(await spendByMonth(expected, source, context), calendar);
}

/** The months of the engine in the bins of a calendar. */
export function levelFrom({ months, customers }: SpendSums, calendar: FittedCalendar): SpendLevel | null {
  if (!(customers.v > 0)) return null;
  const { from, to, past } = binsOf(calendar, calendar.asOf);
  const bins = Array.from({ length: past }, (_, b): SpendMonth => {
    const own = months.filter(({ month }) => {
      const day = Math.max(calendar.firstDay, firstDay(month));
      return day >= from[b]! && day <= to[b]!;
    });
    const sum = (of: (m: (typeof months)[number]) => number): number => own.reduce((a, m) => a + of(m), 0);
    return {
      purchases: sum((m) => m.n),
      actual: sum((m) => m.v + m.refunded),
      expected: sum((m) => m.m),
      expectedSquares: sum((m) => m.mm),
      squares: sum((m) => m.vv),
      products: sum((m) => m.vm),
    };
  });
  return { months: bins, clustered: customers.squares / customers.v ** 2 };
}

function firstDay(month: number): number {
  const year = Math.floor(month / 100);
  return calendarDay(`${String(year).padStart(4, "0")}-${String(month % 100).padStart(2, "0")}-01`)!;
}
