import { describe, expect, test } from "vitest";
import {
  changedFuture,
  dailyRate,
  type Params,
  type PurchaseModelName,
  purchaseModel,
  purchaseModelNames,
} from "../../../../models/index.js";
import { near } from "../../near.js";

const params: Readonly<Record<PurchaseModelName, Params>> = {
  "bg-nbd": { r: 0.24, alpha: 31, a: 0.8, b: 2.5 },
  "mbg-nbd": { r: 0.5, alpha: 40, a: 0.7, b: 2 },
  "bg-cnbd-k": { k: 3, r: 0.6, alpha: 12, a: 0.8, b: 2.5 },
  "mbg-cnbd-k": { k: 2, r: 0.6, alpha: 12, a: 0.8, b: 2.5 },
  "pareto-nbd": { r: 0.55, alpha: 74, s: 0.6, beta: 82 },
  "ggompertz-nbd": { r: 0.55, alpha: 74, b: 0.002, s: 0.6, beta: 0.2 },
  nbd: { r: 0.4, alpha: 84 },
  "bg-bb": { alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.78 },
  geometric: { odds: 0.25 },
  sbg: { alpha: 0.8, beta: 3.2 },
  bdw: { alpha: 0.456, beta: 0.779, c: 1.283 },
};
const delta = dailyRate(0.1);
const month = 365 / 12;

describe.each(purchaseModelNames)("%s", (name) => {
  const model = purchaseModel(name);
  const p = params[name];
  const discrete = model.time === "discrete";
  const [x, tx, T, rate] = discrete ? [3, 4, 5, 0.008] : [3, 150, 210, delta];

  test("no change is the model itself", () => {
    for (const change of [{ retention: 0 }, { frequency: 1 }]) {
      const same = changedFuture(name, change);
      if (same === null) continue;
      for (const [t, d] of [
        [40, 0],
        [40, rate],
        [Infinity, rate],
      ] as const)
        near(
          same.discountedPurchasesIfAlive(p, x, tx, T, t, d),
          model.discountedPurchasesIfAlive(p, x, tx, T, t, d),
          1e-9,
        );
      expect(same.probabilityAlive(p, x, tx, T)).toBe(model.probabilityAlive(p, x, tx, T));
    }
  });

  test("with more retention there is more to come, with all of it nobody leaves", () => {
    const more = changedFuture(name, { retention: 0.01 });
    if (more === null) return expect(name).toBe("nbd");
    const to = (m: typeof model, t: number, d: number) => m.discountedPurchasesIfAlive(p, x, tx, T, t, d);
    expect(to(more, Infinity, rate)).toBeGreaterThan(to(model, Infinity, rate));
    const stays = changedFuture(name, { retention: 1 })!;
    near(to(stays, 200, 0), 2 * to(stays, 100, 0), name.includes("cnbd") ? 0.05 : 1e-9, "at a steady pace");
  });

  test("frequency moves the pace, and leaving after purchases with it", () => {
    const faster = changedFuture(name, { frequency: 1.1 });
    if (faster === null) return expect(["geometric", "sbg", "bdw"]).toContain(name);
    const ratio =
      faster.discountedPurchasesIfAlive(p, x, tx, T, Infinity, rate) /
      model.discountedPurchasesIfAlive(p, x, tx, T, Infinity, rate);
    if (/^m?bg-(c?nbd)/.test(name)) expect(ratio).toBeLessThan(1.09);
    else near(ratio, 1.1, 1e-12);
    expect(ratio).toBeGreaterThan(1);
  });
});

test("a point of retention is a point of the chance of staying a month, where customers leave at any time", () => {
  for (const name of ["pareto-nbd", "ggompertz-nbd"] as const) {
    const [p, model, more] = [params[name], purchaseModel(name), changedFuture(name, { retention: 0.01 })!];
    const [x, tx, T, h] = [2, 90, 210, 0.01];
    const pace = (p.r! + x) / (p.alpha! + T);
    const by = (t: number) => more.expectedPurchasesIfAlive(p, x, tx, T, t);
    near(
      (by(month + h) - by(month - h)) / (2 * h * pace),
      model.probabilityStaying(p, x, tx, T, month) + 0.01,
      1e-6,
      name,
    );
  }
});

test("a point of retention is a point of the next renewal, or of staying until the next opportunity", () => {
  for (const name of ["sbg", "geometric", "bdw"] as const)
    for (const T of [0, 3]) {
      const next = (m: ReturnType<typeof purchaseModel>) =>
        m.expectedPurchasesIfAlive(params[name], T, T, T, 1);
      near(
        next(changedFuture(name, { retention: 0.01 })!),
        next(purchaseModel(name)) + 0.01,
        1e-9,
        `${name} ${T}`,
      );
    }
  const { alpha, beta } = params["bg-bb"];
  const next = (m: ReturnType<typeof purchaseModel>) =>
    m.expectedPurchasesIfAlive(params["bg-bb"], 2, 3, 4, 1) / ((alpha! + 2) / (alpha! + beta! + 4));
  near(next(changedFuture("bg-bb", { retention: 0.01 })!), next(purchaseModel("bg-bb")) + 0.01, 1e-9);
});

test("BdW whose chances do not change with age is sBG, and k = 1 is the plain model", () => {
  const { alpha, beta } = params.sbg;
  const change = { retention: 0.01 };
  const of = (name: PurchaseModelName, p: Params, x: number, tx: number, T: number, d: number) =>
    changedFuture(name, change)!.discountedPurchasesIfAlive(p, x, tx, T, Infinity, d);
  near(
    of("bdw", { alpha: alpha!, beta: beta!, c: 1 }, 3, 3, 3, 0.008),
    of("sbg", params.sbg, 3, 3, 3, 0.008),
    1e-10,
  );
  near(
    of("bg-cnbd-k", { k: 1, ...params["bg-nbd"] }, 2, 60, 200, delta),
    of("bg-nbd", params["bg-nbd"], 2, 60, 200, delta),
    1e-12,
  );
});

test("no more than every opportunity is taken", () => {
  const p = { alpha: 9, beta: 0.5, gamma: 0.66, delta: 2.78 };
  const [more, most] = [1.1, 2].map((frequency) =>
    changedFuture("bg-bb", { frequency })!.expectedPurchasesIfAlive(p, 5, 5, 5, 10),
  );
  expect(more).toBe(most);
});
