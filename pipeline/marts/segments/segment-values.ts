import { double, list, lit, raw, type Sql, sql } from "../../sql/sql.js";
import type { SegmentTest } from "./segment-tests.js";
import {
  byAttribute,
  isSmall,
  mergedSegments,
  poolingOf,
  type SegmentSum,
  type ShownSegment,
  shownSegments,
  together,
} from "./shown-segments.js";

type Column = readonly [
  name: string,
  type: "varchar" | "bigint" | "integer" | "double precision" | "boolean",
];

/** What a segment is called where totals are drawn by group: no two have the same. */
export function groupKey(attribute: string | null, segment: string | null): string {
  return JSON.stringify([attribute, segment]);
}

/** mart_segments: the rows of clv_segments without their intervals. */
export function segmentRows(segments: readonly SegmentSum[], least: number): Sql {
  const row = (s: ShownSegment): Sql[] => [
    ...[s.attribute, s.segment, groupKey(s.attribute, s.segment)].map(lit),
    ...[s.days, s.customers].map(lit),
    ...[s.revenue, s.purchases, s.value, s.mean].map(double),
    lit(s.pooled),
  ];
  return values(
    [
      ["attribute", "varchar"],
      ["segment", "varchar"],
      ["group_key", "varchar"],
      ["horizon_days", "integer"],
      ["customers", "bigint"],
      ...(["revenue", "purchases", "value", "mean"] as const).map(
        (name): Column => [name, "double precision"],
      ),
      ["pooled", "boolean"],
    ],
    shownSegments(segments, least).map(row),
  );
}

/** mart_segment_groups: the group of each segment, by `place` in text that is never null. */
export function segmentGroups(segments: readonly SegmentSum[], least: number): Sql {
  const rows = [...byAttribute(segments)].flatMap(([attribute, own]) => {
    const merged = mergedSegments(own, least);
    return own.map((s) => [
      lit(attribute),
      lit(s.segment === null ? "" : `=${s.segment}`),
      lit(groupKey(attribute, merged.includes(s) ? together : s.segment)),
    ]);
  });
  return values(
    [
      ["attribute", "varchar"],
      ["place", "varchar"],
      ["group_key", "varchar"],
    ],
    rows,
  );
}

/** mart_small_segments: what is believed of the mean of each small segment. */
export function smallSegmentRows(segments: readonly SegmentSum[], least: number): Sql {
  const rows = [...byAttribute(segments)].flatMap(([attribute, own]) =>
    own
      .filter((s) => isSmall(s, least))
      .flatMap(({ segment, customers: n, horizons }) =>
        horizons.map(({ days, value }, j) => {
          const pooling = poolingOf(own, j);
          return [
            ...[attribute, segment, days, n].map(lit),
            ...[pooling.weight(n), pooling.pooled({ n, mean: value / n })].map(double),
          ];
        }),
      ),
  );
  return values(
    [
      ["attribute", "varchar"],
      ["segment", "varchar"],
      ["horizon_days", "integer"],
      ["customers", "bigint"],
      ["weight", "double precision"],
      ["pooled_mean", "double precision"],
    ],
    rows,
  );
}

/** mart_segment_pooling: how far the segments of each attribute differ. */
export function poolingRows(segments: readonly SegmentSum[]): Sql {
  const rows = [...byAttribute(segments)].flatMap(([attribute, own]) =>
    own[0]!.horizons.map(({ days }, j) => {
      const { customers, groups, mean, within, between } = poolingOf(own, j);
      return [
        ...[attribute, days, customers, groups].map(lit),
        ...[mean, within, between].map((v) => double(Number.isFinite(v) ? v : null)),
      ];
    }),
  );
  return values(
    [
      ["attribute", "varchar"],
      ["horizon_days", "integer"],
      ["customers", "bigint"],
      ["segments", "integer"],
      ["mean", "double precision"],
      ["variance_within", "double precision"],
      ["variance_between", "double precision"],
    ],
    rows,
  );
}

/** mart_segment_tests: the differences between segments and all other customers. */
export function testRows(tests: readonly SegmentTest[]): Sql {
  return values(
    [
      ["attribute", "varchar"],
      ["segment", "varchar"],
      ["measure", "varchar"],
      ["horizon_days", "integer"],
      ...(["inside", "outside", "difference", "difference_lo95", "difference_hi95", "p_value", "q_value"].map(
        (name) => [name, "double precision"],
      ) as Column[]),
    ],
    tests.map((t) => [
      ...[t.attribute, t.segment, t.measure, t.days].map(lit),
      ...[t.inside, t.outside, t.difference, t.lo, t.hi, t.p, t.q].map(double),
    ]),
  );
}

/** A select of rows of literals, of none too. */
function values(columns: readonly Column[], rows: readonly (readonly Sql[])[]): Sql {
  const names = list(columns.map(([name]) => raw(name)));
  const typed = list(columns.map(([name, type]) => raw(`cast(${name} as ${type}) as ${name}`)));
  const given = rows.length > 0 ? rows : [columns.map(() => lit(null))];
  const none = rows.length > 0 ? sql`` : raw(" where 1 = 0");
  return sql`select ${typed} from (values ${list(given.map((row) => sql`(${list(row)})`))}) v(${names})${none}`;
}
