import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { scratch } from "../../cli/clv-process.js";
import { query, type Row, readArrow, warehouseContent } from "../../cli/read-back.js";
import { runHere } from "../../cli/run-here.js";
import { ordinary, shop, writeLog } from "../../cli/shop-log.js";
import { inWords } from "../../in-words.js";

const folder = await scratch();
const out = join(folder, "out");
const warehouse = join(out, "w.duckdb");
const formats = ["parquet", "csv", "arrow"] as const;
const [first, second, third] = ["2024-10-31", "2024-11-30", "2024-12-20"] as const;

const publishAsOf = (asOf: string, flags: object = {}) =>
  runHere(folder, {
    asOf,
    publish: [...formats.map((format) => `${format}:out`), "duckdb:out/w.duckdb"],
    ...flags,
  });
const inWarehouse = (select: string): Promise<Row[]> => query(select, warehouse);

beforeAll(async () => {
  await writeLog(join(folder, "shop.csv"), shop(300, ordinary));
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [shop.csv] }
marts: none
columns: { customer: customer_id, date: order_date, amount: amount }
engine: { threads: 1 }
validate: { when: never }
uncertainty: { intervals: false }
`,
  );
  await publishAsOf(first);
});

/** clv_customer_history by a plain loop over the rows of clv_scores_history. */
async function followed(): Promise<Row[]> {
  const rows = await inWarehouse("select * from clv_scores_history order by as_of, customer_id");
  const dates = [...new Set(rows.map((row) => String(row.as_of)))];
  const byKey = new Map(rows.map((row) => [`${row.as_of} ${row.customer_id}`, row]));
  const longest = (row: Row): number =>
    Math.max(
      ...Object.entries(row).flatMap(([name, value]) => {
        const days = /^clv_(\d+)d$/.exec(name)?.[1];
        return days === undefined || value === null ? [] : [Number(days)];
      }),
    );
  return rows.map((row) => {
    const before = byKey.get(`${dates[dates.indexOf(String(row.as_of)) - 1]} ${row.customer_id}`);
    const days = longest(row);
    const clv = `clv_${days}d`;
    const comparable = before !== undefined && longest(before) === days;
    return {
      ...{ customer_id: row.customer_id, as_of: row.as_of, x: row.x, p_alive: row.p_alive },
      ...{ expected_purchases: row[`expected_purchases_${days}d`], clv: row[clv], horizon_days: days },
      ...{ value_tier: row.value_tier, previous_as_of: before?.as_of ?? null },
      previous_tier: before?.value_tier ?? null,
      p_alive_change: before ? Number(row.p_alive) - Number(before.p_alive) : null,
      clv_change: comparable ? Number(row[clv]) - Number(before[clv]) : null,
      ...{ model_version: row.model_version, run_id: row.run_id },
    };
  });
}

const shown = "select * from clv_customer_history order by as_of, customer_id";

/** Rows in which the files of a format differ from the view of the warehouse. */
async function differences(format: (typeof formats)[number]): Promise<unknown> {
  const columns = await inWarehouse("describe clv_customer_history");
  const types = columns.map((c) => `'${c.column_name}': '${c.column_type}'`).join(", ");
  const folders = join(out, "clv_customer_history");
  if (format === "arrow") {
    const files = (await readdir(folders)).filter((name) => name.endsWith(".arrow")).sort();
    const found: Row[] = [];
    for (const file of files) {
      const table = await readArrow(join(folders, file));
      const values = new Map(table.columns.map((name) => [name, table.values(name)]));
      for (let i = 0; i < table.rows; i++)
        found.push(
          Object.fromEntries(["customer_id", "clv", "clv_change"].map((n) => [n, values.get(n)![i]])),
        );
    }
    const expected = (await inWarehouse(shown)).map((r) => ({
      ...{ customer_id: r.customer_id, clv: r.clv, clv_change: r.clv_change },
    }));
    return found.filter((row, i) => JSON.stringify(row) !== JSON.stringify(expected[i])).length;
  }
  const names = columns.map((c) => c.column_name).join(", ");
  const files =
    format === "csv"
      ? `read_csv('${folders}/*.csv', header = true, columns = {${types}})`
      : `read_parquet('${folders}/*/*.parquet', hive_partitioning = true)`;
  const [here, there] = [`(select ${names} from ${files})`, "clv_customer_history"];
  const [row] = await inWarehouse(
    `select count(*) as n from ((from ${here} except all from ${there}) union all (from ${there} except all from ${here}))`,
  );
  return Number(row!.n);
}

async function expectFollowed(rows: number): Promise<void> {
  const expected = await followed();
  expect(expected).toHaveLength(rows);
  const found = await inWarehouse(shown);
  expect(Object.keys(found[0]!)).toEqual(Object.keys(expected[0]!));
  expect(found).toEqual(expected);
  for (const format of formats) expect(await differences(format), format).toBe(0);
}

describe("clv_customer_history", () => {
  test("of the first as-of date has nothing to compare with", async () => {
    await expectFollowed(Number((await inWarehouse("select count(*) as n from clv_scores"))[0]!.n));
    expect(await inWarehouse("select count(previous_as_of) as n from clv_customer_history")).toEqual([
      { n: "0" },
    ]);
  });

  test("tells what changed, also for a date that was published before the one between", async () => {
    await publishAsOf(third);
    const count = async () => (await followed()).length;
    await expectFollowed(await count());
    const previous = `select distinct previous_as_of as day from clv_customer_history where as_of = date '${third}' and previous_as_of is not null`;
    expect(await inWarehouse(previous)).toEqual([{ day: first }]);
    await publishAsOf(second);
    expect(await inWarehouse(previous)).toEqual([{ day: second }]);
    await expectFollowed(await count());
    const [moved] = await inWarehouse(
      "select count(*) as n from clv_customer_history where previous_tier <> value_tier",
    );
    expect(Number(moved!.n)).toBeGreaterThan(5);
  });

  test("follows the history where a date is published again, or with another horizon", async () => {
    const published = (await inWarehouse(shown)).length;
    await publishAsOf(second, { value: { margin: 0.5, horizonsDays: [90, 730] } });
    await expectFollowed(published);
    expect(
      await inWarehouse(
        "select as_of::varchar as day, min(horizon_days) as days, count(previous_tier) > 0 as known, count(clv_change) as changes from clv_customer_history group by as_of order by as_of",
      ),
    ).toEqual([
      { day: first, days: 365, known: false, changes: "0" },
      { day: second, days: 730, known: true, changes: "0" },
      { day: third, days: 365, known: true, changes: "0" },
    ]);
  });

  test("files that an earlier version did not write are made up for", async () => {
    await rm(join(out, "clv_customer_history"), { recursive: true });
    await publishAsOf(third);
    await expectFollowed((await inWarehouse(shown)).length);
  });
});

describe("clv_monitoring", () => {
  test("has the measures of the run that published a date last, in every output", async () => {
    const rows = async (from: string, database?: string) =>
      query(
        `select as_of::varchar as day, run_id, measure, value, level, reason, text from ${from} order by 1, 3`,
        database,
      );
    const run = await publishAsOf(third, { value: { margin: 0.25 } });
    const found = await rows("clv_monitoring", warehouse);
    const own = found.filter((row) => row.day === third);
    expect(own.map(({ day: _, run_id, ...row }) => row)).toEqual(
      inWords(JSON.parse(await readFile(join(run.runDir, "monitoring.json"), "utf8")))
        .records.map(({ measure, value, level, reason, text }: Row) => ({
          measure,
          value,
          level,
          reason,
          text,
        }))
        .sort((a: Row, b: Row) => (String(a.measure) < String(b.measure) ? -1 : 1)),
    );
    const [quality, compared] = [
      own.filter((r) => String(r.measure).startsWith("quality.")),
      run.monitoring.measures,
    ];
    expect([quality.length > 3, compared.length > 0]).toEqual([true, true]);
    expect(new Set(own.map((row) => row.run_id))).toEqual(new Set([run.runId]));
    expect(new Set(found.map((row) => row.day))).toEqual(new Set([first, second, third]));
    expect(await rows(`read_parquet('${out}/clv_monitoring/*.parquet')`)).toEqual(found);
    expect(
      await rows(
        `(select * replace (value::double as value) from read_csv('${out}/clv_monitoring/*.csv', header = true, all_varchar = true))`,
      ),
    ).toEqual(found);
    expect((await readdir(join(out, "clv_monitoring"))).sort()).toEqual(
      [first, second, third].flatMap((day) => formats.map((f) => `${day}.${f}`)).sort(),
    );
  });

  test("is published with what warns; a run that is stopped publishes nothing", async () => {
    const state = async () => [
      await warehouseContent(warehouse),
      await inWarehouse("select * from clv_monitoring order by all"),
      await inWarehouse(shown),
      (await readdir(out, { recursive: true })).sort(),
    ];
    const fourth = "2024-12-26";
    const limit = (level: "warn" | "stop") => ({
      monitoring: { tiers: { [level]: 0.0001 } },
      value: { margin: 0.25 },
    });
    const before = await state();
    await expect(publishAsOf(fourth, limit("stop"))).rejects.toMatchObject({ code: "MONITORING_STOP" });
    expect(await state()).toEqual(before);
    const { runId } = await publishAsOf(fourth, limit("warn"));
    expect(
      await inWarehouse(
        `select run_id, as_of, threshold from clv_monitoring where level = 'warn' and measure = 'tier_churn'`,
      ),
    ).toEqual([{ run_id: runId, as_of: fourth, threshold: 0.0001 }]);
  });
});

test("every table, view and column of the warehouse says what it holds", async () => {
  const bare =
    await inWarehouse(`select table_name, column_name from duckdb_columns() where not internal and comment is null
union all select table_name, 'itself' from duckdb_tables() where comment is null
union all select view_name, 'itself' from duckdb_views() where not internal and comment is null`);
  expect(bare).toEqual([]);
  expect(
    await inWarehouse(
      "select comment from duckdb_columns() where table_name = 'clv_customer_history' and column_name = 'clv_change'",
    ),
  ).toEqual([{ comment: expect.stringContaining("base currency") }]);
});
