import type { Row } from "../../engines/engine.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { say } from "../../text/messages/say.js";
import { declared } from "../declared.js";
import { filtered } from "../filtered.js";
import type { Mart, MartColumn, MartInputs, ViewAsked } from "../mart.js";
import { driverColumns, importanceColumns } from "./driver-columns.js";
import { outcomes } from "./driver-customers.js";
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
      columns: (facts) => declared(driverColumns(facts), { values: keyValues }),
      select: ({ table, facts }) => columnsOf(driverColumns(facts), table("mart_driver_effects")),
    },
    {
      name: "clv_driver_importance",
      holds:
        "How much of the differences in value between customers goes with each attribute and early behaviour",
      grain: ["outcome", "kind", "feature"],
      replaces: "run",
      columns: () => declared(importanceColumns, { values: keyValues }),
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
      { name: "outcome", heading: say("drivers.outcome"), as: "words" },
      { name: "feature", heading: say("drivers.feature"), as: "words" },
      { name: "level", heading: say("drivers.level"), as: "text" },
      { name: "customers", heading: say("drivers.customers"), as: "count" },
      { name: "effect", heading: say("drivers.effect"), as: "ratio" },
      { name: "effect_lo95", heading: say("drivers.from"), as: "ratio" },
      { name: "effect_hi95", heading: say("drivers.to"), as: "ratio" },
    ],
    answer,
  },
};

const keyValues = { outcome: outcomes, kind: ["attribute", "behaviour"] };

function columnsOf(columns: readonly MartColumn[], table: Sql): Sql {
  return sql`select ${list(columns.map(({ name }) => id(name)))} from ${table}`;
}

/** Attributes by the first year, early behaviour by what is left of it; the outcome that is asked for, all of it. */
function view({ dialect, table }: MartInputs, { limit, filters }: ViewAsked): Sql {
  const all = table("clv_drivers");
  const shown =
    "outcome" in filters
      ? sql`1 = 1`
      : sql`(outcome = 'first_year' or (outcome = 'after_90_days' and feature in ('first_order', 'early_purchases') and kind = 'behaviour') or not exists (select 1 from ${all} o where o.outcome = 'first_year'))`;
  return sql`select * from ${all} where ${filtered(filters)} and ${shown} order by outcome desc, kind, feature, effect desc nulls last, ${dialect.byBytes(raw("level"))} limit ${limit}`;
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
