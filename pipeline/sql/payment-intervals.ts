/**
 * How often a customer pays, in sixteenths of a day, so that a month (30.4375 days) and a year (365.25) are whole numbers of them.
 */
export type Sixteenths = number;

export const sixteenthsOfDay: Sixteenths = 16;
const day = sixteenthsOfDay;
export const sixteenthsOfMonth: Sixteenths = 487;
const month = sixteenthsOfMonth;

/** The usual intervals by name, shortest first. */
export const usualIntervals = {
  week: 7 * day,
  "2 weeks": 14 * day,
  "4 weeks": 28 * day,
  month,
  "2 months": 2 * month,
  quarter: 3 * month,
  "half-year": 6 * month,
  year: 12 * month,
  "2 years": 24 * month,
} as const satisfies Record<string, Sixteenths>;
