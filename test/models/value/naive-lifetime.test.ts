import { expect, test } from "vitest";
import { aggregateRetention, derl, naiveLifetime, sbg, survival } from "../../../models/index.js";
import { near, printedAs } from "../near.js";

/** Fader & Hardie (2010): five yearly cohorts of 10,000 who pay 100 a year, discount 10 %, of two populations. */
const price = 100;
const discount = 0.1;
const cases = [
  {
    params: { alpha: 3.8, beta: 15.2 },
    alive: [4391, 5307, 6480, 8000, 10_000],
    printed: {
      retention: "0.811696",
      lifetime: "3.0970",
      naive: "10584804",
      right: "12054292",
      share: "0.878",
    },
  },
  {
    params: { alpha: 0.067, beta: 0.267 },
    alive: [7226, 7375, 7593, 7994, 10_000],
    printed: {
      retention: "0.915842",
      lifetime: "5.4705",
      naive: "21984694",
      right: "37487874",
      share: "0.586",
    },
  },
];

test.each(cases)("what aggregate retention hides: $printed.share of the value", ({
  params,
  alive,
  printed,
}) => {
  const people = (years: number): number => Math.round(10_000 * survival(sbg, params, years));
  const cohorts = [4, 3, 2, 1, 0].map((years) => ({
    years,
    alive: people(years),
    before: years === 0 ? 0 : people(years - 1),
  }));
  expect(cohorts.map((cohort) => cohort.alive)).toEqual(alive);
  const retention = aggregateRetention(cohorts);
  printedAs(retention, printed.retention);
  const lifetime = naiveLifetime(retention, discount);
  printedAs(lifetime, printed.lifetime);
  const value = (of: (years: number) => number): number =>
    cohorts.reduce((sum, cohort) => sum + cohort.alive * of(cohort.years) * price, 0);
  const naive = value(() => lifetime);
  const right = value((years) => derl(sbg, params, years, Math.log1p(discount)));
  printedAs(naive, printed.naive);
  printedAs(right, printed.right);
  printedAs(naive / right, printed.share);
});

test("the lifetime is the sum of discounted chances to be there, and nobody a period ago gives none", () => {
  let sum = 0;
  for (let k = 1; k < 2000; k++) sum += 0.8 ** k / 1.1 ** (k - 1);
  near(naiveLifetime(0.8, 0.1), sum, 1e-12);
  expect(naiveLifetime(0.8, 0)).toBeCloseTo(4, 12);
  expect(aggregateRetention([{ alive: 5, before: 0 }])).toBeNaN();
});
