import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configSchema } from "../../../../pipeline/config/config.js";
import { readPlan } from "../../../../pipeline/stages/derive/read-plan.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clv-plan-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function planOf(text: string): Promise<unknown> {
  const plan = join(folder, "plan.csv");
  await writeFile(plan, text);
  return readPlan({ attributes: ["channel"] }, { config: configSchema.parse({ forecast: { plan } }) }).catch(
    (error: { code: string; message: string }) => `${error.code} ${error.message}`,
  );
}

test("a plan as a spreadsheet writes it", async () => {
  const month = { month: "2025-03", channel: "search", newCustomers: 1200, costPerCustomer: 20.5 };
  for (const text of [
    "month,channel,new_customers,cost_per_customer\n2025-03-01,search,1200,20.5\n",
    "\uFEFFmonth;channel;newCustomers;costPerCustomer\r\n2025-03;search;1.200;20,50 €\r\n",
  ])
    expect(await planOf(text)).toEqual([month]);
});

test("every row that is none is named, a number that may be two among them", async () => {
  const said = await planOf(
    "month;channel;newCustomers\n2025-03;search;1.200\n2025-04;search;many\nMay;search;3\n",
  );
  for (const part of [
    "CONFIG_INVALID",
    'row 2 "1.200": newCustomers',
    'row 3 "many"',
    'row 4 "May": month is no month',
  ])
    expect(said).toContain(part);
  expect(await planOf("month,newCustomers\n")).toMatch(/^CONFIG_INVALID/);
});
