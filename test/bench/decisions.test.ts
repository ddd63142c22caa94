import { expect, test } from "vitest";
import { thorough } from "../thorough.js";
import { decisionsOfAll } from "./decisions/job.js";
import { coverages, sharesFound } from "./decisions/report.js";
import type { WorldName } from "./decisions/world.js";

const worlds: readonly WorldName[] = thorough ? ["flat", "sources", "season", "regular"] : ["sources"];
const seeds = thorough ? [1, 2, 3, 4, 5, 6] : [1];

/** Figures of a few groups of one world move together, and say little. */
const fewest = 200;

test.each(worlds)("what marts say of a shop that is simulated is true: %s", async (name) => {
  const results = await decisionsOfAll(
    seeds.map((seed) => ({ name, seed, bridge: false, customers: 1500 })),
    1,
  );
  const many = coverages(results).filter(({ count }) => count >= fewest);
  expect(many.length).toBeGreaterThan(3);
  for (const { figure, inside80, inside95 } of many) {
    expect(inside80.mean, figure).toBeGreaterThan(0.65);
    expect(inside95.mean, figure).toBeGreaterThan(0.86);
  }
  const shares = sharesFound(results);
  const orders = shares.filter(({ figure }) => figure.startsWith("next order"));
  expect(orders.length).toBeGreaterThan(6);
  for (const { figure, nominal, share, count } of orders)
    if (count >= fewest) expect(Math.abs(share.mean - nominal), figure).toBeLessThan(0.12);
  for (const { figure, share } of shares)
    if (thorough ? /more than in/.test(figure) : /more than in random/.test(figure))
      expect(share.mean, figure).toBeGreaterThan(0.5);
}, 120_000);
