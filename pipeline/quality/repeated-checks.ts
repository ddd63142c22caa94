import type { Limits } from "../config/limits.js";
import { message } from "../text/messages/message.js";
import { dayAfter, median, weekday } from "../time/calendar.js";
import { above, notMade, type QualityCheck } from "./check.js";
import type { Findings, RepeatedDay } from "./findings.js";

/** Rows of a day, and of a week, that their share is looked at of, at least: of fewer it is large by chance. */
const leastRows = { day: 100, week: 30 } as const;

/**
 * The day or week with the largest share of rows that repeat a customer, day and amount (where there is one), beyond the usual share: the median week's,
 * or the last run's where that is less, since a log may have been loaded twice as a whole.
 */
export function repeatedRows({ repeated, since, money = true }: Findings, limits: Limits): QualityCheck {
  const weeks = byWeek(repeated).filter((week) => week.rows >= leastRows.week);
  if (weeks.length === 0) return notMade("repeatedRows", message("quality.fewOrdersInWeeks", leastRows.week));
  const days = repeated
    .filter((day) => day.rows >= leastRows.day)
    .map((day) => ({ ...day, of: "day" as const }));
  const share = (rows: RepeatedDay): number => rows.repeated / rows.rows;
  const middle = median(weeks.map(share));
  const usual = Math.min(middle, since?.statistics.repeatedShare ?? middle);
  const all = [...weeks.map((week) => ({ ...week, of: "week" as const })), ...days];
  // a day has to be worse than its week by far to be named in its place
  const weight = (rows: (typeof all)[number]): number => share(rows) * (rows.of === "day" ? 0.8 : 1);
  const worst = all.reduce((a, b) => (weight(b) > weight(a) ? b : a));
  const excess = Math.max(0, share(worst) - usual);
  const when =
    worst.of === "day" ? worst.day : message("quality.repeatedRows.week", worst.day, dayAfter(worst.day, 6));
  return above(
    "repeatedRows",
    excess,
    limits,
    message("quality.repeatedRows", share(worst), worst.of, usual, money),
    message("quality.repeatedRows.example", when, worst.repeated, worst.rows),
  );
}

/** Files whose content another file of the log has. */
export function repeatedFiles({ repeatedFiles: files }: Findings, limits: Limits): QualityCheck {
  const found = message("quality.repeatedFiles", files.length);
  return above("repeatedFiles", files.length, limits, found, files.slice(0, 3).join(", "));
}

/** Sums by week, named by its Monday. */
function byWeek(days: readonly RepeatedDay[]): RepeatedDay[] {
  const weeks = new Map<string, RepeatedDay>();
  for (const { day, rows, repeated } of days) {
    const monday = dayAfter(day, -((weekday(day) + 6) % 7));
    const sum = weeks.get(monday) ?? { day: monday, rows: 0, repeated: 0 };
    weeks.set(monday, { day: monday, rows: sum.rows + rows, repeated: sum.repeated + repeated });
  }
  return [...weeks.values()];
}
