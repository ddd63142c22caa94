import { expect, test } from "vitest";
import { hessianByDifferences, minimise, type Objective } from "../../../models/numeric/trust-region.js";
import { near } from "../near.js";

const options = { tolerance: 1e-18, reach: 14, maxEvaluations: 400 };

const rosenbrock: Objective = ([x = 0, y = 0], gradient) => {
  gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
  gradient[1] = 200 * (y - x * x);
  return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
};

test("the banana valley of Rosenbrock from its classical start", () => {
  const found = minimise(rosenbrock, [-1.2, 1], options);
  near(found.point[0]!, 1, 1e-9);
  near(found.point[1]!, 1, 1e-9);
  expect(found.escaped).toBe(false);
  expect(found.evaluations).toBeLessThan(120);
});

test("a saddle is left along its negative curvature", () => {
  const double: Objective = ([x = 0, y = 0], gradient) => {
    gradient[0] = 4 * x * (x * x - 1);
    gradient[1] = 2 * y;
    return (x * x - 1) ** 2 + y * y;
  };
  const found = minimise(double, [0.01, 1], options);
  near(Math.abs(found.point[0]!), 1, 1e-9);
});

test("forbidden points are stepped around: the minimum of x - ln x starts left of a wall", () => {
  const barrier: Objective = ([x = 0], gradient) => {
    gradient[0] = 1 - 1 / x;
    return x > 0 ? x - Math.log(x) : Number.NaN;
  };
  near(minimise(barrier, [0.01], options).point[0]!, 1, 1e-9);
  near(minimise(barrier, [9], options).point[0]!, 1, 1e-9);
});

test("a function that falls for ever stops at the border of the box and says so", () => {
  const slope: Objective = ([x = 0], gradient) => {
    gradient[0] = -Math.exp(-x / 10);
    return 10 * Math.exp(-x / 10);
  };
  const found = minimise(slope, [0], options);
  expect(found.escaped).toBe(true);
  expect(found.evaluations).toBeLessThan(100);
});

test("where one variable runs to the border the others still find their minimum", () => {
  const valley: Objective = ([x = 0, y = 0], gradient) => {
    gradient[0] = -Math.exp(-x / 5) / 5;
    gradient[1] = 4 * (y - 3) ** 3 + 2 * (y - 3);
    return Math.exp(-x / 5) + (y - 3) ** 4 + (y - 3) ** 2;
  };
  const found = minimise(valley, [0, -2], { ...options, reach: 6 });
  expect(found.escaped).toBe(true);
  expect(Math.abs(found.point[0]!)).toBeGreaterThan(6);
  near(found.point[1]!, 3, 1e-7);
  expect(Math.abs(found.gradient[1]!)).toBeLessThan(1e-6);
  near(found.value, Math.exp(-found.point[0]! / 5), 1e-9);
  expect(found.evaluations).toBeLessThan(100);
});

test("a start that is forbidden returns at once", () => {
  const nowhere: Objective = () => Number.NaN;
  const found = minimise(nowhere, [1, 2], options);
  expect(found.value).toBe(Infinity);
  expect(found.evaluations).toBe(1);
});

test("the Hessian by differences of Rosenbrock's function at (1, 1) is [[802, -400], [-400, 200]]", () => {
  const [[a, b], [c, d]] = hessianByDifferences(rosenbrock, [1, 1]) as [[number, number], [number, number]];
  near(a, 802, 1e-7);
  near(b, -400, 1e-7);
  near(c, -400, 1e-7);
  near(d, 200, 1e-7);
});
