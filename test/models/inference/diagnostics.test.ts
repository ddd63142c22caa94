import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { essBulk, essTail, rHat } from "../../../models/inference/diagnostics.js";
import { normal, seededRandom } from "../../../models/numeric/random.js";
import { near } from "../near.js";

interface Case {
  readonly name: string;
  readonly chains: readonly number[][];
  readonly rHat: number;
  readonly essBulk: number;
  readonly essTail: number;
}

const { diagnostics } = JSON.parse(
  readFileSync(new URL("../../fixtures/posterior.json", import.meta.url), "utf8"),
) as { diagnostics: Case[] };

describe("the figures of ArviZ", () => {
  test.each(diagnostics)("$name", ({ chains, ...expected }) => {
    const columns = chains.map((chain) => Float64Array.from(chain));
    near(rHat(columns), expected.rHat, 1e-12, "R-hat");
    near(essBulk(columns), expected.essBulk, 1e-11, "bulk");
    near(essTail(columns), expected.essTail, 1e-11, "tail");
  });
});

test("a long autoregressive chain has (1 - phi) / (1 + phi) effective draws each", () => {
  const random = seededRandom(5);
  const phi = 0.6;
  const chains = Array.from({ length: 4 }, () => {
    let value = normal(random);
    return Float64Array.from({ length: 5000 }, () => {
      value = phi * value + Math.sqrt(1 - phi * phi) * normal(random);
      return value;
    });
  });
  near(essBulk(chains), 20_000 * ((1 - phi) / (1 + phi)), 0.1);
  expect(rHat(chains)).toBeLessThan(1.005);
});

test("they do not depend on the scale, nor, by ranks, on a monotone change of it", () => {
  const chains = diagnostics[1]!.chains.map((chain) => Float64Array.from(chain));
  const exponentials = chains.map((chain) => chain.map((v) => Math.exp(3 * v)));
  expect(essBulk(exponentials)).toBe(essBulk(chains));
});

test("chains must be long enough, and of one length", () => {
  expect(() => rHat([new Float64Array(3)])).toThrow("the first has 3");
  expect(() => essBulk([new Float64Array(4), new Float64Array(5)])).toThrow("the same length");
});
