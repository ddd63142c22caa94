import { join } from "node:path";
import { expect, test } from "vitest";
import { scratch } from "../cli/clv-process.js";
import { query } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { ordinary, shop } from "../cli/shop-log.js";
import { logFolder } from "./logged-run.js";

const root = await scratch();

test("a model that cannot tell who has left gives no value for ever, and says why", async () => {
  const folder = await logFolder(root, shop(150, ordinary));
  const scored = (model: string) =>
    runHere(folder, { runsDir: model, purchase: { model }, publish: [] }, { until: "score" });
  const [stays, leaves] = [await scored("nbd"), await scored("bg-nbd")];
  const file = `'${join(stays.runDir, "tables/scores.parquet")}'`;
  const [row] = await query(
    `select count(*) filter (where p_alive < 1) as left, count(residual_clv) as for_ever,
      bool_and(abs(total_value - historic_value::double - clv_365d) < 1e-9) as longest from ${file}`,
  );
  expect(row).toEqual({ left: "0", for_ever: "0", longest: true });
  const why =
    "the log does not tell who has left; with everybody staying it would depend on the discount rate alone";
  expect(stays.totals).toMatchObject({ residualClv: null, residualWhy: why });
  expect(stays.said).toContain(`No value for ever: ${why}.`);
  expect(stays.text).not.toMatch(/^ +for ever/m);
  expect(leaves.totals.residualClv).toBeGreaterThan(0);
  expect(leaves.totals.residualWhy).toBeUndefined();
  expect(leaves.text).toMatch(/^ +for ever/m);
});
