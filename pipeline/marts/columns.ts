import { intervalBounds } from "../sql/interval-columns.js";
import { double, id, list, type Sql, sql } from "../sql/sql.js";
import type { MartColumn, MartType } from "./mart.js";

/** A column of a mart. */
export function column(
  name: string,
  type: MartType,
  meaning: string,
  unit = "",
  convention?: string,
): MartColumn {
  return { name, type, unit, meaning, ...(convention !== undefined && { convention }) };
}

/** An amount in base currency. */
export function money(name: string, meaning: string, convention?: string): MartColumn {
  return column(name, "number", meaning, "base currency", convention);
}

/** A share of 1. */
export function share(name: string, meaning: string, convention?: string): MartColumn {
  return column(name, "number", meaning, "share", convention);
}

const ends: Readonly<Record<string, string>> = { lo: "lower", hi: "upper" };

/** A modelled figure with its 95 and 80 % bounds beside it: name_lo95, name_lo80, name_hi80, name_hi95. */
export function bounded(figure: MartColumn): readonly MartColumn[] {
  return [
    figure,
    ...intervalBounds.map(({ name }) => ({
      ...column(`${figure.name}_${name}`, "number", ""),
      unit: figure.unit,
      meaning: `${ends[name.slice(0, 2)]} bound of the ${name.slice(2)} % interval: ${figure.meaning}`,
    })),
  ];
}

/**
 * The columns of `bounded` in a select: a figure, and its bounds by what a table of bounds (MartServices.loadBounds) has of it.
 * @param bounds alias of that table, or of one of MartServices.loadMonthBounds, joined by its key with a left join
 * @param base what is known already and has no bounds, such as value to date; nothing when absent
 */
export function boundedValues(
  name: string,
  expected: Sql,
  bounds: string,
  measure: "purchases" | "value" | "so_far",
  base?: Sql,
): Sql {
  const from = base === undefined ? sql`` : sql`${base} + `;
  return list([
    sql`${from}${expected} as ${id(name)}`,
    ...intervalBounds.map(
      (bound) =>
        sql`${from}(${expected}) * ${id(bounds)}.${id(`${measure}_${bound.name}`)} as ${id(`${name}_${bound.name}`)}`,
    ),
  ]);
}

/** No bounds: where nothing is known of them. */
export function noBounds(name: string): Sql {
  return list(intervalBounds.map((bound) => sql`${double(null)} as ${id(`${name}_${bound.name}`)}`));
}
