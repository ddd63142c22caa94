import type { PlannedMonth } from "../../config/forecast.js";
import { calendarDay } from "../../time/day-number.js";
import type { ComingMonth } from "../facts.js";
import type { NewcomerSource } from "../newcomers.js";

/** Customers of one source who come in one of the months to come. */
export interface Arrivals {
  readonly source: NewcomerSource;
  /** place of the month */
  readonly month: number;
  readonly customers: number;
  /** null where it is not known */
  readonly cost: number | null;
  /** By path, where their number is forecast and not planned. */
  readonly paths: readonly number[] | null;
}

/**
 * A plan as far as its months are forecast: of a month that is cut, as many as its days. Who was planned for days that are over is a
 * customer by now, or did not come.
 */
export function plannedArrivals(
  plan: readonly PlannedMonth[],
  months: readonly ComingMonth[],
  sources: readonly NewcomerSource[],
): Arrivals[] {
  return plan.flatMap((row) => {
    const month = months.findIndex(({ from }) => from.slice(0, 7) === row.month);
    if (month < 0) return [];
    const { newCustomers, costPerCustomer = null } = row;
    return [
      {
        ...{ source: sourceOf(row, sources), month, cost: costPerCustomer, paths: null },
        customers: newCustomers * partOfMonth(months[month]!),
      },
    ];
  });
}

/** Somebody of a source that the log does not know is like anybody. */
function sourceOf(row: PlannedMonth, sources: readonly NewcomerSource[]): NewcomerSource {
  return namedSource(row, sources) ?? sources.find(({ attribute }) => attribute === null)!;
}

function namedSource(row: PlannedMonth, sources: readonly NewcomerSource[]): NewcomerSource | undefined {
  return sources.find(
    ({ attribute, source }) => attribute !== null && attribute in row && row[attribute] === source,
  );
}

/** What the plan names and the log does not know, each once. */
export function unknownSources(plan: readonly PlannedMonth[], sources: readonly NewcomerSource[]): string[] {
  const attributes = new Set(sources.map(({ attribute }) => attribute));
  const unknown = plan
    .filter((row) => namedSource(row, sources) === undefined)
    .flatMap((row) => Object.entries(row).filter(([name]) => attributes.has(name)))
    .map(([name, value]) => `${name} ${String(value)}`);
  return [...new Set(unknown)];
}

/** @example partOfMonth({ from: "2025-03-19", to: "2025-03-31" }) // 0.41935483870967744 */
export function partOfMonth({ from, to }: ComingMonth): number {
  return (Number(to.slice(8)) - Number(from.slice(8)) + 1) / daysOfMonth(from);
}

/** @example daysOfMonth("2024-02-10") // 29 */
export function daysOfMonth(date: string): number {
  const [year, month] = date.split("-").map(Number);
  const next = month === 12 ? `${year! + 1}-01` : `${year}-${String(month! + 1).padStart(2, "0")}`;
  return calendarDay(`${next}-01`)! - calendarDay(`${date.slice(0, 7)}-01`)!;
}
