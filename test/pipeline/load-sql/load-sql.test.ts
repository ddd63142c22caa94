import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "node:process";
import { describe, expect, test } from "vitest";
import { commentOf } from "../../../data/schemas/field.js";
import { scoresSchema } from "../../../data/schemas/scores.js";
import { type LoadOptions, loadStatements, loadTargets } from "../../../pipeline/load-sql/load-statements.js";

const golden = join(import.meta.dirname, "../../golden/load-sql");
const scores = scoresSchema([90, 365], ["channel"]);
const options: LoadOptions = { asOf: "2024-12-30", customers: 3000, version: "1.2.3" };

test.each(
  loadTargets,
)("%s: the statements of the golden file; UPDATE_GOLDEN=1 writes it again", async (target) => {
  const path = join(golden, `${target}.sql`);
  const text = loadStatements(target, scores, options);
  if (env.UPDATE_GOLDEN) {
    await mkdir(golden, { recursive: true });
    await writeFile(path, text);
  }
  expect(text).toBe(await readFile(path, "utf8"));
});

test("there is no golden file without its service", async () => {
  expect((await readdir(golden)).sort()).toEqual(loadTargets.map((t) => `${t}.sql`).sort());
});

describe.each(loadTargets)("%s", (target) => {
  const text = loadStatements(target, scores, options);

  test("every column has its comment", () => {
    for (const field of scores.fields) {
      expect(commentOf(field), field.name).toMatch(/\w{3}/);
      expect(text).toContain(`'${commentOf(field)}'`);
    }
  });

  test("says first how far it was checked, and names the slice's folder and its rows", () => {
    const head = text.slice(0, text.indexOf("\n\n"));
    expect(head.split("\n").every((line) => line.startsWith("-- "))).toBe(true);
    expect(head).toMatch(/^-- clv_scores as of 2024-12-30 \(3,000 customers\) into /);
    expect(head).toMatch(/^-- Checked: parsed with sqlglot.*Not run on /m);
    expect(text).toContain("/clv/clv_scores_history/as_of=2024-12-30/");
    expect(text).toMatch(/= 3000|<> 3000/);
  });

  test("names are quoted, whatever an attribute is called", () => {
    const odd = loadStatements(target, scoresSchema([90], ['a "b" `c`']), options);
    const quoted = {
      bigquery: '`a "b" \\`c\\``',
      snowflake: '"A ""B"" `C`"',
      redshift: '"a ""b"" `c`"',
      databricks: '`a "b" ``c```',
      clickhouse: '`a "b" \\`c\\``',
    }[target];
    expect(odd).toContain(quoted);
  });

  test("a location and a schema of one's own", () => {
    const own = loadStatements(target, scores, {
      ...options,
      location: "abfss://lake@account.dfs.core.windows.net/clv/out/",
      schema: "shop.scores",
    });
    expect(own).toContain(
      "'abfss://lake@account.dfs.core.windows.net/clv/out/clv_scores_history/as_of=2024-12-30/",
    );
    expect(own.toLowerCase()).toMatch(/[`"]shop[`"]\.[`"]scores[`"]\.[`"]clv_scores[`"]/);
    expect(own).not.toContain("YOUR-BUCKET");
  });
});

test.each([
  "https://user:geheim@host/clv",
  "https://host/clv?sig=geheim",
  "s3://bucket/'; drop table geheim; --",
  "s3://bucket/\\geheim",
  "s3://bucket/*geheim",
  "bucket/geheim",
  "",
])("a location that is none, or that holds a secret, is refused and not repeated: %s", (location) => {
  expect(() => loadStatements("bigquery", scores, { ...options, location })).toThrow(
    expect.objectContaining({ code: "USAGE", message: expect.not.stringContaining("geheim") }),
  );
});

test.each(["a.b.c.d", "a b", 'a"', "", "a..b", "1a"])("a schema that is none is refused: %s", (schema) => {
  expect(() => loadStatements("redshift", scores, { ...options, schema })).toThrow(
    expect.objectContaining({ code: "USAGE" }),
  );
});
