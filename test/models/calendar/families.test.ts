/**
 * Every model of continuous time under a known calendar: season and level come back within their bounds, and so do the parameters. What
 * is exact and what is not is in models/README.md, "The calendar, model by model".
 */
import { describe, expect, test } from "vitest";
import { type PurchaseModelName, purchaseModel, purchaseModelNames } from "../../../models/index.js";
import type { Params } from "../../../models/model.js";
import type { DropoutLaw } from "../../../models/purchase/dropout-law.js";
import { gompertzDropout } from "../../../models/purchase/gompertz-dropout.js";
import { paretoDropout } from "../../../models/purchase/pareto-dropout.js";
import { thorough } from "../../thorough.js";
import { type Found, mean, season, worldOf } from "./family-worlds.js";

const seeds = Array.from({ length: thorough ? 5 : 1 }, (_, i) => i + 1);
const quick: readonly string[] = ["bg-nbd", "mbg-cnbd-k"];

const families: Partial<Record<PurchaseModelName, Params>> = {
  "bg-nbd": { r: 0.8, alpha: 60, a: 0.8, b: 3 },
  "mbg-nbd": { r: 0.8, alpha: 60, a: 0.6, b: 2.5 },
  "bg-cnbd-k": { k: 2, r: 1.2, alpha: 45, a: 0.8, b: 3 },
  "mbg-cnbd-k": { k: 3, r: 1.2, alpha: 30, a: 0.6, b: 2.5 },
  "pareto-nbd": { r: 0.8, alpha: 60, s: 0.6, beta: 150 },
  "ggompertz-nbd": { r: 0.8, alpha: 60, b: 0.003, s: 0.6, beta: 0.5 },
  nbd: { r: 0.8, alpha: 80 },
};

const leavingAnyTime: Partial<Record<PurchaseModelName, (p: Params) => DropoutLaw>> = {
  "pareto-nbd": ({ s, beta }) => paretoDropout(s!, beta!),
  "ggompertz-nbd": ({ b, s, beta }) => gompertzDropout(b!, s!, beta!),
};

test("no model of continuous time is left out", () => {
  const continuous = purchaseModelNames.filter((name) => purchaseModel(name).time === "continuous");
  expect(Object.keys(families).sort()).toEqual([...continuous].sort());
});

for (const [name, p] of Object.entries(families)) {
  const model = purchaseModel(name as PurchaseModelName);
  const law = leavingAnyTime[name as PurchaseModelName];

  describe.runIf(thorough || quick.includes(name))(
    `${name} under a known calendar`,
    { timeout: 600_000 },
    () => {
      test("gives back season and parameters", () => {
        const found = seeds.map((seed) => worldOf(model, p, { step: 0 }, seed));
        withinBounds(found);
        for (const k of model.params) {
          const errors = found.map(({ params }) => params[k]!);
          // in standard errors; same-day purchases count once, which alone costs r and alpha one of them
          expect(Math.abs(mean(errors)), k).toBeLessThan(thorough ? 2 : 4);
        }
      });

      test("gives back a level that steps down by a tenth beside it", () => {
        withinBounds(seeds.map((seed) => worldOf(model, p, { step: Math.log(0.9) }, seed)));
      });

      test.runIf(law && thorough)("gives back the season where customers leave by ordinary days", () => {
        withinBounds(seeds.map((seed) => worldOf(model, p, { step: 0, leavingByDays: law! }, seed)));
      });
    },
  );
}

/** Months off by what they are said to be off by at most, the ends of the log among them; the season near the true one. */
function withinBounds(found: readonly Found[]): void {
  const z = found.flatMap((one) => one.z);
  const inside = (most: number) => z.filter((v) => Math.abs(v) < most).length / z.length;
  expect(inside(1.96), `within 95 %: ${z.map((v) => v.toFixed(1)).join(" ")}`).toBeGreaterThan(
    thorough ? 0.9 : 0.85,
  );
  expect(inside(1.2816), "within 80 %").toBeGreaterThan(0.65);
  const months = season.map((_, m) => mean(found.map((one) => one.season[m]!)));
  for (const error of months) expect(Math.abs(error), months.join(" ")).toBeLessThan(0.1);
  const end =
    mean(found.flatMap(({ log }) => log.slice(-3))) - mean(found.flatMap(({ log }) => log.slice(18, -3)));
  expect(Math.abs(end), "last three months").toBeLessThan(thorough ? 0.05 : 0.08);
}
