import type { Row } from "../../engines/engine.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { say } from "../../text/messages/say.js";
import { bounded, column, share } from "../columns.js";
import type { Mart, MartColumn, MartInputs, ViewAsked } from "../mart.js";
import { effectColumns, importanceColumns } from "./driver-tables.js";
import { prepareDrivers } from "./prepare-drivers.js";
import { undervalued } from "./undervalued.js";

/** How attributes and early behaviour go with value. */
export const drivers: Mart = {
  name: "clv_drivers",
  question: "drivers.question",
  needs: () => null,
  prepare: prepareDrivers,
  tables: [
    {
      name: "clv_drivers",
      holds:
        "Levels of attributes and of early behaviour, and how many times as much as the base level their customers bring: associations, no causes",
      grain: ["outcome", "kind", "feature", "level"],
      replaces: "run",
      columns: ({ money }) => driverColumns(money ? "base currency" : "purchases"),
      select: ({ table }) => columnsOf(effectColumns, table("mart_driver_effects")),
    },
    {
      name: "clv_driver_importance",
      holds:
        "How much of the differences in value between customers goes with each attribute and early behaviour",
      grain: ["outcome", "kind", "feature"],
      replaces: "run",
      columns: () => importance,
      select: ({ table }) => columnsOf(importanceColumns, table("mart_driver_importance")),
    },
    undervalued,
  ],
  identities: [
    {
      says: "customers of the levels of a feature",
      select: ({ table }) =>
        sql`select sum(d.customers) as found, max(i.customers) as expected from ${table("clv_drivers")} d join ${table("clv_driver_importance")} i on i.outcome = d.outcome and i.kind = d.kind and i.feature = d.feature group by d.outcome, d.kind, d.feature`,
    },
  ],
  view: {
    select: view,
    columns: () => [
      { name: "outcome", heading: say("drivers.outcome"), as: "text" },
      { name: "feature", heading: say("drivers.feature"), as: "text" },
      { name: "level", heading: say("drivers.level"), as: "text" },
      { name: "customers", heading: say("drivers.customers"), as: "count" },
      { name: "effect", heading: say("drivers.effect"), as: "ratio" },
      { name: "effect_lo95", heading: say("drivers.from"), as: "ratio" },
      { name: "effect_hi95", heading: say("drivers.to"), as: "ratio" },
    ],
    answer,
  },
};

const keys: readonly MartColumn[] = [
  column(
    "outcome",
    "text",
    "what is compared: first_year (first 365 days, observed), after_90_days (days 91 to 365, observed), total (as in scores: modelled); customers too young for it do not count",
    "",
    "value is margin on net revenue, undiscounted when observed; purchases without amounts; total counts customers from 90 days on, observed outcomes from 365 days on",
  ),
  column("kind", "text", "attribute, or behaviour for what the log says of the first days"),
  column(
    "feature",
    "text",
    "attribute; or season (quarter of the first purchase), first_order (amount of the first purchase), early_purchases (after the first, within 90 days), age (since the first purchase)",
  ),
];

function driverColumns(unit: string): readonly MartColumn[] {
  return [
    ...keys,
    column("level", "text", "value of the attribute, (other) for rare ones together, null for none; or band"),
    column("base_level", "text", "level that the others are compared with"),
    column("customers", "count", "customers with the level who are old enough", "customers"),
    share("share", "share of the customers who are old enough"),
    column("mean_value", "number", "mean outcome, nothing else held equal", unit),
    ...bounded(
      column(
        "effect",
        "number",
        "ratio of the mean outcome to that of the base level, for customers alike in the other features of the outcome: an association, no cause; null below 20 customers, and where outcomes add up to nothing",
        "ratio",
        "quasi-Poisson regression with log link; sandwich errors (HC3); first_year: attributes and season alone",
      ),
    ),
    ...bounded(
      column(
        "pooled_effect",
        "number",
        "effect with the levels of the feature drawn together as far as doubt asks for (partial pooling); an association",
        "ratio",
      ),
    ),
    column("p_value", "number", "two-sided probability of such an effect where there is none"),
    column(
      "q_value",
      "number",
      "p_value corrected for all levels of the outcome",
      "",
      "Benjamini-Hochberg: of those called different at q, a share of q is expected not to be",
    ),
    column("differs", "boolean", "whether q_value is at most 0.05"),
  ];
}

const importance: readonly MartColumn[] = [
  ...keys,
  ...bounded(
    share(
      "importance",
      "share of the deviance (differences between customers) that is lost when the feature is shuffled among customers: what goes with it, no cause",
      "permutation importance by customers whom the regression was not fitted to, averaged over all permutations",
    ),
  ),
  share(
    "explained",
    "share of the deviance that all features of the outcome explain, for customers not fitted to",
  ),
  column(
    "importance_rank",
    "integer",
    "place by importance among the features of the outcome, 1 is the greatest",
  ),
  column("customers", "count", "customers who are old enough", "customers"),
];

function columnsOf(columns: readonly (readonly [string, string])[], table: Sql): Sql {
  return sql`select ${list(columns.map(([name]) => id(name)))} from ${table}`;
}

/** Attributes by the first year, early behaviour by what is left of it; the outcome that is asked for, all of it. */
function view({ dialect, table }: MartInputs, { limit, filters }: ViewAsked): Sql {
  const shown =
    "outcome" in filters
      ? []
      : [
          sql`(outcome = 'first_year' or (outcome = 'after_90_days' and feature in ('first_order', 'early_purchases') and kind = 'behaviour') or not exists (select 1 from ${table("clv_drivers")} o where o.outcome = 'first_year'))`,
        ];
  const where = list(
    [...Object.entries(filters).map(([name, value]) => sql`${id(name)} = ${value}`), ...shown, sql`1 = 1`],
    " and ",
  );
  return sql`select * from ${table("clv_drivers")} where ${where} order by outcome desc, kind, feature, effect desc nulls last, ${dialect.byBytes(raw("level"))} limit ${limit}`;
}

function answer(rows: readonly Row[]): string {
  const told = rows.filter((row) => row.differs === true);
  const strongest = (kind: string): string[] => {
    const own = told.filter((row) => row.kind === kind);
    if (own.length === 0) return [];
    const size = (row: Row): number => Math.abs(Math.log(Number(row.effect)));
    const { outcome, feature, level, base_level, effect, effect_lo95, effect_hi95 } = own.reduce((a, b) =>
      size(b) > size(a) ? b : a,
    );
    const named = [feature, level, base_level].map((text) =>
      text === null ? say("drivers.none") : String(text),
    );
    const [lo, hi] = [effect_lo95, effect_hi95].map((v) => (v === null ? null : Number(v)));
    return [
      say("drivers.strongest", named[0]!, named[1]!, named[2]!, String(outcome), Number(effect), lo!, hi!),
    ];
  };
  if (rows.length === 0) return say("drivers.tooYoung");
  const all = [...strongest("attribute"), ...strongest("behaviour")];
  return all.length === 0 ? say("drivers.noDifference") : say("drivers.answer", all);
}
