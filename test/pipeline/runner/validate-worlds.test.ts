import { describe, expect, test } from "vitest";
import {
  bgCnbdK,
  bgNbd,
  type Params,
  type PurchaseModel,
  type PurchaseModelName,
  paretoNbd,
} from "../../../models/index.js";
import { type Backtest, targets, validatedLevels } from "../../../pipeline/artifacts/validation.js";
import { scratch } from "../cli/clv-process.js";
import { runHere } from "../cli/run-here.js";
import { dayAfter, logFolder } from "./logged-run.js";
import { simulatedLog } from "./simulated-log.js";

const root = await scratch();
const start = "2023-01-01";
const days = 540;

const worlds: readonly {
  readonly name: string;
  readonly model: PurchaseModel;
  readonly params: Params;
  readonly compared: readonly PurchaseModelName[];
  /** models that hold the true one */
  readonly right: readonly string[];
}[] = [
  {
    name: "BG/NBD",
    model: bgNbd,
    params: { r: 1.2, alpha: 14, a: 0.5, b: 1.2 },
    compared: ["bg-nbd", "pareto-nbd", "mbg-nbd", "nbd"],
    right: ["bg-nbd"],
  },
  {
    name: "Pareto/NBD",
    model: paretoNbd,
    params: { r: 1.2, alpha: 14, s: 0.8, beta: 70 },
    compared: ["bg-nbd", "pareto-nbd", "mbg-nbd", "nbd"],
    right: ["pareto-nbd"],
  },
  {
    name: "regular buyers, k = 3",
    model: bgCnbdK as PurchaseModel,
    params: { k: 3, r: 1.2, alpha: 5, a: 0.5, b: 1.8 },
    compared: ["bg-nbd", "pareto-nbd", "bg-cnbd-k", "nbd"],
    right: ["bg-cnbd-k"],
  },
];

describe.each(worlds)("a world of $name", ({ model, params, compared, right }) => {
  test("the right family wins, beats every rival, and its corrected intervals hold", async () => {
    const lines = simulatedLog(model, params, start, { customers: 9000, days, arrivals: 200, seed: 11 });
    const folder = await logFolder(
      root,
      lines.map((line) => line.slice(0, 3)),
    );
    const { validation: v }: { validation: Backtest } = await runHere(
      folder,
      {
        asOf: dayAfter(start, days),
        purchase: { model: compared[1] },
        // the first order tells of the later ones, which Gamma-Gamma leaves out and cells by past spend do not
        spend: { model: "gamma-regression" },
        uncertainty: { intervals: false },
        validate: { when: "always", models: compared, replicates: 0, totalOrigins: 0 },
      },
      { until: "validate" },
    );
    expect(right, JSON.stringify(v.ranking)).toContain(v.chosen);
    for (const target of targets) {
      const of = (name: string | null) => v.overall.find((f) => f.name === name)!.targets![target]!.measures;
      const best = of(v.chosen);
      for (const { name } of v.overall.filter((f) => f.kind === "rival")) {
        expect(best.normalisedGini, `${target}, ${name}`).toBeGreaterThan(of(name).normalisedGini!);
        expect(best.decileMape, `${target}, ${name}`).toBeLessThan(of(name).decileMape!);
      }
    }
    const all = v.coverage.filter((r) => r.model === v.chosen && r.historyClass === null);
    expect(all.map((r) => [r.target, r.level])).toEqual(
      targets.flatMap((target) => validatedLevels.map((level) => [target, level])),
    );
    for (const row of all)
      expect(Math.abs(row.after - row.level), `${row.target} ${row.level}`).toBeLessThan(0.03);
  });
});
