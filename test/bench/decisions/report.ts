import { digits, type Table } from "../table.js";
import type { JobResult } from "./job.js";

/** A mean over worlds, each counting alike, with its standard error. */
interface Mean {
  readonly mean: number;
  readonly error: number;
}

/** How often bounds of a figure held what came. */
export interface Coverage {
  readonly figure: string;
  readonly worlds: number;
  readonly count: number;
  readonly inside80: Mean;
  readonly inside95: Mean;
  readonly below: number;
  readonly above: number;
  /** what came to what was expected, all together */
  readonly ratio: number;
}

export interface ShareFound {
  readonly figure: string;
  readonly worlds: number;
  readonly count: number;
  readonly nominal: number;
  readonly share: Mean;
}

export function coverages(results: readonly JobResult[]): Coverage[] {
  return byFigure(results, ({ checks }) => checks).map(([figure, worlds]) => {
    const checks = worlds.flat();
    const mean = (of: (c: (typeof checks)[number]) => boolean): Mean =>
      meanOf(worlds.map((own) => own.filter(of).length / own.length));
    const share = (of: (c: (typeof checks)[number]) => boolean): number =>
      checks.filter(of).length / checks.length;
    const finite = checks.filter(
      ({ expected, actual }) => Number.isFinite(expected) && Number.isFinite(actual),
    );
    const sum = (of: (c: (typeof checks)[number]) => number): number => finite.reduce((s, c) => s + of(c), 0);
    return {
      ...{ figure, worlds: worlds.length, count: checks.length },
      inside80: mean(({ bounds, actual }) => actual >= bounds[1]! && actual <= bounds[2]!),
      inside95: mean(({ bounds, actual }) => actual >= bounds[0]! && actual <= bounds[3]!),
      below: share(({ bounds, actual }) => actual < bounds[1]!),
      above: share(({ bounds, actual }) => actual > bounds[2]!),
      ratio: sum(({ actual }) => actual) / sum(({ expected }) => expected),
    };
  });
}

export function sharesFound(results: readonly JobResult[]): ShareFound[] {
  return byFigure(results, ({ shares }) => shares).map(([figure, worlds]) => {
    const all = worlds.flat();
    return {
      ...{ figure, worlds: worlds.length, count: all.length },
      nominal: all.reduce((sum, { nominal }) => sum + nominal, 0) / all.length,
      share: meanOf(worlds.map((own) => own.reduce((sum, { share }) => sum + share, 0) / own.length)),
    };
  });
}

function byFigure<T extends { readonly figure: string }>(
  results: readonly JobResult[],
  of: (result: JobResult) => readonly T[],
): (readonly [figure: string, byWorld: T[][]])[] {
  const found = new Map<string, T[][]>();
  for (const result of results) {
    const own = new Map<string, T[]>();
    for (const one of of(result)) own.set(one.figure, [...(own.get(one.figure) ?? []), one]);
    for (const [figure, list] of own) found.set(figure, [...(found.get(figure) ?? []), list]);
  }
  return [...found];
}

function meanOf(values: readonly number[]): Mean {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / Math.max(1, values.length - 1) / values.length) };
}

const percent = (value: number): string => digits(100 * value, 1);
const withError = ({ mean, error }: Mean): string => `${percent(mean)} ± ${percent(error)}`;

export function decisionTables(name: string, results: readonly JobResult[]): Table[] {
  const notes = [
    "± is a standard error over worlds, each of which counts alike: figures of one world move together.",
  ];
  return [
    {
      title: `${name}: what came within bounds, %`,
      columns: ["", "worlds", "n", "in 80 %", "in 95 %", "below 80", "above 80", "came / expected"],
      rows: coverages(results).map((c) => [
        c.figure,
        ...[c.worlds, c.count].map((n) => digits(n)),
        ...[
          withError(c.inside80),
          withError(c.inside95),
          percent(c.below),
          percent(c.above),
          digits(c.ratio, 3),
        ],
      ]),
      notes,
    },
    {
      title: `${name}: shares`,
      columns: ["", "worlds", "n", "nominal", "found"],
      rows: sharesFound(results).map((s) => [
        s.figure,
        ...[s.worlds, s.count].map((n) => digits(n)),
        Number.isNaN(s.nominal) ? "" : digits(s.nominal, 3),
        `${digits(s.share.mean, 3)} ± ${digits(s.share.error, 3)}`,
      ]),
      notes,
    },
  ];
}
