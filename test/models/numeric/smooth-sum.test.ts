import { expect, test } from "vitest";
import { smoothSum } from "../../../models/numeric/smooth-sum.js";
import { near } from "../near.js";

test("sums with a closed form, from one term to a thousand million", () => {
  for (const n of [0, 1, 159, 160, 161, 1000, 12_345, 1e6, 1e9]) {
    near(
      smoothSum((k) => 1 / (k * (k + 1)), n),
      n / (n + 1),
      1e-13,
      `n ${n}`,
    );
    near(
      smoothSum(() => 1, n),
      n,
      1e-13,
      `n ${n}`,
    );
    for (const delta of [1e-8, 1e-3, 0.05, 0.3, 2]) {
      const expected = (-Math.expm1(-delta * n) * Math.exp(-delta)) / -Math.expm1(-delta);
      near(
        smoothSum((k) => Math.exp(-delta * k), n),
        expected,
        1e-12,
        `n ${n} delta ${delta}`,
      );
    }
  }
});

test("a slowly converging series reaches its limit: the sum of 1/k^2 is pi^2/6", () => {
  near(
    smoothSum((k) => 1 / (k * k), 1e15),
    Math.PI ** 2 / 6,
    1e-14,
  );
});

test("all three corrections at the ends count: a sum of cosines, closed form sin(wn/2) cos(w(n+1)/2) / sin(w/2)", () => {
  const w = 0.05;
  for (const n of [300, 310, 321]) {
    const expected = (Math.sin((w * n) / 2) * Math.cos((w * (n + 1)) / 2)) / Math.sin(w / 2);
    const error = Math.abs(smoothSum((k) => Math.cos(w * k), n) - expected);
    expect(error, `n ${n}`).toBeLessThan(1e-12); // next correction: 8e-7 w^7, the third alone 3e-5 w^5
  }
});

test("the time does not grow with the number of terms", () => {
  let calls = 0;
  smoothSum((k) => {
    calls++;
    return 1 / k;
  }, 1e12);
  expect(calls).toBeLessThan(1000);
});
