import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../../models/histories.js";
import { fit as fitModel } from "../../../../models/inference/fit.js";
import type { Histories } from "../../../../models/model.js";
import { seededRandom } from "../../../../models/numeric/random.js";
import { bgNbd } from "../../../../models/purchase/bg-nbd.js";
import { nbd } from "../../../../models/purchase/nbd.js";
import { parameterDrift } from "../../../../models/validation/drift/parameter-drift.js";
import { thorough } from "../../../thorough.js";
import { near } from "../../near.js";

const fitted = (model: string, params: Record<string, number>, covariance: number[][] | null) => ({
  model,
  params,
  covariance,
});

describe("by hand", () => {
  const before = fitted("two", { a: 1, b: 10 }, [
    [0.01, 0],
    [0, 4],
  ]); // standard errors of ln: 0.1 and 0.2
  const after = fitted("two", { a: Math.exp(0.3), b: 10 * Math.exp(-0.2) }, [
    [0.03 * Math.exp(0.6), 0],
    [0, 12 * Math.exp(-0.4)],
  ]); // variances of ln: 0.03 and 0.12

  test("moves over their standard errors, and the distance of all together", () => {
    const drift = parameterDrift(before, after);
    near(drift.parameters[0]!.standardErrors!, 0.3 / 0.2, 1e-12);
    near(drift.parameters[1]!.standardErrors!, -0.2 / 0.4, 1e-12);
    near(drift.distance!, Math.sqrt(1.5 ** 2 + 0.5 ** 2), 1e-12);
    expect(drift.freedom).toBe(2);
    near(drift.pValue!, Math.exp(-(1.5 ** 2 + 0.5 ** 2) / 2), 1e-9); // chi-square with 2 degrees of freedom
    expect(parameterDrift(before, before)).toMatchObject({ distance: 0, pValue: 1 });
  });

  test("what the later fit saw again makes the variance smaller", () => {
    const grown = parameterDrift(after, before, 1); // 0.03 - 0.01 and 0.12 - 0.04
    near(grown.distance!, Math.sqrt(0.09 / 0.02 + 0.04 / 0.08), 1e-12);
  });

  test("a variance that is less than what covariances are known to counts as that much of the later one", () => {
    // 0.01 - 0.03 and 0.04 - 0.12 are none: 0.15 times 0.03 and 0.12
    const less = parameterDrift(before, after, 1);
    near(less.distance!, Math.sqrt(0.09 / (0.15 * 0.03) + 0.04 / (0.15 * 0.12)), 1e-12);
    near(less.parameters[0]!.standardErrors!, 0.3 / Math.sqrt(0.15 * 0.03), 1e-12);
    // a log of twice as many customers adds at least as much again
    near(
      parameterDrift(before, after, 1, 1).distance!,
      Math.sqrt(0.09 / (1.05 * 0.03) + 0.04 / (1.05 * 0.12)),
      1e-12,
    );
    expect(() => parameterDrift(before, after, 2)).toThrow("in [0, 1]; got 2");
  });

  test("parameters that were not estimated stand aside, and without covariance there is no distance", () => {
    const whole = (k: number, a: number) =>
      fitted("k", { k, a }, [
        [0, 0],
        [0, 0.02 * a * a],
      ]);
    const drift = parameterDrift(whole(2, 1), whole(3, Math.exp(0.4)));
    expect(drift.parameters[0]).toEqual({ name: "k", before: 2, after: 3, standardErrors: null });
    near(drift.distance!, 2, 1e-12);
    expect(drift.freedom).toBe(1);
    const none = parameterDrift(before, { ...after, covariance: null });
    expect(none).toMatchObject({ distance: null, pValue: null, freedom: 0 });
    expect(none.parameters[0]!.standardErrors).toBeNull();
    expect(() => parameterDrift(before, whole(2, 1))).toThrow(
      "drift is that of one model; got two (a, b) and k (k, a)",
    );
  });
});

describe("fits of simulated customers", () => {
  const random = seededRandom(77);
  const customers = (n: number, r: number): Histories => {
    const rows = Array.from({ length: n }, () => {
      const T = 100 + Math.floor(200 * random());
      const { times } = nbd.simulate({ r, alpha: 40 }, T, random);
      return { x: times.length, tx: times.at(-1) ?? 0, T };
    });
    return historiesFrom(
      rows.map((h) => h.x),
      rows.map((h) => h.tx),
      rows.map((h) => h.T),
    );
  };
  const together = (a: Histories, b: Histories): Histories =>
    historiesFrom([...a.x, ...b.x], [...a.tx, ...b.tx], [...a.T, ...b.T], [...a.n, ...b.n]);
  const rejected = { separate: 0, grown: 0, grownTakenForSeparate: 0, changed: 0 };
  const trials = 120;
  for (let i = 0; i < trials; i++) {
    const [old, fresh, other] = [customers(300, 0.8), customers(300, 0.8), customers(300, 1.1)];
    const first = fitModel(nbd, old);
    const grown = fitModel(nbd, together(old, fresh));
    const alarm = (p: number | null): number => (p! < 0.05 ? 1 : 0);
    rejected.separate += alarm(parameterDrift(first, fitModel(nbd, fresh)).pValue);
    rejected.grown += alarm(parameterDrift(first, grown, 1).pValue);
    rejected.grownTakenForSeparate += alarm(parameterDrift(first, grown).pValue);
    rejected.changed += alarm(parameterDrift(first, fitModel(nbd, together(old, other)), 1).pValue);
  }

  test("raise an alarm by chance in about five of a hundred cases, of separate data and of a grown log", () => {
    for (const share of [rejected.separate / trials, rejected.grown / trials]) {
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThan(0.12);
    }
  });

  test("taken for separate a grown log hides what changed; if this is said, it shows", () => {
    expect(rejected.grownTakenForSeparate).toBeLessThan(rejected.grown + 1);
    expect(rejected.changed / trials).toBeGreaterThan(0.5);
  });

  test("work for a fit as it comes", () => {
    const h = customers(2000, 0.8);
    const model = fitModel(bgNbd, h, { prior: "auto" });
    expect(parameterDrift(model, model).distance).toBe(model.covariance === null ? null : 0);
    expect(parameterDrift(model, model).parameters.map((p) => p.name)).toEqual(["r", "alpha", "a", "b"]);
  });
});

describe("fits of one log that grows from month to month", () => {
  const random = seededRandom(5);
  const world = { r: 0.6, alpha: 30, a: 0.6, b: 2.5 };
  /** Customers who come over 320 days; from day 300 on they buy a share of what they would. */
  const logs = (share: number): readonly [Histories, Histories] => {
    const customers = Array.from({ length: 700 }, () => {
      const first = Math.floor(320 * random());
      const days = bgNbd.simulate(world, 330 - first, random).times.map((t) => first + Math.ceil(t));
      const kept = [...new Set(days)].filter((day) => day <= 300 || random() < share);
      return { first, days: kept };
    });
    const until = (last: number): Histories => {
      const rows = customers
        .filter(({ first }) => first < last)
        .map(({ first, days }) =>
          days
            .filter((day) => day <= last)
            .map((day) => day - first)
            .concat(last - first),
        );
      return historiesFrom(
        rows.map((r) => r.length - 1),
        rows.map((r) => r.at(-2) ?? 0),
        rows.map((r) => r.at(-1)!),
      );
    };
    return [until(300), until(330)];
  };
  /** How often the change from one fit to the next is rarer by chance than once in a thousand times. */
  const alarms = (share: number, worlds: number): number => {
    let found = 0;
    for (let i = 0; i < worlds; i++) {
      const [then, now] = logs(share).map((h) => fitModel(bgNbd, h, { prior: "auto" }));
      const growth = now!.customers / then!.customers - 1;
      if ((parameterDrift(then!, now!, 1, growth).pValue ?? 1) < 0.001) found++;
    }
    return found / worlds;
  };

  test("are no cause for alarm where nothing changes, and are where a third of the purchases stay away", () => {
    expect(alarms(1, thorough ? 400 : 60)).toBeLessThan(0.02);
    expect(alarms(0.6, thorough ? 100 : 15)).toBeGreaterThan(0.5);
  });
});
