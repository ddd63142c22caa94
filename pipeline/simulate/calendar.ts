import { millisecondsPerDay } from "../time/calendar.js";
import { isoDate } from "../time/day-number.js";

/** What multiplies every customer's purchase rate from day to day. */
export interface ShopCalendar {
  /** Rates rise and fall by this share over the year, [0, 1): 1 + season × sin of the year, highest in early April. */
  readonly season: number;
  /** December's rates are this many times what they would be, > 0. */
  readonly december: number;
  /** Rates grow by this share a year, > -1; negative where they fall. The first day has the factor 1. */
  readonly growth: number;
}

/** Every day like every other. */
export const flatCalendar: ShopCalendar = { season: 0, december: 1, growth: 0 };

const yearDays = 365.25;

/** Factors of the days from `firstDay` (since 1970-01-01) on; null where all of them are 1. */
export function dayFactors(calendar: ShopCalendar, firstDay: number, days: number): Float64Array | null {
  const { season, december, growth } = calendar;
  if (season === 0 && december === 1 && growth === 0) return null;
  return Float64Array.from({ length: days }, (_, k) => {
    const date = isoDate(firstDay + k);
    const dayOfYear = firstDay + k - Date.parse(`${date.slice(0, 4)}-01-01`) / millisecondsPerDay;
    const wave = 1 + season * Math.sin((2 * Math.PI * (dayOfYear + 0.5)) / yearDays);
    return wave * (date.slice(5, 7) === "12" ? december : 1) * (1 + growth) ** (k / yearDays);
  });
}

export interface MonthFactor {
  /** yyyy-mm. */
  readonly month: string;
  /** Mean of the factors of the month's days in the log. */
  readonly factor: number;
}

/** The months of the log with their mean factor, to four decimals. */
export function monthFactors(factors: Float64Array, firstDay: number): MonthFactor[] {
  const months = new Map<string, number[]>();
  for (const [k, factor] of factors.entries()) {
    const month = isoDate(firstDay + k).slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), factor]);
  }
  return Array.from(months, ([month, of]) => {
    const mean = of.reduce((sum, factor) => sum + factor, 0) / of.length;
    return { month, factor: Math.round(mean * 1e4) / 1e4 };
  });
}

/** Tells on which day a purchase falls, where days count as much as their factor. */
export class PurchaseClock {
  /** Sum of the factors of the days before each day, and of all days. */
  private readonly before: Float64Array;

  constructor(factors: Float64Array) {
    this.before = new Float64Array(factors.length + 1);
    for (const [k, factor] of factors.entries()) this.before[k + 1] = this.before[k]! + factor;
  }

  /**
   * The day on which a wait that begins in the middle of `day` is over, at least one day later; the number of days of the log
   * where it is not over by its end.
   *
   * @param wait days of factor 1, >= 0
   */
  after(day: number, wait: number): number {
    const { before } = this;
    const end = (before[day]! + before[day + 1]!) / 2 + wait;
    let low = day + 1;
    let high = before.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before[middle + 1]! > end) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
