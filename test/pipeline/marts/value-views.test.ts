import { expect, test } from "vitest";
import { cohortExpected, cohortMonths } from "../../../pipeline/marts/cohorts/prepared.js";
import { valueMonths } from "../../../pipeline/marts/value-views/prepared.js";
import { valueViews } from "../../../pipeline/marts/value-views/value-views.js";
import { exampleRows, exampleSettings, examplesAreThere, expectExample } from "./example-tables.js";
import { preparedColumns } from "./prepared-columns.js";
import { noBoundsIn, type SmallRun, smallRun } from "./small-run.js";

/** The mart with a given residual value of each customer; nobody has a contract. */
async function valued(run: SmallRun): Promise<[string, number, number][]> {
  await run.run("create table mart_expected_months as select distinct x, t_x, t_cal from customers");
  await run.prepare("mart_cohort_months", cohortMonths(run.inputs));
  await run.prepare("mart_cohort_expected", cohortExpected(run.inputs, false));
  await run.prepare("mart_value_months", valueMonths(run.inputs));
  await run.run(`create table mart_value_retention (${preparedColumns.mart_value_retention})`);
  await noBoundsIn(run, ["mart_cohort_bounds_0", "mart_value_bounds_0", "mart_value_bounds_1"]);
  return run.derive(valueViews);
}

test.skipIf(!examplesAreThere)("the worked example", async () => {
  const settings = exampleSettings("value-views");
  const run = await smallRun(
    exampleRows("value-views", "input_transactions"),
    {
      ...{ asOf: settings.as_of!, margin: Number(settings.margin), attributes: ["segment"] },
      ...{ annualDiscountRate: Number(settings.annual_discount), meanCac: Number(settings.acquisition_cost) },
    },
    {
      targets: { lapseMonths: Number(settings.lapse_months) },
      costs: { service: { perMonth: Number(settings.service_cost_per_month) } },
    },
  );
  await run.make(
    "scores",
    "customer_id varchar, expected_spend double, residual_clv double",
    exampleRows("value-views", "input_scores"),
  );
  const identities = await valued(run);
  expectExample(
    await run.rows("select * from clv_value_views"),
    exampleRows("value-views", "expected_value"),
    ["scope", "key"],
  );
  for (const [says, found, expected] of identities) expect(found, says).toBeCloseTo(expected, 9);
  run.close();
});
