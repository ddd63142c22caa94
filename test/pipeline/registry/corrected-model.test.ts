import { expect, test } from "vitest";
import type { ModelFile } from "../../../pipeline/artifacts/model-file.js";
import type { Backtest, Correction } from "../../../pipeline/artifacts/validation.js";
import { withCorrection } from "../../../pipeline/registry/corrected-model.js";

const correction = (horizonDays: number): Correction => ({ horizonDays }) as Correction;
const model = (name: string, of: Correction | null = null): ModelFile =>
  ({
    modelVersion: `${name}+gamma-gamma-plain`,
    purchase: { model: name },
    spend: { model: "gamma-gamma", predictor: null },
    correction: of,
  }) as unknown as ModelFile;
const learned = (of: Record<string, Correction>): { backtest: Backtest } => ({
  backtest: {
    corrections: Object.fromEntries(Object.entries(of).map(([name, all]) => [name, { all, tried: null }])),
  } as unknown as Backtest,
});
const none = { backtest: null };

test("what the run's own validation learned on models of this kind goes before what the champion has", () => {
  const found = withCorrection(
    model("bg-nbd"),
    learned({ "bg-nbd": correction(77), nbd: correction(1) }),
    model("bg-nbd", correction(30)),
  );
  expect(found.correction).toEqual(correction(77));
});

test("a refit without validation inherits from a champion of its kind, not from another, nor from none", () => {
  const champion = model("bg-nbd", correction(30));
  expect(withCorrection(model("bg-nbd"), none, champion).correction).toEqual(correction(30));
  expect(withCorrection(model("bg-nbd"), learned({ nbd: correction(1) }), champion).correction).toEqual(
    correction(30),
  );
  const other = model("pareto-nbd");
  expect(withCorrection(other, none, champion)).toBe(other);
  expect(withCorrection(other, none, null)).toBe(other);
});

test("the version changes with the correction, and with it alone", () => {
  const version = (of: Correction): string =>
    withCorrection(model("bg-nbd"), learned({ "bg-nbd": of }), null).modelVersion;
  expect(version(correction(77))).toMatch(/^bg-nbd\+gamma-gamma-[0-9a-f]{12}$/);
  expect(version(correction(77))).toBe(version(correction(77)));
  expect(new Set([version(correction(77)), version(correction(78)), "bg-nbd+gamma-gamma-plain"]).size).toBe(
    3,
  );
});

test("what totals taught goes the same way, and changes the version too", () => {
  const lesson = (k: number) => ({
    safety: { byHorizon: [{ days: 90, purchases: k }], unsupported: false, reason: null },
    rivals: [{ days: 90, purchases: null }],
  });
  const tried = (k: number, of = "bg-nbd") => ({
    backtest: {
      corrections: {},
      totals: {
        ...{ model: of, safety: lesson(k).safety },
        byHorizon: [{ days: 90, purchases: { compared: [{ rival: "last-year", better: false }] } }],
      },
    } as unknown as Backtest,
  });
  const plain = model("bg-nbd");
  const own = withCorrection(plain, tried(1.2), null);
  expect(own.totals).toEqual(lesson(1.2));
  expect(own.modelVersion).not.toBe(withCorrection(plain, tried(1.3), null).modelVersion);
  const champion = { ...plain, totals: lesson(1.1) };
  expect(withCorrection(plain, none, champion).totals).toEqual(lesson(1.1));
  expect(withCorrection(plain, tried(1.2, "nbd"), champion).totals).toEqual(lesson(1.1));
  expect(withCorrection(model("nbd"), none, champion).totals).toBeUndefined();
});

test("a naive forecast of the total is kept where it is better beyond chance", () => {
  const compared = [
    { rival: "last-year", better: true, error: 0.02 },
    { rival: "last-period", better: true, error: 0.03 },
  ];
  const totals = { model: "bg-nbd", safety: {}, byHorizon: [{ days: 90, purchases: { compared } }] };
  const found = withCorrection(
    model("bg-nbd"),
    { backtest: { corrections: {}, totals } as unknown as Backtest },
    null,
  );
  expect(found.totals!.rivals).toEqual([{ days: 90, purchases: compared[0] }]);
});
