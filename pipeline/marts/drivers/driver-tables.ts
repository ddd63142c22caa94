import { type LogEffect, linearPredictor, normalQuantile, predictorError } from "../../../models/index.js";
import { intervalBounds } from "../../sql/interval-columns.js";
import { double, id, list, lit, raw, type Sql, sql } from "../../sql/sql.js";
import type { OutcomeDrivers } from "./fit-drivers.js";
import { levelsOfCell } from "./read-cells.js";

/** q-values up to here are called a difference. */
const differsUpTo = 0.05;

/** A column and its value in each row. */
type TypedColumn = readonly [name: string, type: "varchar" | "bigint" | "integer" | "double" | "boolean"];

export const effectColumns: readonly TypedColumn[] = [
  ...(["outcome", "kind", "feature", "level", "base_level"] as const).map(
    (name) => [name, "varchar"] as const,
  ),
  ["customers", "bigint"],
  ...["share", "mean_value", ...bounded("effect"), ...bounded("pooled_effect"), "p_value", "q_value"].map(
    (name) => [name, "double"] as const,
  ),
  ["differs", "boolean"],
];

export const importanceColumns: readonly TypedColumn[] = [
  ...(["outcome", "kind", "feature"] as const).map((name) => [name, "varchar"] as const),
  ...[...bounded("importance"), "explained"].map((name) => [name, "double"] as const),
  ["importance_rank", "integer"],
  ["customers", "bigint"],
];

/** A figure and its bounds. */
export function bounded(name: string): string[] {
  return [name, ...intervalBounds.map((bound) => `${name}_${bound.name}`)];
}

/** The effects of an outcome. */
export function effectRows(o: OutcomeDrivers, scale: number, intervals: boolean): Sql[] {
  return o.effects.map((e) => {
    const { kind, name, levels } = o.features[e.feature]!;
    return valuesRow(effectColumns, [
      ...[o.outcome, kind, name, levels[e.level]!, levels[o.bases[e.feature]!]!],
      e.customers,
      e.customers / o.customers,
      e.mean === null ? null : e.mean * scale,
      ...(e.isBase ? [1, ...none] : ratios(e.effect, intervals)),
      ...(e.isBase ? [1, ...none] : ratios(e.pooled, intervals)),
      ...[e.pValue, e.qValue, e.qValue === null ? null : e.qValue <= differsUpTo],
    ]);
  });
}

/** The importance of the features of an outcome. */
export function importanceRows(
  { outcome, features, importance, customers }: OutcomeDrivers,
  intervals: boolean,
): Sql[] {
  if (importance === null) return [];
  const order = importance.lost
    .map((_, f) => f)
    .sort((a, b) => importance.lost[b]! - importance.lost[a]! || a - b);
  return features.map(({ kind, name }, f) =>
    valuesRow(importanceColumns, [
      ...[outcome, kind, name, importance.lost[f]!],
      ...(intervals
        ? intervalBounds.map(
            ({ level }) => importance.lost[f]! + normalQuantile(level) * importance.errors[f]!,
          )
        : none),
      ...[importance.explained, order.indexOf(f) + 1, customers],
    ]),
  );
}

/** What customers of each cell are expected to bring: columns of numbers, a place for each cell that is known. */
export function expectedOfCells(
  o: OutcomeDrivers | null,
  scale: number,
): Readonly<Record<string, Int32Array | Float64Array>> {
  const sizes = o === null ? [0] : o.features.map(({ levels }) => levels.length);
  const known = Array.from({ length: sizes.reduce((product, size) => product * size, 1) }, (_, cell) => {
    const levels = levelsOfCell(cell, sizes);
    const eta = linearPredictor(o!.fit, levels);
    return eta === null ? null : { cell, eta, error: predictorError(o!.fit, levels) };
  }).filter((found) => found !== null);
  return {
    cell: Int32Array.from(known, ({ cell }) => cell),
    expected_value: Float64Array.from(known, ({ eta }) => scale * Math.exp(eta)),
    ...Object.fromEntries(
      intervalBounds.map(({ name, level }) => [
        `expected_value_${name}`,
        Float64Array.from(known, ({ eta, error }) => scale * Math.exp(eta + normalQuantile(level) * error)),
      ]),
    ),
  };
}

/** A select of rows of typed columns; without any, an empty one. */
export function rowsSelect(columns: readonly TypedColumn[], rows: readonly Sql[]): Sql {
  const names = list(columns.map(([name]) => id(name)));
  const empty = valuesRow(
    columns,
    columns.map(() => null),
  );
  return sql`select ${names} from (values ${list(rows.length > 0 ? rows : [empty])}) v(${names})${rows.length > 0 ? sql`` : sql` where 1 = 0`}`;
}

const none: readonly null[] = intervalBounds.map(() => null);

function ratios(effect: LogEffect | null, intervals: boolean): (number | null)[] {
  if (effect === null) return [null, ...none];
  const { mean, error } = effect;
  return [
    Math.exp(mean),
    ...(intervals ? intervalBounds.map(({ level }) => Math.exp(mean + normalQuantile(level) * error)) : none),
  ];
}

/** A row of VALUES. */
export function valuesRow(
  columns: readonly TypedColumn[],
  values: readonly (string | number | boolean | null)[],
): Sql {
  return sql`(${list(
    columns.map(([, type], i) => {
      const value = values[i]!;
      return type === "double" ? double(value as number | null) : sql`cast(${lit(value)} as ${raw(type)})`;
    }),
  )})`;
}
