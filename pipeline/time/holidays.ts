import { dayAfter, weekday } from "./calendar.js";
import { easterSunday } from "./easter.js";

/** Countries whose holidays are known by rule. */
export const holidayCountries = ["DE", "DK", "GB", "NO", "SE", "US"] as const;
export type HolidayCountry = (typeof holidayCountries)[number];

/** Which day of a year a holiday is. */
interface Rule {
  /** mm-dd; with `weekday` the first such day from there on */
  readonly date?: string;
  /** 0 for Sunday */
  readonly weekday?: number;
  /** days after Easter Sunday */
  readonly easter?: number;
  /** first and last year in which it is one */
  readonly since?: number;
  readonly until?: number;
  /** mm-dd of years in which it was moved */
  readonly moved?: Readonly<Record<number, string>>;
}

const newYear = { "New Year's Day": { date: "01-01" } };
const labour = { "Labour Day": { date: "05-01" } };
const christmas = { "Christmas Day": { date: "12-25" }, "Boxing Day": { date: "12-26" } };
/** No holidays by law, but shops close early. */
const eves = { "Christmas Eve": { date: "12-24" }, "New Year's Eve": { date: "12-31" } };
const easter = {
  "Good Friday": { easter: -2 },
  "Easter Sunday": { easter: 0 },
  "Easter Monday": { easter: 1 },
};
const ascension = { "Ascension Day": { easter: 39 }, "Whit Sunday": { easter: 49 } };
const whitMonday = { "Whit Monday": { easter: 50 } };
const maundyThursday = { "Maundy Thursday": { easter: -3 } };

/** Days off of the whole country by its laws on holidays (GB: England and Wales), and the eves on which shops of the north close early. */
const rules: Readonly<Record<HolidayCountry, Readonly<Record<string, Rule>>>> = {
  DE: {
    ...{ ...newYear, ...easter, ...labour, ...ascension, ...whitMonday, ...christmas, ...eves },
    "German Unity Day": { date: "10-03", since: 1990 },
  },
  DK: {
    ...{ ...newYear, ...maundyThursday, ...easter, ...ascension, ...whitMonday, ...christmas, ...eves },
    "Great Prayer Day": { easter: 26, until: 2023 },
    "Danish Constitution Day": { date: "06-05" },
  },
  GB: {
    ...{ ...newYear, ...easter, ...christmas },
    "Early May Bank Holiday": {
      date: "05-01",
      weekday: 1,
      since: 1978,
      moved: { 1995: "05-08", 2020: "05-08" },
    },
    "Spring Bank Holiday": {
      date: "05-25",
      weekday: 1,
      moved: { 2002: "06-04", 2012: "06-04", 2022: "06-02" },
    },
    "Summer Bank Holiday": { date: "08-25", weekday: 1 },
  },
  NO: {
    ...{ ...newYear, ...maundyThursday, ...easter, ...labour, ...ascension, ...whitMonday },
    ...{ ...christmas, ...eves },
    "Norwegian Constitution Day": { date: "05-17" },
  },
  SE: {
    ...{ ...newYear, ...easter, ...labour, ...ascension, ...christmas, ...eves },
    Epiphany: { date: "01-06" },
    "Swedish National Day": { date: "06-06", since: 2005 },
    "Midsummer Eve": { date: "06-19", weekday: 5 },
    "Midsummer Day": { date: "06-20", weekday: 6 },
    "All Saints' Day": { date: "10-31", weekday: 6 },
  },
  US: {
    ...newYear,
    "Martin Luther King Day": { date: "01-15", weekday: 1, since: 1986 },
    "Presidents' Day": { date: "02-15", weekday: 1 },
    "Memorial Day": { date: "05-25", weekday: 1 },
    Juneteenth: { date: "06-19", since: 2021 },
    "Independence Day": { date: "07-04" },
    "Labor Day": { date: "09-01", weekday: 1 },
    "Columbus Day": { date: "10-08", weekday: 1 },
    "Veterans Day": { date: "11-11" },
    Thanksgiving: { date: "11-22", weekday: 4 },
    "Christmas Day": { date: "12-25" },
  },
};

/**
 * Holidays of some countries by name, in the years from one to another, both included: each day once, in order. Days in lieu and days that
 * were given once (a jubilee) are not among them.
 * @example holidaysOf(["DK"], 2024, 2024).get("Ascension Day") // ["2024-05-09"]
 */
export function holidaysOf(
  countries: readonly HolidayCountry[],
  from: number,
  to: number,
): Map<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const country of countries)
    for (const [name, rule] of Object.entries(rules[country]))
      for (let year = from; year <= to; year++) {
        if (year < (rule.since ?? year) || year > (rule.until ?? year)) continue;
        found.set(name, (found.get(name) ?? new Set<string>()).add(dayOf(rule, year)));
      }
  return new Map([...found].map(([name, days]) => [name, [...days].sort()]));
}

function dayOf({ date, weekday: on, easter: after, moved }: Rule, year: number): string {
  if (after !== undefined) return dayAfter(easterSunday(year), after);
  const day = `${year}-${moved?.[year] ?? date}`;
  if (on === undefined || moved?.[year] !== undefined) return day;
  return dayAfter(day, (on - weekday(day) + 7) % 7);
}
