import { exactSum } from "../../sql/exact-sum.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import type { MartInputs } from "../mart.js";
import { costColumns } from "./columns.js";
import { costBlocks } from "./prepared.js";

/** clv_acquisition_campaigns: spend by campaign, or whatever else costs are by. */
export function selectCampaigns(inputs: MartInputs): Sql {
  const { facts } = inputs;
  const dimensions = facts.costs?.dimensions ?? [];
  const each = costBlocks(facts).flatMap(({ attribute, source }) =>
    dimensions.length === 0
      ? [campaignsOf(attribute, source, raw("cast(null as varchar)"), raw("cast(null as varchar)"), inputs)]
      : dimensions.map((name, i) =>
          campaignsOf(attribute, source, sql`cast(${name} as varchar)`, id(`dim_${i + 1}`), inputs),
        ),
  );
  return list(each, "\nunion all\n");
}

function campaignsOf(attribute: Sql, source: Sql, dimension: Sql, campaign: Sql, { table }: MartInputs): Sql {
  const reported = raw("case when new_customers is not null then spend end");
  return sql`select attribute, source, dimension, campaign, acquisition_month, spend,
  case when spend_of_source > 0 then spend / spend_of_source end as spend_share, customers_reported,
  reported_spend / nullif(customers_reported, 0) as cac_reported
from (select g.*, cast(sum(cast(spend as decimal(38,12))) over (partition by source, acquisition_month) as double precision) as spend_of_source
from (select ${attribute} as attribute, source, ${dimension} as dimension, campaign, acquisition_month, ${exactSum(raw("spend"))} as spend, ${exactSum(raw("new_customers"))} as customers_reported, ${exactSum(reported)} as reported_spend
from (select ${source} as source, ${campaign} as campaign, acquisition_month, spend, new_customers from ${table("mart_costs")} m where counted) k group by source, campaign, acquisition_month) g) s`;
}

/** clv_acquisition_costs: the rows as they were read. */
export function selectCosts({ table }: MartInputs): Sql {
  const keys = raw("cost_row, acquisition_month, described, is_unknown, currency, counted");
  return sql`select ${list(costColumns.map(({ name }) => raw(name)))}
from (select ${keys}, ${exactSum(raw("amount"))} as amount, case when min(rate) = max(rate) then min(rate) end as rate, ${exactSum(raw("spend"))} as spend, ${exactSum(raw("new_customers"))} as new_customers, cast(sum(file_rows) as bigint) as file_rows
from ${table("mart_costs")} m group by ${keys}) k`;
}
