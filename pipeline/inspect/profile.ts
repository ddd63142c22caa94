import { nameScore } from "./column-names.js";
import { withClues } from "./date-clues.js";
import { type DateColumn, dateColumn } from "./date-format.js";
import { type NumberColumn, numberColumn } from "./number-text.js";
import { believed } from "./role.js";
import type { Sample, SampledColumn } from "./sample.js";

/** What the values of a column show by themselves. */
export interface Profile extends SampledColumn {
  /** Whether the file gave it a name. */
  readonly named: boolean;
  readonly filled: number;
  /** Share of rows without a value. */
  readonly missing: number;
  readonly distinct: number;
  readonly examples: readonly string[];
  readonly numbers: NumberColumn | null;
  readonly dates: DateColumn | null;
}

const shownExamples = 4;

/** @param today the day of the run as yyyymmdd: later dates are impossible */
export function profileColumns(sample: Sample, today?: number): Profile[] {
  const named = sample.dialect?.header ?? true;
  const profiles = sample.columns.map((column) => {
    const different = new Set(column.values);
    different.delete(null);
    const filled = column.values.reduce((n, value) => n + (value === null ? 0 : 1), 0);
    const examples: string[] = [];
    for (const value of different) {
      if (examples.length === shownExamples) break;
      examples.push(value!);
    }
    return {
      ...column,
      named,
      filled,
      missing: 1 - filled / sample.rows,
      distinct: different.size,
      examples,
      numbers: numberColumn(column.values),
      dates: dateColumn(column.values, {
        isDate: named && nameScore("date", column.name) >= believed,
        ...(today !== undefined && { today }),
      }),
    };
  });
  return withClues(profiles, today);
}

/** Of the values that occur on at least two rows, the share that has rows on at least two days; null when none occurs twice. */
export function shareOnSeveralDays(column: Profile, days: Int32Array): number | null {
  const seen = new Map<string, { day: number; rows: number; several: boolean }>();
  column.values.forEach((value, i) => {
    const day = days[i]!;
    if (value === null || day === 0) return;
    const known = seen.get(value);
    if (known === undefined) seen.set(value, { day, rows: 1, several: false });
    else {
      known.rows++;
      known.several ||= known.day !== day;
    }
  });
  let twice = 0;
  let several = 0;
  for (const { rows, several: onSeveral } of seen.values()) {
    if (rows > 1) twice++;
    if (onSeveral) several++;
  }
  return twice === 0 ? null : several / twice;
}

/** Of the values of `key` that occur on at least two rows, the share with one value of `column`; null when fewer than ten do. */
export function shareWithOneValue(column: Profile, key: Profile): number | null {
  const seen = new Map<string, { value: string; rows: number; one: boolean }>();
  column.values.forEach((value, i) => {
    const group = key.values[i];
    if (value === null || group === null || group === undefined) return;
    const known = seen.get(group);
    if (known === undefined) seen.set(group, { value, rows: 1, one: true });
    else {
      known.rows++;
      known.one &&= known.value === value;
    }
  });
  let twice = 0;
  let one = 0;
  for (const group of seen.values()) {
    if (group.rows < 2) continue;
    twice++;
    if (group.one) one++;
  }
  return twice < 10 ? null : one / twice;
}
