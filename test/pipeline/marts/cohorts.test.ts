import { expect, test } from "vitest";
import { cohorts } from "../../../pipeline/marts/cohorts/cohorts.js";
import { cohortExpected, cohortMonths } from "../../../pipeline/marts/cohorts/prepared.js";
import type { MartFacts } from "../../../pipeline/marts/facts.js";
import {
  type ExampleRow,
  exampleRows,
  exampleSettings,
  examplesAreThere,
  expectExample,
} from "./example-tables.js";
import { expectNothing, noBoundsIn, type SmallRun, smallRun } from "./small-run.js";

const oneMonth = { from: "2025-04-16", to: "2025-04-30" };

async function derived(
  log: readonly ExampleRow[],
  facts: Partial<MartFacts> & Pick<MartFacts, "asOf" | "attributes">,
  model: (run: SmallRun) => Promise<void> = expectNothing,
): Promise<SmallRun & { readonly identities: readonly [string, number, number][] }> {
  const run = await smallRun(log, facts);
  await model(run);
  await run.prepare("mart_cohort_months", cohortMonths(run.inputs));
  await run.prepare("mart_cohort_expected", cohortExpected(run.inputs, false));
  await noBoundsIn(
    run,
    [null, ...facts.attributes].map((_, i) => `mart_cohort_bounds_${i}`),
  );
  return { ...run, identities: await run.derive(cohorts) };
}

test.skipIf(!examplesAreThere)("the worked example", async () => {
  const settings = exampleSettings("cohorts");
  const run = await derived(exampleRows("cohorts", "input_transactions"), {
    ...{ asOf: settings.as_of!, margin: Number(settings.margin), attributes: ["source"] },
    months: [oneMonth],
  });
  // retention is named bought_share now
  expectExample(
    await run.rows("select * from clv_cohorts where attribute = 'source'"),
    exampleRows("cohorts", "expected_cohorts"),
    ["acquisition_month", "source", "age_months"],
    { retention: "bought_share" },
  );
  const ages = await run.rows(
    "select * replace (case when attribute is null then '(all)' else source end as source) from clv_cohort_ages",
  );
  // the example counts month x source of all customers too; here their cohorts are months, whatever attributes there are
  const lines = exampleRows("cohorts", "expected_by_age").map((row) =>
    row.source === "(all)" ? { ...row, cohorts: String(row.age_months === "2" ? 1 : 2) } : row,
  );
  expectExample(ages, lines, ["source", "age_months"], { retention: "bought_share" });
  for (const [says, found, expected] of run.identities) expect(found, says).toBeCloseTo(expected, 9);
  run.close();
});
