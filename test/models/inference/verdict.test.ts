import { expect, test } from "vitest";
import { observedInformation } from "../../../models/inference/information.js";
import { judge, verdict } from "../../../models/inference/verdict.js";
import { near } from "../near.js";

const names = ["a", "b"] as const;
const params = { a: 2, b: 3 };
const judged = (hessian: number[][], gradient: number[], p = params, start = params) =>
  judge({
    params: p,
    start,
    names,
    scaledGradient: gradient,
    information: observedInformation(hessian, gradient, [p.a, p.b], 1000),
    escaped: false,
  });

test("a stationary point with sound curvature is identified", () => {
  expect(
    verdict(
      judged(
        [
          [1, 0.2],
          [0.2, 1],
        ],
        [1e-9, 0],
      ),
    ),
  ).toEqual({ status: "identified", codes: [], reasons: [] });
});

test("convergence is what a further step would gain, so lost precision near the optimum passes", () => {
  // gain = 1000 g^2 / 2: 5e-6 in log-likelihood at g = 1e-4, 5 at g = 0.1
  expect(
    judged(
      [
        [1, 0],
        [0, 1],
      ],
      [1e-4, 0],
    ),
  ).toEqual([]);
  expect(
    verdict(
      judged(
        [
          [1, 0],
          [0, 1],
        ],
        [0.1, 0],
      ),
    ),
  ).toMatchObject({ status: "failed", codes: ["NOT_CONVERGED"] });
});

test("singular, nearly singular and vague information", () => {
  expect(
    judged(
      [
        [1, 1],
        [1, 1],
      ],
      [0, 0],
    ).map((f) => f.code),
  ).toEqual(["NEAR_SINGULAR"]);
  expect(
    judged(
      [
        [1, 0],
        [0, -0.5],
      ],
      [0, 0],
    ).map((f) => f.code),
  ).toEqual(["NEAR_SINGULAR"]);
  expect(
    judged(
      [
        [1e4, 0],
        [0, 9e-4],
      ],
      [0, 0],
    ).map((f) => f.code),
  ).toEqual(["NEAR_SINGULAR"]);
  const [vague] = judged(
    [
      [1, 0],
      [0, 2e-4],
    ],
    [0, 0],
  ); // standard error of ln b: 1 / sqrt(0.2) = 2.2
  expect(vague?.reason).toContain("b known to a factor of 9.4 only");
});

test("a parameter far from its start is at the boundary, two on one ridge run away together", () => {
  const far = judged(
    [
      [1, 0],
      [0, 1],
    ],
    [0, 0],
    { a: 2, b: 1e6 },
  );
  expect(far.map((f) => f.code)).toEqual(["BOUNDARY"]);
  expect(far[0]?.reason).toContain("b runs to the edge");
  const ridge = judged(
    [
      [1, -0.9999],
      [-0.9999, 1],
    ],
    [0, 0],
    { a: 200, b: 300 },
  );
  expect(ridge.map((f) => f.code)).toEqual(["BOUNDARY", "NEAR_SINGULAR"]);
  expect(ridge[0]?.reason).toContain("a and b run away together");
});

test("the covariance is the delta method's, p_i p_j times that of the logarithms", () => {
  const { covariance, standardErrors, condition } = observedInformation(
    [
      [2, 1],
      [1, 2],
    ],
    [0, 0],
    [2, 3],
    100,
  );
  near(covariance![0]![0]!, (4 * 2) / 300, 1e-13);
  near(covariance![0]![1]!, (6 * -1) / 300, 1e-13);
  near(standardErrors![1]!, Math.sqrt((9 * 2) / 300), 1e-13);
  near(condition, 3, 1e-13);
});
