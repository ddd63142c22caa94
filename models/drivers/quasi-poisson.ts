/**
 * Quasi-Poisson regression with log link of an outcome on features with levels: E[y] = exp(b0 + sum of the coefficients of a
 * customer's levels), base levels 0. McCullagh & Nelder (1989), Generalized Linear Models, chapters 6 and 9; for amounts with zeros:
 * Santos Silva & Tenreyro (2006), The Log of Gravity. Only the mean must be right: the covariance is the sandwich of White (1982),
 * with residuals divided by 1 - leverage (HC3, MacKinnon & White 1985), so that neither the variance nor the shape of y matters.
 */

import { sweepInverse } from "../numeric/sweep.js";
import type { Matrix } from "../numeric/symmetric.js";
import { type DriverCells, levelSums } from "./cells.js";

export interface DriverFit {
  /** By feature and level: its column; the base has none (-1), and neither has a level whose outcomes add up to nothing (-2). */
  readonly columns: readonly (readonly number[])[];
  /** The first one is the intercept. */
  readonly coefficients: readonly number[];
  readonly covariance: Matrix;
  /** False where a column depends on earlier ones: its coefficient is 0. */
  readonly kept: readonly boolean[];
  readonly converged: boolean;
  readonly customers: number;
}

/** The column of a base level, and of one without value. */
export const baseColumn = -1;
export const emptyColumn = -2;

const maxSteps = 60;
/** A customer on whom a coefficient rests alone has leverage 1; its residual says nothing then. */
const leastFreedom = 0.05;

/**
 * Newton's method on the quasi-likelihood sum(y eta - exp(eta)), which is concave, with steps halved while it falls.
 * @param bases by feature: the level that the others are compared with
 * @param uses whether a cell counts; all when absent
 * @returns null where the outcomes add up to nothing: they have no mean to be compared with
 */
export function fitQuasiPoisson(
  cells: DriverCells,
  bases: readonly number[],
  uses: (cell: number) => boolean = () => true,
): DriverFit | null {
  const { columns, used } = columnsOf(cells, bases, uses);
  const [customers, total] = used.reduce(([n, y], c) => [n + cells.n[c]!, y + cells.y[c]!], [0, 0]);
  if (!(total > 0)) return null;
  const width = 1 + Math.max(0, ...columns.flat());
  const design: Design = { cells, used, rows: used.map((c) => rowOf(cells, columns, c)), width };
  let b: number[] = Array.from({ length: width }, (_, j) => (j === 0 ? Math.log(total / customers) : 0));
  let likelihood = likelihoodAt(design, b);
  let converged = false;
  for (let step = 0; step < maxSteps && !converged; step++) {
    const { score, information } = scoreAt(design, b);
    const direction = sweepInverse(information).inverse.map((row) => dot(row, score));
    const gain = dot(direction, score);
    if (!Number.isFinite(gain)) break;
    converged = gain <= 1e-12 * total;
    const next = better(design, b, direction, likelihood);
    if (next === null) break;
    [b, likelihood] = [next.b, next.likelihood];
  }
  const { information } = scoreAt(design, b);
  const { inverse, kept } = sweepInverse(information);
  return {
    ...{ columns, kept, converged, customers, covariance: sandwich(design, b, inverse) },
    coefficients: b.map((v, j) => (kept[j] ? v : 0)),
  };
}

/** ln E[y] of a customer with these levels; null where one of them has no value to tell it by. */
export function linearPredictor(
  { columns, coefficients }: DriverFit,
  levels: readonly number[],
): number | null {
  let eta = coefficients[0]!;
  for (let f = 0; f < levels.length; f++) {
    const column = columns[f]![levels[f]!]!;
    if (column === emptyColumn) return null;
    if (column > 0) eta += coefficients[column]!;
  }
  return eta;
}

/** Its standard error. */
export function predictorError({ columns, covariance }: DriverFit, levels: readonly number[]): number {
  const own = [0, ...levels.map((level, f) => columns[f]![level]!).filter((j) => j > 0)];
  return Math.sqrt(Math.max(0, quadratic(covariance, own)));
}

interface Design {
  readonly cells: DriverCells;
  readonly used: readonly number[];
  /** By used cell: the columns that are 1, the intercept first. */
  readonly rows: readonly (readonly number[])[];
  readonly width: number;
}

/** Columns of levels, and the cells that count: none with a level whose outcomes add up to nothing, since its coefficient is -infinity. */
function columnsOf(
  cells: DriverCells,
  bases: readonly number[],
  uses: (cell: number) => boolean,
): { columns: number[][]; used: number[] } {
  const empty = cells.levels.map(() => new Set<number>());
  const counts = (c: number): boolean =>
    uses(c) && cells.level.every((level, f) => !empty[f]!.has(level[c]!));
  for (let found = true; found; ) {
    const without = levelSums(cells, counts).flatMap((sums, f) =>
      sums.flatMap(({ y }, l) => (y > 0 || empty[f]!.has(l) ? [] : [[f, l] as const])),
    );
    for (const [f, l] of without) empty[f]!.add(l);
    found = without.length > 0;
  }
  let next = 1;
  const columns = cells.levels.map((levels, f) =>
    Array.from({ length: levels }, (_, l) =>
      empty[f]!.has(l) ? emptyColumn : l === bases[f] ? baseColumn : next++,
    ),
  );
  return { columns, used: Array.from(cells.n.keys()).filter(counts) };
}

function rowOf({ level }: DriverCells, columns: readonly (readonly number[])[], cell: number): number[] {
  return [0, ...columns.map((own, f) => own[level[f]![cell]!]!).filter((j) => j > 0)];
}

function etaOf(row: readonly number[], b: readonly number[]): number {
  return row.reduce((sum, j) => sum + b[j]!, 0);
}

function likelihoodAt({ cells, used, rows }: Design, b: readonly number[]): number {
  return used.reduce((sum, c, i) => {
    const eta = etaOf(rows[i]!, b);
    return sum + cells.y[c]! * eta - cells.n[c]! * Math.exp(eta);
  }, 0);
}

function scoreAt(
  { cells, used, rows, width }: Design,
  b: readonly number[],
): { score: number[]; information: number[][] } {
  const score = Array.from({ length: width }, () => 0);
  const information = square(width);
  used.forEach((c, i) => {
    const row = rows[i]!;
    const mean = cells.n[c]! * Math.exp(etaOf(row, b));
    for (const j of row) score[j]! += cells.y[c]! - mean;
    addOuter(information, row, mean);
  });
  return { score, information };
}

/** A step along a direction that raises the likelihood, or does not lower it beyond what rounding does; null where none does. */
function better(
  design: Design,
  b: readonly number[],
  direction: readonly number[],
  likelihood: number,
): { b: number[]; likelihood: number } | null {
  const slack = 1e-13 * Math.abs(likelihood);
  for (let length = 1; length > 1e-8; length /= 2) {
    const next = b.map((v, j) => v + length * direction[j]!);
    const reached = likelihoodAt(design, next);
    if (reached >= likelihood - slack) return { b: next, likelihood: reached };
  }
  return null;
}

function sandwich({ cells, used, rows, width }: Design, b: readonly number[], inverse: Matrix): number[][] {
  const middle = square(width);
  used.forEach((c, i) => {
    const row = rows[i]!;
    const mean = Math.exp(etaOf(row, b));
    const freedom = Math.max(leastFreedom, 1 - mean * quadratic(inverse, row));
    const squares = cells.y2[c]! - 2 * mean * cells.y[c]! + cells.n[c]! * mean * mean;
    addOuter(middle, row, Math.max(0, squares) / freedom ** 2);
  });
  return product(product(inverse, middle), inverse);
}

function square(width: number): number[][] {
  return Array.from({ length: width }, () => Array.from({ length: width }, () => 0));
}

function addOuter(total: number[][], row: readonly number[], weight: number): void {
  for (const j of row) for (const k of row) total[j]![k]! += weight;
}

/** x' M x of an x that is 1 in some columns. */
function quadratic(matrix: Matrix, columns: readonly number[]): number {
  return columns.reduce((sum, j) => sum + columns.reduce((inner, k) => inner + matrix[j]![k]!, 0), 0);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, v, i) => sum + v * b[i]!, 0);
}

function product(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b.map((_, j) => row.reduce((sum, v, k) => sum + v * b[k]![j]!, 0)));
}
