import { type LogEffect, linearPredictor, normalQuantile, predictorError } from "../../../models/index.js";
import { intervalBounds } from "../../sql/interval-columns.js";
import type { ValueRow } from "../values-table.js";
import type { OutcomeDrivers } from "./fit-drivers.js";
import { levelsOfCell } from "./read-cells.js";

/** q-values up to here are called a difference. */
const differsUpTo = 0.05;

/** The effects of an outcome. */
export function effectRows(o: OutcomeDrivers, scale: number, intervals: boolean): ValueRow[] {
  return o.effects.map((e) => {
    const { kind, name, levels } = o.features[e.feature]!;
    return {
      ...{ outcome: o.outcome, kind, feature: name },
      ...{ level: levels[e.level]!, base_level: levels[o.bases[e.feature]!]! },
      ...{ customers: e.customers, share: e.customers / o.customers },
      mean_value: e.mean === null ? null : e.mean * scale,
      ...(e.isBase ? { effect: 1, pooled_effect: 1 } : {}),
      ...ratios("effect", e.effect, intervals),
      ...ratios("pooled_effect", e.pooled, intervals),
      ...{ p_value: e.pValue, q_value: e.qValue },
      differs: e.qValue === null ? null : e.qValue <= differsUpTo,
    };
  });
}

/** The importance of the features of an outcome. */
export function importanceRows(
  { outcome, features, importance, customers }: OutcomeDrivers,
  intervals: boolean,
): ValueRow[] {
  if (importance === null) return [];
  const { lost, errors, explained } = importance;
  const order = lost.map((_, f) => f).sort((a, b) => lost[b]! - lost[a]! || a - b);
  return features.map(({ kind, name }, f) => ({
    ...{ outcome, kind, feature: name, importance: lost[f]! },
    ...boundsAt("importance", intervals, (z) => lost[f]! + z * errors[f]!),
    ...{ explained, importance_rank: order.indexOf(f) + 1, customers },
  }));
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

function ratios(name: string, effect: LogEffect | null, intervals: boolean): ValueRow {
  if (effect === null) return {};
  const { mean, error } = effect;
  return { [name]: Math.exp(mean), ...boundsAt(name, intervals, (z) => Math.exp(mean + z * error)) };
}

/** The bounds of a figure by quantiles of the normal distribution; none without intervals. */
function boundsAt(name: string, intervals: boolean, at: (z: number) => number): ValueRow {
  const bounds = intervals ? intervalBounds : [];
  return Object.fromEntries(
    bounds.map((bound) => [`${name}_${bound.name}`, at(normalQuantile(bound.level))]),
  );
}
