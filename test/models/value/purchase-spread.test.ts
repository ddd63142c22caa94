import { expect, test } from "vitest";
import { bgNbd, predictHistories, seededRandom } from "../../../models/index.js";
import {
  purchaseSpread,
  varianceForEver,
  varianceUntil,
  varianceWithin,
} from "../../../models/value/purchase-spread.js";

const p = { r: 0.6, alpha: 40, a: 0.8, b: 3 };
const column = (...values: number[]): Float64Array => Float64Array.from(values);
const histories = {
  ...{
    x: column(0, 1, 3, 15),
    tx: column(0, 60, 280, 590),
    T: column(300, 100, 300, 600),
    n: column(1, 1, 1, 1),
  },
};
const delta = Math.log(1.1) / 365;
const intervals = { levels: [0.5], spend: null };
const predicted = (times: readonly number[]) =>
  predictHistories(bgNbd, p, histories, times, delta, intervals);

test("between known times the variance is nearly that of the distribution", () => {
  const spread = purchaseSpread([30, 90, 365, 1095], predicted([30, 90, 365, 1095]));
  const exact = predicted([20, 200]);
  [20, 200].forEach((days, j) => {
    const until = varianceUntil(spread, exact.expected[j]!, days);
    exact.variance[j]!.forEach((v, i) => {
      expect(until[i]! / v).toBeCloseTo(1, 1.5);
    });
  });
  const [days] = exact.expected;
  varianceWithin(spread, days!, 20).forEach((v, i) => {
    expect(v / exact.variance[0]![i]!).toBeCloseTo(1, 1.5);
  });
});

test("for ever the variance is that of customers of known rate and chance of leaving, weighed by what was seen", () => {
  const times = [365, 1095];
  const known = predicted(times);
  const found = varianceForEver(
    purchaseSpread(times, known),
    known.residual,
    predicted([1 / delta]).expected[0]!,
  );
  const [sum, squares, weights] = [new Float64Array(4), new Float64Array(4), new Float64Array(4)];
  const random = seededRandom(11);
  const [rates, drops] = [60, 60];
  for (let i = 0; i < 4; i++) {
    const [x, tx, T] = [histories.x[i]!, histories.tx[i]!, histories.T[i]!];
    for (let u = 0; u < rates; u++)
      for (let v = 0; v < drops; v++) {
        const lambda = ((u + random()) / rates) ** 3 * 0.4;
        const q = ((v + random()) / drops) ** 2;
        const prior =
          lambda ** (p.r - 1) * Math.exp(-p.alpha * lambda) * q ** (p.a - 1) * (1 - q) ** (p.b - 1);
        const jacobian = lambda ** (2 / 3) * Math.sqrt(q);
        const stays = (1 - q) ** x * lambda ** x * Math.exp(-lambda * T);
        const gone = x > 0 ? q * (1 - q) ** (x - 1) * lambda ** x * Math.exp(-lambda * tx) : 0;
        const w = prior * jacobian;
        // mean and square of discounted purchases of who is there: each is followed by another one with 1 - q
        const [d, dd] = [lambda / (lambda + delta), lambda / (lambda + 2 * delta)];
        const mean = d / (1 - (1 - q) * d);
        const square = (dd + 2 * dd * (1 - q) * mean) / (1 - (1 - q) * dd);
        weights[i]! += w * (stays + gone);
        sum[i]! += w * stays * mean;
        squares[i]! += w * stays * square;
      }
    const mean = sum[i]! / weights[i]!;
    const exact = squares[i]! / weights[i]! - mean ** 2;
    expect(mean / known.residual[i]!).toBeCloseTo(1, 1);
    expect(found[i]! / exact).toBeGreaterThan(0.85);
    expect(found[i]! / exact).toBeLessThan(1.1);
  }
});
