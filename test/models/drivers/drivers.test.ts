import { describe, expect, test } from "vitest";
import { poolLevels } from "../../../models/drivers/pool-levels.js";
import {
  baseLevels,
  emptyColumn,
  falseDiscovery,
  fitQuasiPoisson,
  levelEffects,
  levelSums,
  linearPredictor,
  newcomerPredictor,
  normalQuantile,
  permutationImportance,
  predictorError,
} from "../../../models/index.js";
import { thorough } from "../../thorough.js";
import { cellsOf, type WorldCustomer, world } from "./worlds.js";

/** Dobson (1990), An Introduction to Generalized Linear Models, p. 93: the example of R's help page on glm. */
const dobson = [18, 17, 15, 20, 10, 20, 25, 13, 12].map((y, i) => ({
  ...{ levels: [i % 3, Math.floor(i / 3)], fold: i % 2, y },
}));

describe("quasi-Poisson regression", () => {
  test("gives the estimates that R prints for Dobson's counts", () => {
    const fit = fitQuasiPoisson(cellsOf(dobson, [3, 3]), [0, 0])!;
    expect(fit.converged).toBe(true);
    // (Intercept) 3.044522, outcome2 -0.4542553, outcome3 -0.2929871, treatment2 and treatment3 0 but for rounding
    const printed = [3.044522, -0.4542553, -0.2929871, 0, 0];
    fit.coefficients.forEach((b, j) => {
      expect(b).toBeCloseTo(printed[j]!, 6);
    });
    expect(linearPredictor(fit, [1, 2])).toBeCloseTo(3.044522 - 0.4542553, 6);
  });

  test("one feature: means of its levels, and the covariance of HC3 written out", () => {
    const groups = [
      [3, 0, 8, 1],
      [12, 5, 0, 0, 40],
    ];
    const customers = groups.flatMap((ys, level) => ys.map((y) => ({ levels: [level], fold: 0, y })));
    const fit = fitQuasiPoisson(cellsOf(customers, [2]), [0])!;
    const [a, b] = groups.map((ys) => {
      const mean = ys.reduce((s, y) => s + y, 0) / ys.length;
      const squares = ys.reduce((s, y) => s + (y - mean) ** 2, 0);
      // each has 1 / n of the freedom of its group
      return { mean, variance: squares / (1 - 1 / ys.length) ** 2 / (ys.length * mean) ** 2 };
    });
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(a!.mean), 10);
    expect(fit.coefficients[1]).toBeCloseTo(Math.log(b!.mean / a!.mean), 10);
    expect(fit.covariance[0]![0]).toBeCloseTo(a!.variance, 10);
    expect(fit.covariance[1]![1]).toBeCloseTo(a!.variance + b!.variance, 10);
    expect(predictorError(fit, [1])).toBeCloseTo(Math.sqrt(b!.variance), 10);
  });

  test("cells say what their customers say one by one", () => {
    const customers = world(3, 400, [
      [0, 0.3, 0.7],
      [0, -0.4],
    ]);
    const [cells, each] = [true, false].map(
      (grouped) => fitQuasiPoisson(cellsOf(customers, [3, 2], grouped), [0, 0])!,
    );
    cells!.coefficients.forEach((b, j) => {
      expect(b).toBeCloseTo(each!.coefficients[j]!, 9);
    });
    cells!.covariance.flat().forEach((v, j) => {
      expect(v).toBeCloseTo(each!.covariance.flat()[j]!, 9);
    });
  });

  test("outcomes below 0, a level without value, a column that depends on others, nothing at all", () => {
    const of = (levels: number[], ...ys: number[]): WorldCustomer[] =>
      ys.map((y) => ({ levels, fold: 0, y }));
    const odd = [...of([0, 0], 5, -2, 4), ...of([1, 1], 9, -1), ...of([2, 0], 0, -3)];
    const cells = cellsOf(odd, [3, 2]);
    const fit = fitQuasiPoisson(cells, baseLevels(cells, [null, null]))!;
    expect(fit.converged).toBe(true);
    expect(Math.exp(linearPredictor(fit, [0, 0])!)).toBeCloseTo(7 / 3, 9);
    expect(Math.exp(linearPredictor(fit, [1, 1])!)).toBeCloseTo(4, 9);
    expect(fit.columns[0]![2]).toBe(emptyColumn);
    expect(linearPredictor(fit, [2, 0])).toBeNull();
    expect(fit.kept).toEqual([true, true, false]);
    const told = levelEffects(cells, fit);
    expect(told.find(({ feature, level }) => feature === 0 && level === 2)).toMatchObject({
      mean: -1.5,
      effect: null,
    });
    expect(fitQuasiPoisson(cellsOf([], [2]), [0])).toBeNull();
    expect(fitQuasiPoisson(cellsOf(of([0], 0, 0), [2]), [0])).toBeNull();
  });

  test("the base is the level that is wanted, or the most frequent one, if it has value", () => {
    const of = (level: number, ...ys: number[]): WorldCustomer[] =>
      ys.map((y) => ({ levels: [level], fold: 0, y }));
    const cells = cellsOf([...of(0, 0, 0, 0), ...of(1, 2), ...of(2, 3, 4)], [3]);
    expect([null, 0, 1].map((wanted) => baseLevels(cells, [wanted])[0])).toEqual([2, 2, 1]);
  });
});

describe("partial pooling", () => {
  test("sure effects stay, unsure ones go to the base, and others lie between", () => {
    const of = (variance: number) =>
      poolLevels(
        [1, -1, 0.5],
        [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? 2 : 1) * variance)),
      );
    of(1e-8).means.forEach((mean, i) => {
      expect(mean).toBeCloseTo([1, -1, 0.5][i]!, 6);
    });
    for (const mean of of(100).means) expect(Math.abs(mean)).toBeLessThan(0.05);
    const { means, errors, between } = of(0.2);
    expect(means[0]).toBeGreaterThan(0.2);
    expect(means[0]).toBeLessThan(1);
    // here prior and doubt have the same form, so that one factor draws all of them
    const factor = between ** 2 / (between ** 2 + 0.2);
    expect(means[0]).toBeCloseTo(factor, 10);
    expect(errors[0]).toBeCloseTo(Math.sqrt(2 * factor * 0.2), 10);
  });
});

describe("permutation importance", () => {
  test("is what shuffling each feature over all customers loses, fold by fold", () => {
    const customers = world(5, 200, [
      [0, 1],
      [0, 0.2, -0.2],
    ]);
    const cells = cellsOf(customers, [2, 3]);
    const found = permutationImportance(cells, [0, 0])!;
    const deviance = (y: number, eta: number): number =>
      2 * ((y > 0 ? y * Math.log(y) : 0) - y * eta - y + Math.exp(eta));
    let [nullDeviance, own] = [0, 0];
    const shuffled = [0, 0];
    for (const fold of [0, 1, 2, 3]) {
      const training = customers.filter((c) => c.fold !== fold);
      const fit = fitQuasiPoisson(cellsOf(training, [2, 3]), [0, 0])!;
      const mean = training.reduce((sum, { y }) => sum + y, 0) / training.length;
      for (const { levels, y } of customers.filter((c) => c.fold === fold)) {
        nullDeviance += deviance(y, Math.log(mean));
        own += deviance(y, linearPredictor(fit, levels)!);
        for (const f of [0, 1])
          for (const other of training)
            shuffled[f]! +=
              deviance(
                y,
                linearPredictor(
                  fit,
                  levels.map((l, g) => (g === f ? other.levels[f]! : l)),
                )!,
              ) / training.length;
      }
    }
    expect(found.explained).toBeCloseTo(1 - own / nullDeviance, 9);
    found.lost.forEach((lost, f) => {
      expect(lost).toBeCloseTo((shuffled[f]! - own) / nullDeviance, 9);
    });
    expect(found.lost[0]).toBeGreaterThan(found.lost[1]!);
    for (const error of found.errors) expect(error).toBeGreaterThan(0);
  });

  test("nothing to explain, nothing important", () => {
    const same = Array.from({ length: 40 }, (_, i) => ({ levels: [i % 2], fold: i % 4, y: 1 }));
    expect(permutationImportance(cellsOf(same, [2]), [0])).toBeNull();
    expect(permutationImportance(cellsOf([], [2]), [0])).toBeNull();
  });
});

describe("worlds with known effects", () => {
  const worlds = thorough ? 1000 : 120;
  const effects = [
    [0, 0.25, -0.3],
    [0, 0.5],
    [0, 0, 0, 0],
  ];
  /** A share of so many tries is this sure within its standard error times z. */
  const within = (share: number, tries: number, z = 3.3): number =>
    z * Math.sqrt((share * (1 - share)) / tries);

  test("true effects are within their intervals at the nominal rate", () => {
    const inside = { "0.8": 0, "0.95": 0 };
    let tries = 0;
    for (let seed = 1; seed <= worlds; seed++) {
      const cells = cellsOf(world(seed, 1500, effects), [3, 2, 4]);
      const fit = fitQuasiPoisson(cells, [0, 0, 0])!;
      for (const { feature, level, effect } of levelEffects(cells, fit)) {
        if (effect === null) continue;
        const off = Math.abs(effect.mean - effects[feature]![level]!) / effect.error;
        tries++;
        for (const level of ["0.8", "0.95"] as const)
          if (off <= normalQuantile((1 + Number(level)) / 2)) inside[level]++;
      }
    }
    expect(tries).toBe(worlds * 6);
    // effects of one world depend on each other: as if only half of them were there
    for (const level of ["0.8", "0.95"] as const)
      expect(Math.abs(inside[level] / tries - Number(level))).toBeLessThan(
        within(Number(level), tries / 2) + 0.005,
      );
  });

  test("without any effect, something is called different in one world of twenty at most", () => {
    let alarms = 0;
    for (let seed = 1; seed <= worlds; seed++) {
      const cells = cellsOf(
        world(10_000 + seed, 1500, [
          [0, 0, 0],
          [0, 0],
          [0, 0, 0, 0],
        ]),
        [3, 2, 4],
      );
      const told = levelEffects(cells, fitQuasiPoisson(cells, [0, 0, 0])!);
      if (falseDiscovery(told.map(({ pValue }) => pValue)).some((q) => q !== null && q <= 0.05)) alarms++;
    }
    expect(alarms / worlds).toBeLessThan(0.05 + within(0.05, worlds));
  });

  test("pooling small levels comes closer to the truth than each by itself", () => {
    let [own, together] = [0, 0];
    const many = [Array.from({ length: 10 }, (_, l) => (l === 0 ? 0 : 0.15 * Math.sin(7 * l)))];
    for (let seed = 1; seed <= 30; seed++) {
      const cells = cellsOf(world(seed, 800, many), [10]);
      expect(levelSums(cells)[0]![9]!.n).toBeGreaterThan(20);
      for (const { level, effect, pooled } of levelEffects(cells, fitQuasiPoisson(cells, [0])!)) {
        if (effect === null) continue;
        own += (effect.mean - many[0]![level]!) ** 2;
        together += (pooled!.mean - many[0]![level]!) ** 2;
      }
    }
    expect(together).toBeLessThan(0.7 * own);
  });
});

describe("somebody of whom not all is known", () => {
  const cells = cellsOf(
    world(9, 3000, [
      [0, 0.4, -0.2],
      [0, 0.1],
    ]),
    [3, 2],
  );
  const fit = fitQuasiPoisson(cells, [0, 0])!;
  const shares = levelSums(cells).map((sums) => sums.map(({ n }) => n / 3000));

  test("is as customers are where all is known, else between them and less sure than of any", () => {
    const known = [0, 1, 2].map((level) => newcomerPredictor(fit, [level, 1], shares)!);
    known.forEach(({ mean, error }, level) => {
      expect(mean).toBeCloseTo(linearPredictor(fit, [level, 1])!, 12);
      expect(error).toBeCloseTo(predictorError(fit, [level, 1]), 12);
    });
    const unknown = newcomerPredictor(fit, [null, 1], shares)!;
    const average = known.reduce((sum, { mean }, l) => sum + shares[0]![l]! * mean, 0);
    expect(unknown.mean).toBeCloseTo(average, 12);
    const variance = known.reduce((sum, { mean }, l) => sum + shares[0]![l]! * (mean - average) ** 2, 0);
    const widest = Math.max(...known.map(({ error }) => error));
    expect(unknown.error).toBeCloseTo(Math.sqrt(widest ** 2 + variance), 12);
    expect(newcomerPredictor(fit, [null, null], shares)!.error).toBeGreaterThan(unknown.error);
  });
});
