import { raw, sql } from "../../sql/sql.js";
import { say } from "../../text/messages/say.js";
import { filtered } from "../filtered.js";
import type { MartView } from "../mart.js";

/** The base first, then its segments, or what is asked for. */
export const valueView: MartView = {
  select({ table, dialect }, { limit, filters }) {
    const shown = Object.keys(filters).length > 0 ? filtered(filters) : raw("scope in ('base', 'segment')");
    return sql`select coalesce(key, attribute, scope) as who, scope, customers, formula_1, formula_2, historic_value, predictive_total, predictive_total_lo80, predictive_total_hi80, predictive_horizon_days, formula_2_gap, reason
from ${table("clv_value_views")} v where ${shown}
order by case scope when 'base' then 0 when 'segment' then 1 else 2 end, ${dialect.byBytes(raw("attribute"))}, ${dialect.byBytes(raw("key"))} nulls last limit ${limit}`;
  },
  columns: () => [
    { name: "who", heading: say("valueViews.who"), as: "text" },
    { name: "customers", heading: say("valueViews.customers"), as: "count" },
    { name: "historic_value", heading: say("valueViews.history"), as: "money" },
    { name: "formula_2", heading: say("valueViews.formula"), as: "money" },
    { name: "predictive_total", heading: say("valueViews.model"), as: "money" },
    { name: "predictive_total_lo80", heading: say("valueViews.low"), as: "money" },
    { name: "predictive_total_hi80", heading: say("valueViews.high"), as: "money" },
  ],
  answer(rows, { currency }) {
    const [row] = rows;
    if (row === undefined) return say("valueViews.none");
    const number = (name: string): number | null => (row[name] == null ? null : Number(row[name]));
    return say("valueViews.answer", {
      who: String(row.who),
      base: row.scope === "base",
      currency: currency ?? "",
      ...{ history: Number(row.historic_value), model: Number(row.predictive_total) },
      ...{ low: number("predictive_total_lo80"), high: number("predictive_total_hi80") },
      ...{ formula1: number("formula_1"), formula2: number("formula_2"), gap: number("formula_2_gap") },
      days: number("predictive_horizon_days"),
      reason: String(row.reason),
    });
  },
};
