import { type Pooling, partialPooling } from "../../../models/index.js";
import type { Row } from "../../engines/engine.js";
import type { MartFacts } from "../facts.js";

/** A segment by itself; attribute null for all customers. */
export interface SegmentSum {
  readonly attribute: string | null;
  readonly segment: string | null;
  readonly customers: number;
  readonly returned: number;
  /** null without amounts */
  readonly revenue: number | null;
  readonly horizons: readonly HorizonSum[];
}

export interface HorizonSum {
  readonly days: number;
  readonly purchases: number;
  /** CLV, purchases without amounts */
  readonly value: number;
  /** squared distances from the segment's own mean */
  readonly squares: number;
}

/** A row of the table at a horizon; sums are null where they would tell those of one small segment. */
export interface ShownSegment {
  readonly attribute: string | null;
  readonly segment: string | null;
  readonly customers: number;
  readonly revenue: number | null;
  readonly days: number;
  readonly purchases: number | null;
  readonly value: number | null;
  readonly mean: number | null;
  /** whether the mean is drawn to that of all customers */
  readonly pooled: boolean;
}

/** What small segments of an attribute are together. */
export const together = "(small)";

/** Made by what customers do and are worth, not by who they are: shown however small. */
const alwaysShown = new Set(["lifecycle", "value_tier"]);

/** Rows of segmentSums. */
export function segmentsOf(
  rows: readonly Row[],
  { horizonsDays }: Pick<MartFacts, "horizonsDays">,
): SegmentSum[] {
  const text = (value: unknown): string | null => (value == null ? null : String(value));
  const all = rows.find((row) => row.attribute === null);
  const meanOfAll = (days: number): number => Number(all?.[`value_${days}`]) / Number(all?.customers);
  return rows
    .filter((row) => Number(row.customers) > 0)
    .map((row) => ({
      attribute: text(row.attribute),
      segment: text(row.segment),
      customers: Number(row.customers),
      returned: Number(row.returned),
      revenue: row.revenue == null ? null : Number(row.revenue),
      horizons: horizonsDays.map((days) => {
        const [n, value] = [Number(row.customers), Number(row[`value_${days}`])];
        const apart = n * (value / n - meanOfAll(days)) ** 2;
        const squares = Math.max(0, Number(row[`squares_${days}`]) - apart);
        return { days, purchases: Number(row[`purchases_${days}`]), value, squares };
      }),
    }))
    .sort((a, b) => byBytes(a.attribute, b.attribute) || byBytes(a.segment, b.segment));
}

/** As bytes; none last. */
function byBytes(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The segments of each attribute. */
export function byAttribute(segments: readonly SegmentSum[]): ReadonlyMap<string, readonly SegmentSum[]> {
  const found = new Map<string, SegmentSum[]>();
  for (const segment of segments)
    if (segment.attribute !== null)
      found.set(segment.attribute, [...(found.get(segment.attribute) ?? []), segment]);
  return found;
}

export function isSmall({ attribute, segment, customers }: SegmentSum, least: number): boolean {
  return !alwaysShown.has(attribute ?? "") && (customers < least || segment === together);
}

/**
 * The segments of an attribute that are shown together: the small ones, and where there is a single one, the next smallest with it, so that nobody
 * learns its sums.
 */
export function mergedSegments(segments: readonly SegmentSum[], least: number): readonly SegmentSum[] {
  const small = segments.filter((s) => isSmall(s, least));
  if (small.length !== 1) return small;
  const next = segments.filter((s) => s !== small[0]).sort((a, b) => a.customers - b.customers)[0];
  return next === undefined ? small : [...small, next];
}

/** How far the segments of an attribute differ at a horizon. */
export function poolingOf(segments: readonly SegmentSum[], horizon: number): Pooling {
  return partialPooling(
    segments.map(({ customers: n, horizons }) => {
      const { value, squares } = horizons[horizon]!;
      return { n, mean: value / n, squares };
    }),
  );
}

/** All rows: those of all customers first, then by attribute. */
export function shownSegments(segments: readonly SegmentSum[], least: number): ShownSegment[] {
  const base = segments.filter(({ attribute }) => attribute === null);
  const found = base.flatMap((all) => all.horizons.map((_, j) => shown(all, j)));
  for (const own of byAttribute(segments).values()) {
    const merged = mergedSegments(own, least);
    for (const segment of own.filter((s) => !merged.includes(s)))
      found.push(...segment.horizons.map((_, j) => shown(segment, j)));
    if (merged.length > 0)
      found.push(...merged[0]!.horizons.map((_, j) => mergedRow(merged, j, poolingOf(own, j), least)));
  }
  return found;
}

function shown({ attribute, segment, customers, revenue, horizons }: SegmentSum, j: number): ShownSegment {
  const { days, purchases, value } = horizons[j]!;
  return {
    ...{ attribute, segment, customers, revenue, days, purchases, value },
    ...{ mean: value / customers, pooled: false },
  };
}

function mergedRow(merged: readonly SegmentSum[], j: number, pooling: Pooling, least: number): ShownSegment {
  const sum = (of: (s: SegmentSum) => number): number => merged.reduce((total, s) => total + of(s), 0);
  const n = sum(({ customers }) => customers);
  const value = sum(({ horizons }) => horizons[j]!.value);
  const alone = merged.length === 1;
  const pooled = n < least;
  return {
    ...{
      attribute: merged[0]!.attribute,
      segment: together,
      customers: n,
      days: merged[0]!.horizons[j]!.days,
    },
    revenue: alone || merged[0]!.revenue === null ? null : sum(({ revenue }) => revenue ?? 0),
    purchases: alone ? null : sum(({ horizons }) => horizons[j]!.purchases),
    value: alone ? null : value,
    mean: pooled ? pooling.pooled({ n, mean: value / n }) : value / n,
    pooled,
  };
}
