import { expect, test } from "vitest";
import { type ConfigInput, configSchema } from "../../../../pipeline/config/config.js";
import { raw, sql } from "../../../../pipeline/sql/sql.js";
import type { StageContext } from "../../../../pipeline/stage.js";
import { customersOfMarts } from "../../../../pipeline/stages/derive/customers-of-marts.js";
import { spendEngine } from "../../spend/spend-engine.js";

const { engine } = await spendEngine(1);

/** Customer a, who came on the first day by one channel, and bought by another on the second. */
async function given(first: string | null, config: ConfigInput = {}) {
  const row = (day: number, channel: string | null) =>
    sql`select 'a' as customer_id, date ${`2024-01-0${day}`} as day, false as is_refund, cast(${channel} as varchar) as attr_channel`;
  await engine.materialize({ name: "transactions" }, sql`${row(1, first)} union all ${row(2, "web")}`);
  await engine.materialize(
    { name: "customers" },
    sql`select 'a' as customer_id, date ${"2024-01-01"} as first_day, cast(${first ?? "web"} as varchar) as attr_channel, 1 as x`,
  );
  const parsed = configSchema.parse({ columns: { attributes: { channel: "channel" } }, ...config });
  const { table, rated } = await customersOfMarts({ engine, config: parsed } as unknown as StageContext);
  const rows = await engine.rows(sql`select * from ${engine.dialect.table(table)} c order by ${raw("x")}`);
  return { table, rated, row: { ...rows[0], first_day: null } };
}

const own = { customer_id: "a", first_day: null, x: 1 };

test("a first day that does not say where a customer came from leaves it unknown, and margin as scores have it", async () => {
  const margin = { attribute: "channel", values: { web: 0.3 }, default: 0.9 };
  expect(await given(null)).toEqual({
    ...{ table: "mart_customers", rated: false },
    row: { ...own, attr_channel: null },
  });
  expect(await given(null, { value: { margin } })).toEqual({
    ...{ table: "mart_customers", rated: true },
    row: { ...own, attr_channel: null, margin_rate: 0.3 },
  });
});

test("the customers of the run are read where all days say it, or another value is asked for", async () => {
  expect((await given("app")).table).toBe("customers");
  expect((await given(null, { ingest: { attributeValue: "last" } })).table).toBe("customers");
});
