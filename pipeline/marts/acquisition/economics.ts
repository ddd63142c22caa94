import { unitEconomics } from "../../../models/index.js";
import type { Row } from "../../engines/engine.js";
import { exactSum } from "../../sql/exact-sum.js";
import { double, list, lit, raw, type Sql, sql } from "../../sql/sql.js";
import { column, money, share } from "../columns.js";
import type { MartColumn, MartInputs } from "../mart.js";
import type { MartServices } from "../services.js";

/** The mart whose arpu and churn the formulas are given. */
const views = "clv_value_views";

export const economicsColumns: readonly MartColumn[] = [
  column("scope", "text", "base: all customers; segment: those of a source"),
  column("attribute", "text", "attribute of a source; null for the base"),
  column("source", "text", "its value; null for the base, and for none"),
  money("arpu", "net revenue of a current customer in a month"),
  share("margin_rate", "margin / revenue"),
  share(
    "churn_rate",
    "share of current customers that lapse in a month; null where no month could be followed",
  ),
  money("cac", "spend / customers of the months with a cost"),
  column("payback_months_simple", "number", "cac / (arpu x margin rate), as if nobody left", "months"),
  column(
    "payback_months",
    "integer",
    "first month after which the margin of those who stay has paid cac back; null for never",
    "months",
    "customers pay in advance, the month of acquisition is the first; one churn rate for all ages",
  ),
  column(
    "status",
    "text",
    "pays_back, or never: the margin for ever is not above cac; null where a figure is missing",
  ),
  money(
    "margin_for_ever",
    "arpu x margin rate / churn rate, what the margin of a customer adds up to",
    "not discounted",
  ),
  money("ltv_arpu_churn", "arpu / churn rate", "revenue: margin is not in it"),
  money("ltv_arpu_margin_churn", "arpu x margin rate / churn rate", "margin"),
  column("ltv_cac", "number", "margin for ever / cac", "ratio"),
];

/** clv_unit_economics */
export function selectEconomics({ table }: MartInputs): Sql {
  return sql`select ${list(economicsColumns.map(({ name }) => raw(name)))} from ${table("mart_unit_economics")} e`;
}

/** mart_unit_economics: the formulas for all customers and each source, where the mart of value has made their arpu and churn. */
export async function prepareEconomics({ inputs, context, has, make }: MartServices): Promise<void> {
  const { table, facts } = inputs;
  const { engine, signal } = context;
  const attributes = facts.costs?.attributes ?? [];
  const wanted = list(
    [raw("v.scope = 'base'"), ...attributes.map((name) => sql`v.attribute = ${name}`)],
    " or ",
  );
  const spent = sql`(select attribute, source, ${exactSum(raw("spend"))} as spend, sum(customers) as came from ${table("mart_acquisition_pairs")} p where spend is not null group by attribute, source)`;
  const same = sql`coalesce(k.attribute, '') = coalesce(v.attribute, '') and coalesce('=' || k.source, '') = coalesce('=' || v.key, '')`;
  const rows = has(views)
    ? await engine.rows(
        sql`select v.scope, v.attribute, v.key, v.arpu, v.churn_rate, v.historic_value / nullif(v.historic_revenue, 0) as margin_rate, k.spend / nullif(cast(k.came as double precision), 0) as cac
from ${table(views)} v left join ${spent} k on ${same} where ${wanted} order by v.scope, v.attribute, v.key`,
        signal,
      )
    : [];
  await make("mart_unit_economics", economicsRows(rows.map((row) => economicsRow(row, facts.margin))));
}

function economicsRow(row: Row, usualMargin: number): Sql {
  const number = (name: string): number | null => (row[name] == null ? null : Number(row[name]));
  const text = (name: string): Sql => sql`cast(${row[name] == null ? null : String(row[name])} as varchar)`;
  const [arpu, churn, cac] = [number("arpu"), number("churn_rate"), number("cac")];
  const margin = number("margin_rate") ?? usualMargin;
  const found =
    arpu === null
      ? null
      : unitEconomics({ arpu, margin, churn: churn ?? Number.NaN, cac: cac ?? Number.NaN });
  const isKnown = found !== null && churn !== null && cac !== null;
  const months = isKnown ? found.paybackMonths : null;
  const status = isKnown ? (months === null ? "never" : "pays_back") : null;
  return sql`(${list([
    ...["scope", "attribute", "key"].map(text),
    ...[arpu, margin, churn, cac, found?.paybackMonthsSimple ?? null].map(defined),
    sql`cast(${months} as integer), cast(${status} as varchar)`,
    ...[found?.marginForEver, found?.ltvArpuChurn, found?.ltvArpuMarginChurn, found?.ltvCac].map(defined),
  ])})`;
}

function defined(value: number | null | undefined): Sql {
  return double(value === undefined || value === null || !Number.isFinite(value) ? null : value);
}

function economicsRows(rows: readonly Sql[]): Sql {
  const names = raw(economicsColumns.map(({ name }) => name).join(", "));
  const none = sql`(${list(economicsColumns.map(({ type }) => (type === "number" ? double(null) : type === "integer" ? raw("cast(null as integer)") : sql`cast(${lit(null)} as varchar)`)))})`;
  const values = rows.length > 0 ? list(rows) : none;
  return sql`select ${names} from (values ${values}) v(${names})${rows.length > 0 ? sql`` : sql` where 1 = 0`}`;
}
