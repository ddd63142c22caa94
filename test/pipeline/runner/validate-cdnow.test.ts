import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { purchaseModel, purchaseModelNames } from "../../../models/index.js";
import type { Backtest, OverallTarget, Target } from "../../../pipeline/artifacts/validation.js";
import { scratch, shared } from "../cli/clv-process.js";
import { runHere } from "../cli/run-here.js";
import { logFolder } from "./logged-run.js";

const root = await scratch();
const master = join(shared, "CDNOW_master.txt");
/** Every model in continuous time. */
const models = purchaseModelNames.filter((name) => purchaseModel(name).time === "continuous");

// Public data, read beside the checkout and never committed.
describe.skipIf(!existsSync(master))(
  "the full CDNOW cohort, 23,570 customers (skipped where ../shared/data is absent)",
  () => {
    let found: Backtest;
    let text: string;
    const overall = (name: string | null, target: Target): OverallTarget =>
      found.overall.find((f) => f.name === name)!.targets![target]!;

    beforeAll(async () => {
      const folder = await logFolder(root, []);
      const rows = (await readFile(master, "utf8")).trim().split(/\r?\n/).slice(1);
      const orders = rows.map((row) => row.trim().split(/\s+/));
      const csv = orders.map(([id, day, , dollars]) => `${id},${day},${dollars}\n`).join("");
      await writeFile(join(folder, "log.csv"), `customer_id,order_date,amount\n${csv}`);
      const run = await runHere(
        folder,
        {
          ingest: { dateFormat: "yyyymmdd" },
          uncertainty: { intervals: false },
          // the first order tells of the later ones, which Gamma-Gamma leaves out and the customer's own average does not
          spend: { model: "gamma-regression" },
          // its one cohort ages as the months go by: season and level cost a little of what single customers' forecasts are worth
          purchase: { calendar: "off" },
          validate: { when: "always", models, replicates: 0, totalOrigins: 0 },
        },
        { until: "validate" },
      );
      ({ validation: found, text } = run);
    }, 300_000);

    test("three origins, all customers at each, every model and rival", () => {
      expect(found.origins.map((o) => [o.origin, o.customers, o.scored])).toEqual([
        ["1997-08-19", 23_570, 23_570],
        ["1997-12-02", 23_570, 23_570],
        ["1998-03-17", 23_570, 23_570],
      ]);
      expect(found.overall.map((f) => f.name)).toEqual([
        ...models,
        "last-period",
        "own-rate",
        "rfm-cells",
        "arpu-lifetime",
      ]);
      for (const f of found.overall) expect(f.targets, f.name).not.toBeNull();
      for (const f of found.overall) expect(text).toContain(f.name);
    });

    test.each([
      "purchases",
      "value",
    ] as const)("the chosen model beats every rival on Gini and decile MAPE of %s", (target) => {
      const best = overall(found.chosen, target).measures;
      for (const { name } of found.overall.filter((f) => f.kind === "rival")) {
        const { measures } = overall(name, target);
        expect(best.normalisedGini, name).toBeGreaterThan(measures.normalisedGini!);
        expect(best.decileMape, name).toBeLessThan(measures.decileMape!);
        expect(best.mae, name).toBeLessThan(measures.mae!);
        expect(best.rmse, name).toBeLessThan(measures.rmse!);
      }
    });

    test("so does every model on purchases, but for one without dropout", () => {
      for (const { name } of found.overall.filter((f) => f.kind === "model" && f.name !== "nbd"))
        for (const rival of found.overall.filter((f) => f.kind === "rival")) {
          const [own, other] = [
            overall(name, "purchases").measures,
            overall(rival.name, "purchases").measures,
          ];
          expect(own.normalisedGini, `${name}, ${rival.name}`).toBeGreaterThan(other.normalisedGini!);
          expect(own.decileMape, `${name}, ${rival.name}`).toBeLessThan(other.decileMape!);
        }
    });

    test("80 and 95 % intervals hold within 3 points on the origin that the correction has not seen", () => {
      const all = found.coverage.filter((r) => r.model === found.chosen && r.historyClass === null);
      expect(all.map((r) => [r.target, r.level])).toEqual([
        ["purchases", 0.8],
        ["purchases", 0.95],
        ["value", 0.8],
        ["value", 0.95],
      ]);
      for (const row of all)
        expect(Math.abs(row.after - row.level), `${row.target} ${row.level}: ${row.after}`).toBeLessThan(
          0.03,
        );
      for (const row of found.coverage.filter((r) => r.customers >= 1000))
        expect(Math.abs(row.after - row.level), JSON.stringify(row)).toBeLessThan(0.04);
    });
  },
);
