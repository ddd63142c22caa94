import type { SpendModel } from "../../models/model.js";
import { historyKeys } from "./covariate-groups.js";
import { exactSum } from "./exact-sum.js";
import { attributeColumn } from "./parse-rows.js";
import { id, list, lit, raw, type Sql, sql } from "./sql.js";

/** The purchases that an own mean is over; null where there are no amounts, and each z is 0. */
export type OwnMean = SpendModel["ownMean"] | null;

/**
 * Spend z of a history's customers on the purchases that an own mean is over, its sum and that of its squares: all that the
 * interval of a total needs. Each square is rounded to 1e-4 before it is added, so that sums do not depend on their order.
 */
function sumsOf(ownMean: OwnMean, margin: Sql | null): Sql {
  if (ownMean === null)
    return raw("count(*) as n, cast(0 as double precision) as z, cast(0 as double precision) as zz");
  const [spend, some] = spendOf(ownMean);
  const sums = raw(`count(*) as n,
  cast(sum(case when ${some} then ${spend} else 0 end) as double precision) as z,
  cast(sum(cast(case when ${some} then cast(${spend} as double precision) * cast(${spend} as double precision) else 0 end as decimal(38,4))) as double precision) as zz`);
  return margin === null ? sums : list([sums, ...marginSums]);
}

function spendOf(ownMean: NonNullable<OwnMean>): readonly [spend: string, where: string] {
  return ownMean === "all"
    ? ["total_spend", "total_spend > 0"]
    : ["repeat_spend", "x > 0 and repeat_spend > 0"];
}

/** Sums with the margin of each customer as weight (MarginSums of the models), over what `weighed` gives. */
const marginSums: readonly Sql[] = Object.entries({
  m: raw("own_margin"),
  mz: raw("own_margin * own_spend"),
  mm: raw("own_margin * own_margin"),
  mmz: raw("own_margin * own_margin * own_spend"),
  mmzz: raw("own_margin * own_margin * own_spend * own_spend"),
}).map(([name, term]) => sql`${exactSum(term)} as ${id(name)}`);

/** Customers k, with margin and spend of each where they differ in margin. */
function weighed(customers: Sql, ownMean: OwnMean, margin: Sql | null): Sql {
  if (margin === null || ownMean === null) return customers;
  const [spend, some] = spendOf(ownMean);
  return sql`(select k.*, ${margin} as own_margin, ${raw(`cast(case when ${some} then ${spend} else 0 end as double precision)`)} as own_spend from ${customers}) k`;
}

/**
 * By history, in the order of `histories`.
 * @param margin of a customer k; null where all have the same
 */
export function spendSums(
  customers: Sql,
  grouped: boolean,
  ownMean: OwnMean = "repeat",
  margin: Sql | null = null,
): Sql {
  const keys = list(historyKeys(grouped));
  return sql`select ${keys}, ${sumsOf(ownMean, margin)} from ${weighed(customers, ownMean, margin)} group by ${keys} order by ${keys}`;
}

/** The same within each value of an attribute, which comes first in the order. */
export function segmentSums(
  customers: Sql,
  attribute: string,
  grouped: boolean,
  ownMean: OwnMean = "repeat",
  margin: Sql | null = null,
): Sql {
  const keys = list(historyKeys(grouped));
  const segment = id(attributeColumn(attribute));
  return sql`select ${segment} as segment, ${keys}, ${sumsOf(ownMean, margin)} from ${weighed(customers, ownMean, margin)}
group by ${segment}, ${keys} order by ${segment} nulls last, ${keys}`;
}

/** How many values an attribute has, up to one more than `most`. */
export function segmentCount(customers: Sql, attribute: string, most: number): Sql {
  const segment = id(attributeColumn(attribute));
  return sql`select count(*) as n from (select distinct ${segment} from ${customers} limit ${lit(most + 1)}) s`;
}

/** Value by horizon that customers were scored with, in all or by the value of an attribute. */
export function segmentValues(scores: Sql, attribute: string | null, horizonsDays: readonly number[]): Sql {
  const sums = list(
    horizonsDays.map((days) => sql`${exactSum(id(`clv_${days}d`))} as ${id(`clv_${days}d`)}`),
  );
  if (attribute === null) return sql`select ${sums} from ${scores}`;
  return sql`select ${id(attribute)} as segment, ${sums} from ${scores} group by ${id(attribute)}`;
}
