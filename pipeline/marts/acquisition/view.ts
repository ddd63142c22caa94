import { list, raw, type Sql, sql } from "../../sql/sql.js";
import { say } from "../../text/messages/say.js";
import { filtered } from "../filtered.js";
import type { MartView } from "../mart.js";
import { equityDays } from "../opening.js";

/** Columns that tell sources apart; other ones are of their months. */
const ofChannels = ["attribute", "source", "status"];

/** A row a source, and one of all customers; of a month where one is asked for. */
export const acquisitionView: MartView = {
  select({ dialect, table, config, facts }, { limit, filters }) {
    const byMonth = Object.keys(filters).some((name) => !ofChannels.includes(name));
    const from = table(byMonth ? "clv_acquisition" : "clv_acquisition_channels");
    const payback = byMonth
      ? raw("coalesce(payback_months, payback_expected_months)")
      : raw("payback_months");
    const place = sql`case when attribute is null then 0 else 1 end`;
    return sql`select case when attribute is null then ${say("acquisition.all")} else coalesce(source, ${say("acquisition.none")}) end as source, attribute, spend, customers, cac, ltv, ltv_cac, ${payback} as payback_months, status, verdict, affordable_cac_ratio, ${config.targets.ltvCac} as target
from ${from} a where ${list(conditions(filters, facts.costs?.attributes ?? []), " and ")}
order by ${place}, spend desc nulls last, ${dialect.byBytes(raw("a.source"))} limit ${limit}`;
  },
  columns: () => [
    { name: "source", heading: say("acquisition.source"), as: "text" },
    { name: "customers", heading: say("acquisition.customers"), as: "count" },
    { name: "cac", heading: say("acquisition.cac"), as: "money" },
    { name: "affordable_cac_ratio", heading: say("acquisition.mayCost"), as: "money" },
    { name: "ltv", heading: say("acquisition.ltv"), as: "money" },
    { name: "ltv_cac", heading: say("acquisition.ltvCac"), as: "ratio" },
    { name: "payback_months", heading: say("acquisition.payback"), as: "count" },
    { name: "status", heading: say("acquisition.status"), as: "words" },
    { name: "verdict", heading: say("acquisition.verdict"), as: "words" },
  ],
  answer(rows, facts) {
    const { currency, costs } = facts;
    if (rows.length === 0) return say("acquisition.nothing");
    const sources = rows.some((row) => row.attribute != null)
      ? rows.filter((row) => row.attribute != null)
      : rows;
    const named = (status: string): string[] =>
      sources.filter((row) => row.status === status).map((row) => String(row.source));
    const all = rows.find((row) => row.attribute == null) ?? rows[0]!;
    const number = (name: string): number | null => (all[name] == null ? null : Number(all[name]));
    return say("acquisition.answer", {
      ...{ paidBack: named("paid_back"), notYet: named("not_yet"), never: named("never") },
      ...{ nobody: named("no_customers"), unknown: named("cost_unknown") },
      ...{ affordable: number("affordable_cac_ratio"), cac: number("cac"), target: Number(all.target) },
      ...{ ltv: number("ltv"), days: equityDays(facts) },
      ...{ currency: currency ?? "", notes: costs?.notes.length ?? 0 },
    });
  },
};

/** Sources of the first attribute that costs are by and all customers, unless others are asked for. */
function conditions(filters: Readonly<Record<string, string>>, attributes: readonly string[]): Sql[] {
  const asked = filtered(filters, "a");
  if ("attribute" in filters || "source" in filters) return [asked];
  const [first] = attributes;
  const usual =
    first === undefined ? raw("attribute is null") : sql`(attribute is null or attribute = ${first})`;
  return [usual, asked];
}
