import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { scoresSchema } from "../../data/schemas/scores.js";
import { type LoadTarget, loadStatements, loadTargets } from "../../pipeline/load-sql/load-statements.js";
import { scratch } from "../pipeline/cli/clv-process.js";
import { query } from "../pipeline/cli/read-back.js";
import { runHere } from "../pipeline/cli/run-here.js";
import { ordinary, shop, writeLog } from "../pipeline/cli/shop-log.js";
import { serveBucket } from "./bucket-server.js";
import { venvs } from "./python-venv.js";

const folder = await scratch();
const scores = scoresSchema([90, 180, 365], ["channel"]);
const names = scores.fields.map((f) => f.name);
let python: string;

beforeAll(async () => {
  python = join(await venvs.tools(), "python");
}, 600_000);

/** Runs one of the scripts beside this file; rejects with what it said when it fails. */
async function script(name: string, args: readonly string[], input = ""): Promise<unknown[]> {
  const child = spawn(python, [join(import.meta.dirname, "python", name), ...args]);
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  child.stdin.end(input);
  const code = await new Promise<number | null>((done) => child.on("close", done));
  if (code !== 0) throw new Error(err || `${name} ended with ${code}`);
  return out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

interface Parsed {
  readonly kind: string;
  readonly table?: string;
  readonly columns?: readonly string[];
  readonly filled?: number;
}

describe("sqlglot parses the statements", () => {
  const replacing: Readonly<Record<LoadTarget, readonly string[]>> = {
    bigquery: [
      "Create",
      "LoadData",
      "Alias",
      "Transaction",
      "Delete",
      "Insert",
      "Commit",
      "Drop",
      "Create",
      "Create",
    ],
    snowflake: [
      ...["Create", "Create", "Copy", "Select"],
      ...["Transaction", "Delete", "Insert", "Commit", "Drop", "Create", "Create"],
    ],
    redshift: [
      ...["Create", ...names.map(() => "Comment"), "Comment", "Transaction", "Create", "Copy", "Select"],
      ...["Delete", "Insert", "Drop", "Commit", "Create", "Create"],
    ],
    databricks: ["Create", "Create", "Copy", "Select", "Merge", "Drop", "Create", "Create"],
    clickhouse: ["Create", "Drop", "Create", "Insert", "Select", "Alter", "Drop", "Create", "Create"],
  };

  test.each(loadTargets)("of %s, and every column of the table is filled", async (target) => {
    const file = join(folder, `${target}.sql`);
    const options = { asOf: "2024-12-30", customers: 3000, version: "0" };
    await writeFile(file, loadStatements(target, scores, options));
    const parsed = (await script("parse_sql.py", [target, file])) as Parsed[];
    expect(parsed.map((p) => p.kind)).toEqual(replacing[target]);
    const written = target === "snowflake" ? names.map((n) => n.toUpperCase()) : names;
    const [created] = parsed;
    expect(created?.columns).toEqual(written);
    const filling = parsed.filter((p) => p.filled !== undefined);
    expect(filling).toHaveLength(1);
    expect(filling[0]).toMatchObject({ columns: written, filled: written.length });
  });

  test("and refuses what is no SQL", async () => {
    const file = join(folder, "broken.sql");
    await writeFile(file, "insert into (select from;");
    await expect(script("parse_sql.py", ["snowflake", file])).rejects.toThrow("ParseError");
  });
});

test("ClickHouse loads slices from a bucket, again without doubling, and refuses an incomplete one", async () => {
  await writeLog(join(folder, "shop.csv"), shop(300, ordinary));
  await writeFile(
    join(folder, "clv.yaml"),
    "source: { paths: [shop.csv] }\ncolumns: { customer: customer_id, date: order_date, amount: amount }\nengine: { threads: 1 }\n",
  );
  const customers: Record<string, number> = {};
  for (const asOf of ["2024-11-30", "2024-12-20"])
    ({ customers: customers[asOf] } = await runHere(folder, { asOf, publish: ["parquet:out"] }));
  const bucket = await serveBucket(join(folder, "out"));
  try {
    const load = (asOf: string, rows = customers[asOf]!): string =>
      loadStatements("clickhouse", scoresSchema([90, 180, 365], []), {
        asOf,
        customers: rows,
        location: bucket.url,
        version: "0",
      });
    const clickHouse = (...statements: string[]): Promise<unknown[]> =>
      script(
        "run_clickhouse.py",
        [join(folder, "clickhouse")],
        JSON.stringify(["create database if not exists clv", ...statements]),
      );
    const sums = `select as_of, count(), uniqExact(customer_id), sum(historic_value), round(sum(clv_365d), 6), min(first_day), sum(value_rank), countIf(residual_clv is null), any(run_id)
from clv.clv_scores_history group by as_of order by as_of`;
    const [, , , , , found, current] = await clickHouse(
      load("2024-11-30"),
      load("2024-12-20"),
      load("2024-12-20"),
      load("2024-11-30"),
      `${sums} settings output_format_json_quote_64bit_integers = 0`,
      "select distinct toString(as_of) from clv.clv_scores",
    );
    const expected =
      await query(`select as_of::varchar as a, count(*) as n, count(distinct customer_id) as d, sum(historic_value)::double as h, round(sum(clv_365d), 6) as c,
  min(first_day)::varchar as f, sum(value_rank)::bigint as r, count(*) filter (residual_clv is null) as m, any_value(run_id) as i
from read_parquet('${join(folder, "out/clv_scores_history/*/*.parquet")}', hive_partitioning = true) group by all order by 1`);
    expect(found).toEqual(
      expected.map(({ a, n, d, h, c, f, r, m, i }) => [
        a,
        Number(n),
        Number(d),
        h,
        c,
        f,
        Number(r),
        Number(m),
        i,
      ]),
    );
    expect(current).toEqual([["2024-12-20"]]);
    const changes = (from: string, sums: string): string =>
      `select ${sums}, count(*) as n, count(previous_as_of) as known, count(clv_change) as changes, round(sum(clv_change), 6) as clv, round(sum(p_alive_change), 9) as alive from ${from} group by as_of order by as_of`;
    const [, followed] = await clickHouse(
      `${changes("clv.clv_customer_history", "toString(as_of) as day")} settings output_format_json_quote_64bit_integers = 0`,
    );
    const followedFiles = await query(
      changes(
        `read_parquet('${join(folder, "out/clv_customer_history/*/*.parquet")}', hive_partitioning = true)`,
        "as_of::varchar as day",
      ),
    );
    expect(followed).toEqual(
      followedFiles.map(({ day, n, known, changes, clv, alive }) => [
        ...[day, Number(n), Number(known), Number(changes)],
        ...[clv, alive],
      ]),
    );
    await expect(clickHouse(load("2024-12-20", 7))).rejects.toThrow(
      "the files do not hold all customers of the run",
    );
    const [, after] = await clickHouse(`${sums} settings output_format_json_quote_64bit_integers = 0`);
    expect(after).toEqual(found);
  } finally {
    await bucket.close();
  }
});
