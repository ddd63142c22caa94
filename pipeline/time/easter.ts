import { dayAfter, daysBetween } from "./calendar.js";

/**
 * Easter Sunday of the western churches, yyyy-mm-dd, in the Gregorian calendar.
 * Source: the anonymous algorithm of 1876, as in Meeus, Astronomical Algorithms (1991), chapter 8.
 * @example easterSunday(2024) // "2024-03-31"
 */
export function easterSunday(year: number): string {
  const [golden, century, within] = [year % 19, Math.floor(year / 100), year % 100];
  const shift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - shift + 15) % 30;
  const letter = (32 + 2 * (century % 4) + 2 * Math.floor(within / 4) - epact - (within % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * letter) / 451);
  return dayAfter(`${year}-03-22`, epact + letter - 7 * late);
}

/**
 * Days from Easter Sunday of its year to a day; negative before it.
 * @example afterEaster("2024-04-01") // 1
 */
export function afterEaster(day: string): number {
  return daysBetween(easterSunday(Number(day.slice(0, 4))), day);
}

/**
 * The day that is as far from Easter some years later, before where they are negative.
 * @example asFarFromEaster("2024-04-01", -1) // "2023-04-10"
 */
export function asFarFromEaster(day: string, years: number): string {
  return dayAfter(easterSunday(Number(day.slice(0, 4)) + years), afterEaster(day));
}
