import { type Eigen, type Matrix, symmetricEigen } from "./symmetric.js";

/** Value and gradient at a point; `gradient` is filled in. A value that is not finite marks a forbidden point. */
export type Objective = (point: readonly number[], gradient: Float64Array) => number;

export interface TrustRegionOptions {
  /** Curvature at the start; by central differences of the gradient when absent. */
  readonly hessian?: Matrix;
  /** Stop once the next step is expected to lower the value by less than this. */
  readonly tolerance: number;
  /** Half-width of a box around the start. A variable that crosses its border stays there; the search goes on in the others. */
  readonly reach: number;
  readonly maxEvaluations: number;
}

export interface Minimum {
  readonly point: readonly number[];
  readonly value: number;
  readonly gradient: readonly number[];
  readonly evaluations: number;
  /** the search met the border of the box: the value still falls outwards */
  readonly escaped: boolean;
}

/**
 * Minimises a smooth function of a few variables: trust-region steps solved exactly in the eigenbasis of the
 * curvature, which is updated by the symmetric rank-one formula (Nocedal & Wright 2006, algorithms 4.3 and 6.2)
 * and measured afresh when steps keep failing. Deterministic; a step at most beyond the box; ends after maxEvaluations.
 */
export function minimise(
  objective: Objective,
  start: readonly number[],
  options: TrustRegionOptions,
): Minimum {
  return search(objective, start, start, options);
}

function search(
  objective: Objective,
  start: readonly number[],
  centre: readonly number[],
  options: TrustRegionOptions,
): Minimum {
  const k = start.length;
  let evaluations = 0;
  const evaluate = (at: readonly number[], gradient: Float64Array): number => {
    evaluations++;
    const value = objective(at, gradient);
    return Number.isFinite(value) && gradient.every(Number.isFinite) ? value : Infinity;
  };
  let point = [...start];
  let gradient = new Float64Array(k);
  let value = evaluate(point, gradient);
  const result = (escaped: boolean): Minimum => ({
    point,
    value,
    gradient: [...gradient],
    evaluations,
    escaped,
  });
  if (value === Infinity) return result(false);
  const measure = (): number[][] => {
    const measured = hessianByDifferences(objective, point);
    evaluations += 2 * k;
    return measured;
  };
  let curvature = options.hessian?.map((row) => [...row]) ?? measure();
  let radius = 2;
  let failures = 0;
  while (evaluations < options.maxEvaluations) {
    const step = trustRegionStep(symmetricEigen(curvature), gradient, radius);
    const expected = -dot(gradient, step) - 0.5 * dot(step, multiply(curvature, step));
    const trial = point.map((u, i) => u + step[i]!);
    const trialGradient = new Float64Array(k);
    const trialValue = evaluate(trial, trialGradient);
    const last = expected < options.tolerance && norm(step) < 0.99 * radius;
    if (trialValue === Infinity) {
      radius = 0.25 * Math.min(radius, norm(step));
    } else {
      updateRankOne(
        curvature,
        step,
        trialGradient.map((g, i) => g - gradient[i]!),
      );
      // near the minimum values differ by less than their rounding: the gradient, which does not, decides
      const rounding = 1e-13 * Math.max(1, Math.abs(value));
      const better = value - trialValue > 0.01 * expected;
      const level =
        expected < rounding && trialValue - value < rounding && norm(trialGradient) < norm(gradient);
      const ratio = (value - trialValue) / expected;
      if (better || level) {
        point = trial;
        gradient = trialGradient;
        value = trialValue;
        failures = 0;
      } else failures++;
      if (!(ratio > 0.25) && !level) radius = 0.35 * Math.min(radius, norm(step));
      else if (ratio > 0.75 && norm(step) > 0.8 * radius) radius = Math.min(2 * radius, 4);
    }
    if (last || !(radius > 1e-12)) return result(false);
    const outside = point.map((u, i) => Math.abs(u - centre[i]!) > options.reach);
    if (outside.includes(true)) return alongBorder(objective, centre, result(true), outside, options);
    if (failures >= 3) {
      curvature = measure();
      failures = 0;
    }
  }
  return result(false);
}

/** Goes on from a point with the variables outside the box held where they are. */
function alongBorder(
  objective: Objective,
  centre: readonly number[],
  reached: Minimum,
  outside: readonly boolean[],
  options: TrustRegionOptions,
): Minimum {
  const inside = outside.flatMap((out, i) => (out ? [] : [i]));
  const maxEvaluations = options.maxEvaluations - reached.evaluations - 1;
  if (inside.length === 0 || maxEvaluations < 1) return reached;
  const whole = (some: readonly number[]): number[] => {
    const point = [...reached.point];
    for (const [j, i] of inside.entries()) point[i] = some[j]!;
    return point;
  };
  const gradient = new Float64Array(centre.length);
  const within: Objective = (some, slope) => {
    const value = objective(whole(some), gradient);
    for (const [j, i] of inside.entries()) slope[j] = gradient[i]!;
    return value;
  };
  const found = search(
    within,
    inside.map((i) => reached.point[i]!),
    inside.map((i) => centre[i]!),
    { tolerance: options.tolerance, reach: options.reach, maxEvaluations },
  );
  if (!(found.value < reached.value)) return reached;
  const point = whole(found.point);
  const value = objective(point, gradient);
  const evaluations = reached.evaluations + found.evaluations + 1;
  return { point, value, gradient: [...gradient], evaluations, escaped: true };
}

/** Second derivatives by central differences of the gradient, step 1e-4: eight digits for arguments of order 1. */
export function hessianByDifferences(objective: Objective, point: readonly number[]): number[][] {
  const h = 1e-4;
  const up = new Float64Array(point.length);
  const down = new Float64Array(point.length);
  const rows = point.map((_, i) => {
    objective(
      point.map((u, j) => (i === j ? u + h : u)),
      up,
    );
    objective(
      point.map((u, j) => (i === j ? u - h : u)),
      down,
    );
    return Array.from(up, (g, j) => (g - down[j]!) / (2 * h));
  });
  return rows.map((row, i) => row.map((entry, j) => 0.5 * (entry + rows[j]![i]!)));
}

/** argmin g's + s'Bs/2 with |s| <= radius, given the eigenvalues of B. */
function trustRegionStep({ values, vectors }: Eigen, gradient: Float64Array, radius: number): number[] {
  const projected = vectors.map((vector) => dot(gradient, vector));
  const floor = Math.max(1e-14, 1e-12 * Math.abs(values[values.length - 1]!));
  const stepAt = (shift: number) => projected.map((g, i) => -g / (values[i]! + shift));
  let shift = Math.max(0, floor - values[0]!);
  if (norm(stepAt(shift)) > radius) {
    let low = shift;
    let high = Math.max(2 * low, floor);
    while (norm(stepAt(high)) > radius) high *= 4;
    for (let i = 0; i < 60; i++) {
      const middle = 0.5 * (low + high);
      if (norm(stepAt(middle)) > radius) low = middle;
      else high = middle;
    }
    shift = high;
  }
  const along = stepAt(shift);
  return projected.map((_, j) => along.reduce((sum, length, i) => sum + length * vectors[i]![j]!, 0));
}

function updateRankOne(curvature: number[][], step: readonly number[], change: Float64Array): void {
  const residual = multiply(curvature, step).map((v, i) => change[i]! - v);
  const denominator = dot(residual, step);
  if (!(Math.abs(denominator) > 1e-8 * norm(residual) * norm(step))) return;
  for (const [i, row] of curvature.entries())
    for (let j = 0; j < row.length; j++) row[j] = row[j]! + (residual[i]! * residual[j]!) / denominator;
}

const dot = (a: ArrayLike<number>, b: readonly number[]): number =>
  b.reduce((sum, v, i) => sum + v * a[i]!, 0);
const norm = (a: ArrayLike<number>): number => Math.hypot(...Array.from(a));
const multiply = (m: Matrix, v: readonly number[]): number[] => m.map((row) => dot(row, v));
