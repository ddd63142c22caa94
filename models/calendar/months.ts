/** Calendar months out of day numbers: whole days since 1970-01-01, in the proleptic Gregorian calendar. */

const daysPerCycle = 146_097; // of 400 years

/** Months since year 0 of the month that a day lies in: 12 year + month, January 0. */
export function monthOfDay(day: number): number {
  const shifted = day + 719_468; // days since 0000-03-01
  const cycle = Math.floor(shifted / daysPerCycle);
  const inCycle = shifted - cycle * daysPerCycle;
  const year = Math.floor(
    (inCycle - Math.floor(inCycle / 1460) + Math.floor(inCycle / 36_524) - Math.floor(inCycle / 146_096)) /
      365,
  );
  const inYear = inCycle - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const fromMarch = Math.floor((5 * inYear + 2) / 153);
  return 12 * (year + 400 * cycle) + fromMarch + 2;
}

/**
 * The first day of a month.
 * @param month months since year 0, as monthOfDay gives them
 */
export function firstDayOfMonth(month: number): number {
  const fromMarch = (((month - 2) % 12) + 12) % 12;
  const year = (month - 2 - fromMarch) / 12;
  const cycle = Math.floor(year / 400);
  const inCycle = year - 400 * cycle;
  const inYear = Math.floor((153 * fromMarch + 2) / 5);
  return (
    cycle * daysPerCycle +
    inCycle * 365 +
    Math.floor(inCycle / 4) -
    Math.floor(inCycle / 100) +
    inYear -
    719_468
  );
}
