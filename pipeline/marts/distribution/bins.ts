import { exactSum } from "../../sql/exact-sum.js";
import { list, raw, type Sql, sql } from "../../sql/sql.js";
import { boundedValues, noBounds } from "../columns.js";
import type { MartInputs } from "../mart.js";
import { boundsTable, type RankedValue, rankedTable, rankedValues } from "./measures.js";
import { decile, tierOf } from "./ranked.js";

const levels = [1, 5, 10, 25, 50, 75, 90, 95, 99, 100];

/** Edges of the histogram: 1, 2 and 5 times powers of ten, from a hundredth to five billion. */
const edges = Array.from({ length: 12 }, (_, k) => [1, 2, 5].map((m) => Number(`${m}e${k - 2}`))).flat();

/** The bins of each kind: a number, and what it is called. */
interface Bins {
  readonly kind: "decile" | "tier" | "quantile" | "histogram";
  readonly bin: Sql;
  readonly label: (bin: Sql) => Sql;
}

function kinds(tiers: readonly string[]): Bins[] {
  const named = (names: readonly string[]) => (bin: Sql) =>
    sql`case ${bin} ${list(
      names.map((name, i) => sql`when ${i + 1} then ${name}`),
      " ",
    )} end`;
  const upTo = levels
    .slice(0, -1)
    .map((level) => `when (r.customers - r.place + 1) * 100 <= ${level} * r.customers then ${level}`);
  const below = edges.map((edge, i) => `when r.value < ${edge} then ${i + 3}`);
  const ranges = [
    "below 0",
    "0",
    ...edges.map((edge, i) => (i === 0 ? `below ${edge}` : `${edges[i - 1]} to ${edge}`)),
    `${edges.at(-1)} and more`,
  ];
  return [
    { kind: "decile", bin: decile, label: (bin) => sql`cast(${bin} as varchar)` },
    { kind: "tier", bin: tierOf(tiers), label: named(tiers) },
    {
      kind: "quantile",
      bin: raw(`case ${upTo.join(" ")} else 100 end`),
      label: (bin) => sql`concat(cast(${bin} as varchar), ' %')`,
    },
    {
      kind: "histogram",
      bin: raw(
        `case when r.value < 0 then 1 when r.value = 0 then 2 ${below.join(" ")} else ${edges.length + 3} end`,
      ),
      label: named(ranges),
    },
  ];
}

/** clv_distribution: a row a value, kind and bin. */
export function distributionRows({ table, facts }: MartInputs): Sql {
  const rows = rankedValues(facts).flatMap((value, i) =>
    kinds(facts.tiers).map(({ kind, bin, label }) => {
      const hasBounds = value.horizonDays !== null && (kind === "decile" || kind === "tier");
      const bounds = hasBounds
        ? sql` left join ${table(boundsTable(kind, i))} b on b.group_key = cast(g.bin as varchar) and b.horizon_days = ${value.horizonDays}`
        : sql``;
      return sql`select ${value.name} as value, ${kind} as kind, g.bin, ${label(raw("g.bin"))} as label, g.customers, g.value_from, g.value_to,
  ${sums(value, hasBounds)},
  g.value_sum / nullif(sum(g.value_sum) over (), 0) as share,
  cast(sum(g.customers) over (order by g.bin) as double precision) / sum(g.customers) over () as cumulative_customers,
  sum(g.value_sum) over (order by g.bin) / nullif(sum(g.value_sum) over (), 0) as cumulative_share
from (select ${bin} as bin, count(*) as customers, min(r.value) as value_from, max(r.value) as value_to, ${exactSum(raw("r.value"))} as value_sum from ${table(rankedTable(i))} r group by ${bin}) g${bounds}`;
    }),
  );
  return list(rows, "\nunion all\n");
}

function sums({ bounds }: RankedValue, hasBounds: boolean): Sql {
  if (!hasBounds) return sql`g.value_sum, ${noBounds("value_sum")}`;
  return boundedValues("value_sum", raw("g.value_sum"), "b", bounds);
}
