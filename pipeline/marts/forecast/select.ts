import { intervalBounds } from "../../sql/interval-columns.js";
import { double, list, raw, type Sql, sql } from "../../sql/sql.js";
import type { MartFacts } from "../facts.js";
import type { MartInputs } from "../mart.js";
import { measures } from "./new-rows.js";

type Measure = (typeof measures)[number];

/** The measures that a log has. */
export function measuresOf({ money }: Pick<MartFacts, "money">): readonly Measure[] {
  return money ? measures : ["new_customers", "purchases"];
}

const bounds = intervalBounds.map(({ name }) => name);

/** What is in the place of a measure of existing customers, and which bounds it has. */
const ofExisting: Readonly<
  Record<Measure, { readonly value: string; readonly bounds: "purchases" | "value" | null }>
> = {
  new_customers: { value: "cast(0 as double precision)", bounds: null },
  purchases: { value: "e.purchases", bounds: "purchases" },
  revenue: { value: "e.revenue", bounds: "value" },
  margin: { value: "e.margin", bounds: "value" },
  acquisition_cost: { value: "cast(0 as double precision)", bounds: null },
  contribution_after_acquisition: { value: "e.margin", bounds: "value" },
  cumulative_contribution: { value: "e.margin", bounds: "value" },
};

/** clv_forecast: a row a month for existing customers, new ones, and both. */
export function forecastRows({ table, facts }: MartInputs): Sql {
  const own = measuresOf(facts);
  const keys = "k, month, from_day, to_day, days, whole_month";
  const existing = own.flatMap((name) => {
    const { value, bounds: relative } = ofExisting[name];
    const running = (figure: string): Sql =>
      name === "cumulative_contribution" ? raw(`sum(${figure}) over (order by m.k)`) : raw(figure);
    return [
      sql`${running(value)} as ${raw(name)}`,
      ...bounds.map(
        (bound) =>
          sql`${relative === null ? double(null) : running(`${value} * m.${relative}_${bound}`)} as ${raw(`${name}_${bound}`)}`,
      ),
    ];
  });
  const isExact = (name: Measure): boolean => ofExisting[name].bounds === null;
  const both = own.flatMap((name) => [
    raw(`e.${name} + n.${name} as ${name}`),
    ...bounds.map((bound) =>
      isExact(name)
        ? raw(`n.${name}_${bound} as ${name}_${bound}`)
        : raw(`e.${name}_${bound} + n.${name}_${bound} as ${name}_${bound}`),
    ),
  ]);
  const columns = raw(own.flatMap((name) => [name, ...bounds.map((bound) => `${name}_${bound}`)]).join(", "));
  const months = raw(
    keys
      .split(", ")
      .map((key) => `m.${key}`)
      .join(", "),
  );
  const rowsOf = (customers: string, from: string): Sql =>
    sql`select month, ${customers} as customers, from_day, to_day, days, whole_month, ${columns} from ${raw(from)} r`;
  return sql`with existing as (select ${months}, ${list(existing)} from ${table("mart_forecast_months")} m join ${table("mart_forecast_existing")} e on e.k = m.k),
added as (select ${months}, ${raw("n.")}${raw(
    own.flatMap((name) => [name, ...bounds.map((bound) => `${name}_${bound}`)]).join(", n."),
  )} from ${table("mart_forecast_months")} m join ${table("mart_forecast_new")} n on n.k = m.k),
together as (select ${raw(
    keys
      .split(", ")
      .map((key) => `e.${key}`)
      .join(", "),
  )}, ${list(both)} from existing e join added n on n.k = e.k)
${list([rowsOf("existing", "existing"), rowsOf("new", "added"), rowsOf("all", "together")], "\nunion all\n")}`;
}
