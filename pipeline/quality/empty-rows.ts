import type { Limits } from "../config/limits.js";
import { type Message, message } from "../text/messages/message.js";
import { above, type QualityCheck } from "./check.js";
import { closingsIn, type KnownOfRow, knownOf } from "./closings.js";
import type { Findings } from "./findings.js";
import { quietShare } from "./quiet-season.js";

/** Days in a row without an order. */
export interface EmptyRow extends KnownOfRow {
  readonly first: string;
  readonly days: number;
  /** What its days count for, those that the shop was closed on in an earlier year left out. */
  readonly weight: number;
}

/**
 * Rows of days without an order. Days without a weight, and those that the shop is known to be closed on, neither count nor end a row.
 * @param weightOf what a day counts for, in an ordinary season; 0 for one that usually has no order
 */
export function emptyRows(
  findings: Findings,
  days: readonly string[],
  weightOf: (day: string, share: number) => number,
): EmptyRow[] {
  const { counts, closedDays = [] } = findings;
  const orders = new Map(findings.days.map((d) => [d.day, d.orders]));
  const closed = new Set(closedDays);
  const closings = closingsIn(counts);
  const rows: string[][] = [[]];
  for (const day of days) {
    if (weightOf(day, 1) === 0 || closed.has(day)) continue;
    if ((orders.get(day) ?? 0) > 0) rows.push([]);
    else rows.at(-1)!.push(day);
  }
  return rows
    .filter((row) => row.length > 0)
    .map((row) => {
      const known = knownOf(row, closings, counts);
      const weight = row.reduce((sum, day) => sum + weightOf(day, quietShare(findings, day)), 0);
      const left = 1 - known.expected / row.length;
      return { ...known, first: row[0]!, days: row.length - known.expected, weight: weight * left };
    });
}

/**
 * The check of rows without an order: it stops by days that are no holidays; those alone warn, as long as no earlier year says whether
 * the shop is closed then.
 * @param value what a row comes to, in the unit of the limits, by its weight
 */
export function emptyDaysCheck(
  rows: readonly EmptyRow[],
  limits: Limits,
  value: (weight: number) => number,
  found: (worst: EmptyRow | null) => Message,
  exampleOf: (day: string) => Message | string,
): QualityCheck {
  const strict = (row: EmptyRow): number => row.weight * (1 - row.holidays / Math.max(1, row.days));
  const worst = largest(rows, strict);
  const stops = worst !== null && limits.stop > 0 && value(strict(worst)) >= limits.stop;
  const shown = stops ? worst : largest(rows, (row) => row.weight);
  const reason = withKnown(found(shown), rows, shown);
  const example = shown === null ? null : exampleOf(shown.first);
  const judgedBy = stops ? limits : { ...limits, stop: 0 };
  return above("emptyDays", value(shown?.weight ?? 0), judgedBy, reason, example);
}

const asks = { christmas: "quality.emptyDays.christmas", easter: "quality.emptyDays.easter" } as const;

function largest(rows: readonly EmptyRow[], of: (row: EmptyRow) => number): EmptyRow | null {
  return rows.reduce<EmptyRow | null>((a, b) => (of(b) > (a === null ? 0 : of(a)) ? b : a), null);
}

/** What was found, with what earlier years or holidays have to do with it. */
function withKnown(found: Message, rows: readonly EmptyRow[], shown: EmptyRow | null): Message {
  const expected = rows.reduce((sum, row) => sum + row.expected, 0);
  const year = rows.find((row) => row.year !== null)?.year ?? null;
  if (shown === null)
    return year === null ? found : message("quality.emptyDays.onlyAsBefore", expected, year);
  const both = year === null ? found : message("quality.emptyDays.asBefore", found, expected, year);
  const { holiday, holidays, days } = shown;
  return holiday !== null && 2 * holidays >= days ? message(asks[holiday], both) : both;
}
