import { expect, test } from "vitest";
import type { Manifest } from "../../../pipeline/runs/manifest.js";
import { comparisonText } from "../../../pipeline/terminal/comparison-text.js";
import { type ComparedRun, compareRuns } from "../../../pipeline/terminal/run-comparison.js";

const manifest = (runId: string, config: object, sha256: string): Manifest =>
  ({ runId, config, sources: [{ name: "orders.csv", sha256 }], stages: {} }) as unknown as Manifest;
const horizons = (clv: number) => [{ days: 90, expectedPurchases: 50, clv }];
const run = (runId: string, margin: number, clv: number, sha256: string): ComparedRun =>
  ({
    manifest: manifest(runId, { value: { margin }, tiers: { top: 0.1 } }, sha256),
    account: { input: 1200, rejected: 3, accepted: 1190, amount: 5000 },
    summary: { asOf: "2024-06-30", customers: 300, repeatCustomers: 120, currency: "EUR" },
    model: {
      modelVersion: runId,
      fittedAsOf: "2024-06-30",
      purchase: { model: "bg-nbd", params: { r: 0.25 } },
      spend: { model: "gamma-gamma", params: {} },
    },
    totals: { expectedAlive: 200, horizons: horizons(clv) },
  }) as unknown as ComparedRun;

test("settings and files that differ, and data, model and totals side by side", () => {
  const comparison = compareRuns(run("a", 0.4, 1000, "1".repeat(64)), run("b", 0.5, 1250, "2".repeat(64)));
  expect(comparison.settings).toEqual([{ name: "value.margin", before: "0.4", after: "0.5" }]);
  expect(comparison.files).toEqual([{ name: "orders.csv", before: "111111111111", after: "222222222222" }]);
  expect(comparison.totals.at(-1)).toEqual({ name: "clv.90", before: 1000, after: 1250 });
  const text = comparisonText(comparison);
  expect(text).toMatch(/clv\.90 +1,000 +1,250 +\+25 %/);
  expect(text).toMatch(/purchase\.r +0\.25 +0\.25 +=/);
  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("a run that stopped early is compared as far as it got", () => {
  const stopped = { ...run("b", 0.4, 0, "1".repeat(64)), summary: null, model: null, totals: null };
  const comparison = compareRuns(run("a", 0.4, 1000, "1".repeat(64)), stopped);
  expect(comparison.totals.at(-1)).toEqual({ name: "clv.90", before: 1000, after: null });
  expect(comparisonText(comparison)).toMatch(/clv\.90 +1,000 +-/);
});
