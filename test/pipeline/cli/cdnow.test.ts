import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { stageNames } from "../../../pipeline/stage.js";
import { near, printedAs } from "../../models/near.js";
import { clv, scratch, shared } from "./clv-process.js";
import { query } from "./read-back.js";

const folder = await scratch();
const elog = join(shared, "cdnow_elog.csv");
const master = join(shared, "CDNOW_master.txt");

// Public data, read beside the checkout and never committed.
describe.skipIf(!existsSync(elog))(
  "the CDNOW sample through the command (skipped where ../shared/data is absent)",
  () => {
    const flags = [
      ...["--columns.customer", "masterid", "--asOf", "1997-09-30", "--timeUnit", "week"],
      ...["--purchase.calendar", "off"],
    ];
    // biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
    let printed: any;
    let err: string;

    beforeAll(async () => {
      const run = await clv(["run", elog, ...flags, "--publish", "parquet:out", "--json"], { cwd: folder });
      expect(run.code, run.err).toBe(0);
      expect(run.out.trimEnd().split("\n"), "stdout is one line, one object").toHaveLength(1);
      printed = JSON.parse(run.out);
      err = run.err;
    });

    test("--json prints the keys that scripts rely on, and nothing goes to stderr when all is well", () => {
      expect(err).toBe("");
      expect(Object.keys(printed)).toEqual(
        expect.arrayContaining([
          "runId",
          "rows",
          "customers",
          "histories",
          "purchase",
          "spend",
          "totals",
          "outputs",
          "seconds",
        ]),
      );
      expect(Object.keys(printed.rows)).toEqual([
        "input",
        "accepted",
        "rejected",
        "merged",
        "parts",
        "outOfWindow",
      ]);
      for (const part of [printed.purchase, printed.spend])
        expect(Object.keys(part)).toEqual(
          expect.arrayContaining([
            "model",
            "params",
            "timeUnit",
            "logLikelihood",
            "standardErrors",
            "verdict",
          ]),
        );
      expect([printed.purchase.timeUnit, printed.spend.timeUnit]).toEqual(["week", null]);
      expect(Object.keys(printed.seconds)).toEqual([...stageNames]);
      for (const s of Object.values(printed.seconds)) expect(s).toBeGreaterThan(0);
      const { input, accepted, rejected, merged, outOfWindow } = printed.rows;
      expect(accepted + rejected + merged + outOfWindow).toBe(input);
    });

    test("2,357 customers, 1,016 histories, and the estimates of Fader, Hardie & Lee (2005) in weeks", () => {
      expect(printed).toMatchObject({ customers: 2357, histories: 1016, rows: { input: 6919 } });
      const { model, params, logLikelihood, standardErrors, verdict } = printed.purchase;
      expect(model).toBe("bg-nbd");
      expect(verdict.status).toBe("identified");
      printedAs(params.r, "0.24259");
      printedAs(params.alpha, "4.41360");
      printedAs(params.a, "0.79292");
      near(params.b, 2.42588806, 2e-5); // flat: the published optimiser stopped 2e-8 below this likelihood
      printedAs(logLikelihood, "-9582.4292");
      printedAs(standardErrors.r, "0.01256");
      near(standardErrors.alpha, 0.378224, 1e-4);
      near(standardErrors.a, 0.185733, 1e-4);
      near(standardErrors.b, 0.705407, 1e-4);
    });

    test("Gamma-Gamma of Fader & Hardie (2013) on the 946 repeat buyers", () => {
      const { params, logLikelihood, customers, standardErrors } = printed.spend;
      expect(customers).toBe(946);
      near(params.p, 6.249349179, 1e-4);
      near(params.q, 3.744256334, 1e-4);
      near(params.gamma, 15.444306686, 1e-4);
      printedAs(logLikelihood, "-4055.9177");
      near(standardErrors.q, 0.290133, 1e-4);
    });

    test("clv explain gives the numbers of clv_scores, each with its meaning", async () => {
      const scores = await query(`select * from '${join(folder, "out/clv_scores.parquet")}'`);
      const ids = [...scores]
        .sort((a, b) => Number(b.x) - Number(a.x))
        .slice(0, 1)
        .map((r) => String(r.customer_id));
      const once = scores.find((r) => r.x === 0)!;
      for (const id of [...ids, String(once.customer_id)]) {
        const { code, out, err: said } = await clv(["explain", id, "--json"], { cwd: folder });
        expect(code, said).toBe(0);
        const score = scores.find((r) => r.customer_id === id)!;
        const { steps, purchases } = JSON.parse(out);
        const value = (name: string): number => steps.find((s: { name: string }) => s.name === name).value;
        expect([value("x"), value("t_x"), value("T")]).toEqual([score.x, score.t_x_days, score.t_cal_days]);
        expect(purchases).toHaveLength(Number(score.x) + 1);
        near(value("P(alive)"), score.p_alive as number, 1e-9, "P(alive)");
        near(value("E[Y(365)]"), score.expected_purchases_365d as number, 1e-9, "E[Y(365)]");
        near(value("expected spend"), score.expected_spend as number, 1e-9, "expected spend");
        near(value("CLV 365 days"), score.clv_365d as number, 1e-9, "CLV");
        near(value("published CLV"), score.clv_365d as number, 1e-15, "published CLV");
        for (const step of steps) expect(step.meaning).toMatch(/\w{3}/);
      }
      const { out } = await clv(["explain", String(once.customer_id)], { cwd: folder });
      expect(out).toMatch(/^Customer \d+\n\nPurchases \(1\)\n {2}1997-/);
      expect(out.replace(/\s+/g, " ")).toContain(
        "1 by assumption: under BG/NBD a customer can leave only right after a repeat purchase",
      );
      expect(out).toMatch(/published CLV +[\d.]+ {2}as in clv_scores; rank \d+, tier \w+/);
    });

    test("an unknown customer: similar ids, exit 2", async () => {
      const { code, err: said } = await clv(["explain", "11a"], { cwd: folder });
      expect(code).toBe(2);
      expect(said).toMatch(/^CUSTOMER_NOT_FOUND: no customer "11a" in .*Similar ids: \d+, \d+, \d+\.$/m);
    });

    test.skipIf(!existsSync(master))(
      "init and run on the full cohort: 23,570 customers, from a file with an odd header",
      async () => {
        const init = await clv(["init", master, "--out", "master.yaml"], { cwd: folder });
        expect(init.code, init.err).toBe(0);
        expect(init.out).toContain("Next: clv run --config master.yaml");
        const run = await clv(
          ["run", "--config", "master.yaml", "--asOf", "1997-09-30", "--json", "--runsDir", "m"],
          { cwd: folder },
        );
        expect(run.code, run.err).toBe(0);
        expect(JSON.parse(run.out)).toMatchObject({
          customers: 23_570,
          rows: { input: 69_659, rejected: 0 },
          purchase: { verdict: { status: "identified" } },
        });
      },
    );
  },
);

test("a config of one's own wins over nothing, a flag over the config", async () => {
  await writeFile(
    join(folder, "wrong.yaml"),
    "colums: {}\nvalue: { margin: 3, horizonsDays: [] }\ntimeUnit: fortnight\n",
  );
  const { code, err, out } = await clv(["run", "--config", "wrong.yaml", "--value.margin", "0.3"], {
    cwd: folder,
  });
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain("CONFIG_INVALID: 3 settings are wrong (wrong.yaml and flags):");
  expect(err).toContain("colums is not a setting; did you mean columns?");
  expect(err).toMatch(/^ {2}timeUnit: "fortnight" is none of day, week, month, year$/m);
  expect(err).toMatch(/^ {2}value\.horizonsDays: /m);
  expect(err).not.toContain("value.margin");
});
