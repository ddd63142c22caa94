import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import type { Histories, Params } from "../../../models/model.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { mbgNbd } from "../../../models/purchase/mbg-nbd.js";
import { near } from "../near.js";

type P = Params<"r" | "alpha" | "a" | "b">;
const models = [
  [bgNbd, 0],
  [mbgNbd, 1],
] as const;
/** Days. From ordinary to where the odds of one x differ by e^1900, or a by far from b. */
const points: readonly P[] = [
  { r: 0.243, alpha: 30.9, a: 0.793, b: 2.426 },
  { r: 5, alpha: 3000, a: 0.01, b: 20 },
  { r: 40, alpha: 0.5, a: 2, b: 3 },
  { r: 400, alpha: 0.5, a: 2, b: 3 },
  { r: 0.01, alpha: 0.01, a: 8, b: 0.1 },
  { r: 1, alpha: 10, a: 1e-9, b: 1e6 },
  { r: 1, alpha: 10, a: 50, b: 0.05 },
];
/** Many rows of each x, so that factors are worth their making, and heavy buyers for whom they would overflow. */
const customers = (unit: number): Histories => {
  const random = seededRandom(5);
  const rows = Array.from({ length: 6000 }, (_, i) => {
    const T = 1 + Math.floor(60 * random());
    const x = i % 200 === 0 ? 2000 : Math.floor(8 * random() ** 2);
    return { x, tx: x === 0 ? 0 : Math.floor(T * random()), T };
  });
  return historiesFrom(
    rows.map((row) => row.x),
    rows.map((row) => row.tx / unit),
    rows.map((row) => row.T / unit),
  );
};

describe("BG/NBD and MBG/NBD log-likelihood", () => {
  test("is the plain sum over rows, though most cost no exponential, in days as in weeks", () => {
    for (const unit of [1, 7]) {
      const h = customers(unit);
      const distinctT = new Set(h.T).size;
      for (const x of [1, 2, 3]) expect(h.x.filter((v) => v === x).length).toBeGreaterThan(2 * distinctT);
      for (const [model, m] of models)
        for (const p of points) {
          const q = { ...p, alpha: p.alpha / unit };
          near(model.logLikelihood(q, h), plainSum(q, m, h), 1e-12, `${model.name} ${JSON.stringify(p)}`);
        }
    }
  });

  test("has the plain sum's differences for a gradient", () => {
    const h = customers(1);
    for (const [model, m] of models)
      for (const p of points) {
        const gradient = new Float64Array(4);
        model.logLikelihood(p, h, gradient);
        for (const [i, name] of model.params.entries()) {
          const step = 1e-3 * p[name];
          const at = (k: number): number => plainSum({ ...p, [name]: p[name] + k * step }, m, h);
          const difference = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / 12 / 1e-3; // d/d ln p
          const error = Math.abs(gradient[i]! * p[name] - difference);
          const what = `${model.name} d/d${name} ${gradient[i]! * p[name]} for ${difference}`;
          expect(error / (Math.abs(difference) + 1e-3 * Math.abs(at(0))), what).toBeLessThan(1e-8);
        }
      }
  });

  test("stays finite for heavy buyers", () => {
    const h = customers(1);
    expect(h.x.filter((x) => x === 2000).length).toBeGreaterThan(20);
    for (const [model] of models)
      for (const p of points) {
        const gradient = new Float64Array(4);
        expect(Number.isFinite(model.logLikelihood(p, h, gradient))).toBe(true);
        expect(gradient.every(Number.isFinite), JSON.stringify(p)).toBe(true);
      }
  });
});

/** The formula row by row: logarithms of gamma and beta ratios as sums, ln(1 + e^d) by log1p. */
function plainSum({ r, alpha, a, b }: P, m: 0 | 1, h: Histories): number {
  const most = Math.max(...h.x);
  const rises = new Float64Array(most + 1); // ln[Gamma(r+x)/Gamma(r)]
  const stays = new Float64Array(most + 2); // ln[B(a,b+x)/B(a,b)]
  for (let j = 0; j < most; j++) rises[j + 1] = rises[j]! + Math.log(r + j);
  for (let j = 0; j <= most; j++) stays[j + 1] = stays[j]! - Math.log1p(a / (b + j));
  let sum = 0;
  for (let i = 0; i < h.n.length; i++) {
    const [x, tx, T] = [h.x[i]!, h.tx[i]!, h.T[i]!];
    const d = Math.log(a / (b + x + m - 1)) + (r + x) * Math.log((alpha + T) / (alpha + tx));
    const gone = x + m === 0 ? 0 : Math.max(d, 0) + Math.log1p(Math.exp(-Math.abs(d)));
    sum += h.n[i]! * (rises[x]! + r * Math.log(alpha) + stays[x + m]! - (r + x) * Math.log(alpha + T) + gone);
  }
  return sum;
}
