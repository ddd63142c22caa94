import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../../pipeline/config/load-config.js";
import { clv, scratch } from "./clv-process.js";
import { change } from "./read-back.js";

const folder = await scratch();
await writeFile(join(folder, "orders.csv"), "customer_id,order_date,amount\nc1,2024-01-01,5\n");
const here = (...args: string[]) => clv(args, { cwd: folder });

/** The code that `--json` prints. */
const errorOf = (out: string): string => JSON.parse(out).error.code;

const addresses = [
  "postgres://user:s3cret@host/db",
  "postgresql://user:s3c@re/s3cret@host/db",
  "jdbc:postgresql://host/db?user=u&password=s3cret",
  "mysql://root:s3cret@host/db",
  "https://user:s3cret@host/orders.csv",
  "https://host/orders.csv?token=s3cret",
  "s3://AKIAX:s3cret@bucket/orders",
  "sc://host:15002/;token=s3cret",
  "host=h user=u password=s3cret",
  "AWS_SECRET_ACCESS_KEY=s3cret",
];

describe("an address with a password or token", () => {
  const isRefused = async (...args: string[]): Promise<string> => {
    const { code, out, err } = await here(...args);
    const json = args.includes("--json");
    expect([code, json ? errorOf(out) : out], err).toEqual([2, json ? "CONFIG_INVALID" : ""]);
    expect(out + err).not.toContain("s3cret");
    expect(err).toMatch(/^CONFIG_INVALID: /);
    expect(err).toContain("CLV_POSTGRES_URL");
    expect(await readdir(folder)).toEqual(["orders.csv"]);
    return err;
  };

  test.each(addresses)("%s is refused as source, output and setting, not repeated", async (address) => {
    const publish = ["--publish", address, `postgres:${address}`];
    const err = await isRefused("run", address, ...publish, "--engine.spillDirectory", address);
    for (const place of ["source.paths.0", "publish.0", "publish.1", "engine.spillDirectory"])
      expect(err).toContain(`${place} holds what looks like a password`);
  });

  test("with a good source too, with --json and by clv init", async () => {
    await isRefused("run", "orders.csv", "--publish", addresses[0]!, "--json");
    await isRefused("init", addresses[0]!);
  });

  test("is refused wherever it stands in clv.yaml, with every place named", async () => {
    for (const address of addresses) {
      const settings = {
        source: { paths: [address], query: `select * from dblink('${address}', 'select 1')` },
        columns: { customer: address, attributes: { [address]: "x" } },
        currency: { ratesFile: address },
        publish: [{ to: "postgres", path: address }, { to: "duckdb", path: address }, `csv:${address}`],
        runsDir: address,
      };
      const refused = await loadConfig(undefined, settings, folder).catch((error: Error) => error);
      expect(refused).toMatchObject({ code: "CONFIG_INVALID", exitCode: 2 });
      const { message } = refused as Error;
      expect(message).not.toContain("s3cret");
      for (const place of [
        ...["source.paths.0", "source.query", "columns.customer", "columns.attributes", "currency.ratesFile"],
        ...["publish.0.path", "publish.1.path", "publish.2.path", "runsDir"],
      ])
        expect(message).toContain(`${place}: holds what looks like a password`);
    }
  });

  test("an address is no schema, even without a password", async () => {
    const publish = [
      "postgres://host/db",
      { to: "postgres", path: "postgresql://host/db" },
      "spark:sc://host:15002",
    ];
    await expect(loadConfig(undefined, { publish }, folder)).rejects.toThrow(
      /publish\.0: names an address where a schema is asked for, such as postgres:analytics(.|\n)*publish\.1: names.*\n.*publish\.2: names an address where a database/,
    );
    const fine = ["postgres:analytics", "spark:shop", "spark:s3://bucket/clv", "csv:out@home"];
    const { publish: sinks } = await loadConfig(undefined, { publish: fine }, folder);
    expect(sinks).toHaveLength(4);
  });
});

describe("what is no YAML is reported by line and column, not by what it says", () => {
  test.each([
    ["engine:\n  password: s3cret: s3cret\n", /line 2, column 13: Nested mappings are not allowed/],
    ['engine:\n  password: "s3cret\n', /line \d+, column \d+: Missing closing/],
    ['engine:\n  password: "s3cret\\q"\n', /line 2, column \d+: Invalid escape sequence$/],
    ["engine: [s3cret\nsource: x\n", /line \d+, column \d+: /],
    ["password: |s3cret\n  x\n", /line 1, column \d+: Block scalar header includes extra characters$/],
    ["s3cret\npassword: x\n", /line 1, column 1: Implicit keys/],
    ["engine: { password: *s3cret }\n", /an alias \(a value that begins with \*\) without its anchor/],
  ])("%j", async (yaml, expected) => {
    await writeFile(join(folder, "clv.yaml"), yaml);
    const refused = await loadConfig("clv.yaml", {}, folder).catch((error: Error) => error);
    expect(refused).toMatchObject({ code: "CONFIG_INVALID", exitCode: 2 });
    expect((refused as Error).message).toMatch(new RegExp(expected.source, "m"));
    expect((refused as Error).message).not.toContain("s3cret");
  });

  test("nor are keys that hold one", async () => {
    await writeFile(join(folder, "clv.yaml"), "engine: { password=s3cret: 1 }\n");
    const { code, out, err } = await here("run", "--config", "clv.yaml");
    expect([code, out], err).toEqual([2, ""]);
    expect(err).toContain("engine.password=*** is not a setting");
  });
});

test("a secret in a server's or engine's answer reaches neither the terminal, the log nor the record of the run", async () => {
  const yaml = `source: { paths: [shop.duckdb], format: duckdb, query: "select 'password = s3cret' as c, * from nowhere" }
columns: { customer: c, date: c, amount: c }
`;
  await writeFile(join(folder, "clv.yaml"), yaml);
  await change(join(folder, "shop.duckdb"), "create table orders (c varchar)");
  const { code, out, err } = await here("run", "--config", "clv.yaml", "--json");
  expect([code, errorOf(out)], err).toEqual([3, "SOURCE_UNREADABLE"]);
  expect(out).not.toContain("s3cret");
  expect(err).toMatch(/SOURCE_UNREADABLE: .*nowhere/);
  const [run] = (await readdir(join(folder, "runs"))).filter((name) => name.startsWith("latest-"));
  const { error } = JSON.parse(await readFile(join(folder, "runs", run!, "manifest.json"), "utf8"));
  const log = await readFile(join(folder, "runs", run!, "log.jsonl"), "utf8");
  expect(error.message).toContain("password = ***");
  expect(log).toContain("password = ***");
  const status = JSON.parse((await here("status", "--json")).out);
  for (const text of [err, error.message, log, status.runs[0].error.message, (await here("status")).out])
    expect(text).not.toContain("s3cret");
});
