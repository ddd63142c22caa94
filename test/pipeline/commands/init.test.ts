import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import yargs from "yargs";
import { initCommand } from "../../../pipeline/commands/init.js";
import { configSchema } from "../../../pipeline/config/config.js";
import type { ClvError } from "../../../pipeline/errors.js";
import { type ConfigKey, configKeys } from "../../../pipeline/inspect/config-keys.js";
import { inspectSource } from "../../../pipeline/inspect/inspect-source.js";
import { writeConfig } from "../../../pipeline/inspect/write-config.js";
import type { Io } from "../../../pipeline/terminal/io.js";
import { currencyExport, germanExport, invoiceExport } from "../inspect/logs.js";
import { textFolder } from "../sources/text/files.js";

const shared = resolve(dirname(fileURLToPath(import.meta.url)), "../../../../shared/data");
const folder = await textFolder();
const cwd = folder.path("shop");
await mkdir(cwd, { recursive: true });

const logs: Record<string, () => Promise<string>> = {
  "invoices.csv": () => folder.put("shop/invoices.csv", invoiceExport()),
  "umsatz.csv": () => folder.put("shop/umsatz.csv", germanExport()),
  "two.tsv": () => folder.put("shop/two.tsv", currencyExport(0.3)),
  "summary.csv": () => folder.put("shop/summary.csv", "alpha,beta,gamma\n1,2,red\n1,3,blue\n2,4,red\n"),
};
for (const name of ["CDNOW_master.txt", "CDNOW_sample.txt", "cdnow_elog.csv"])
  if (existsSync(resolve(shared, name))) logs[name] = async () => resolve(shared, name);

/** The text with every commented setting put in force. */
const uncommented = (text: string): string => text.replace(/^#(?=\S| {2})/gm, "");

/** The keys of each section; a section within one is shown as one value. */
const leaves = (keys: readonly ConfigKey[]): ConfigKey[] => keys.flatMap((key) => key.keys ?? [key]);

describe.each(Object.keys(logs))("clv.yaml of %s", (name) => {
  const written = logs[name]!().then(async (path) => {
    const inspection = await inspectSource([path], { today: "2026-01-01" });
    return { inspection, text: writeConfig(inspection, cwd) };
  });

  test("parses to what was recognised, with paths relative to its folder", async () => {
    const { inspection, text } = await written;
    const config = configSchema.parse(parse(text));
    const { source, ...recognised } = inspection.config;
    expect(config).toMatchObject({ ...recognised, source: { ...source, paths: [expect.any(String)] } });
    expect(resolve(cwd, config.source.paths[0]!)).toBe(inspection.files[0]!.path);
    expect(config.source.paths[0]).not.toMatch(/^\//);
  });

  test("what is not recognised stays at its default", async () => {
    const { inspection, text } = await written;
    const { source, columns, ingest, currency } = inspection.config;
    const expected = configSchema.parse({ source, columns, ingest, currency });
    const { paths: _paths, ...read } = configSchema.parse(parse(text)).source;
    const { paths: _given, ...wanted } = expected.source;
    expect(read).toEqual(wanted);
    expect({ ...configSchema.parse(parse(text)), source: null }).toEqual({ ...expected, source: null });
  });

  test("every key is there with its description, and is valid once its # is removed", async () => {
    const { text } = await written;
    const all: unknown = parse(uncommented(text));
    for (const { path, description } of leaves(configKeys())) {
      const value = path
        .split(".")
        .reduce<unknown>((tree, key) => (tree as Record<string, unknown>)?.[key], all);
      expect(value, path).toBeDefined();
      if (!path.startsWith("columns."))
        expect(value, "a name is no example").not.toBe(path.split(".").at(-1));
      expect(text.replace(/\n *# /g, " "), path).toContain(description);
    }
    const issues = configSchema.safeParse(all).error?.issues.map((issue) => issue.path.join(".")) ?? [];
    // rates are shown as 0 so that they must be filled in; a table and a query, or margin and cost, exclude each other; the default model has neither period nor intervals
    const known = /^(source|columns\.cost|purchase\.(period|interval\.attribute)|currency\.rates\..*)$/;
    expect(issues.filter((path) => !known.test(path))).toEqual([]);
  });

  test("no line of prose can be taken for a setting", async () => {
    const { text } = await written;
    for (const line of text.split("\n").filter((l) => l.startsWith("#")))
      expect(line, line).toMatch(/^# \S|^#( {2})?[a-zA-Z]+:/);
  });
});

test("the note on rejected rows stands above the limit that it explains", async () => {
  const inspection = await inspectSource([await logs["invoices.csv"]!()], { today: "2026-01-01" });
  expect(writeConfig(inspection, cwd)).toMatch(
    /# about \d+\.\d % of the rows will be rejected[^\n]*\n[^\n]*\n +maxRejectedShare: 0\.\d+ /,
  );
});

test("a missing role is written as a choice, not as a value", async () => {
  const inspection = await inspectSource([await logs["summary.csv"]!()]);
  const text = writeConfig(inspection, cwd);
  expect(text).toContain("# Needed, but not recognised. Choose one of: alpha, beta");
  expect(parse(text).columns ?? {}).not.toHaveProperty("customer");
});

describe("the command", () => {
  function terminal(): { io: Io; out: () => string } {
    let printed = "";
    const io: Io = {
      out: (text) => {
        printed += text;
      },
      err: () => undefined,
      clearLine: () => undefined,
      isTerminal: false,
      columns: 80,
      cwd,
      env: {},
      pid: 1,
      isAlive: () => false,
      signal: new AbortController().signal,
    };
    return { io, out: () => printed };
  }
  const clv = async (...args: string[]): Promise<string> => {
    const { io, out } = terminal();
    await yargs(args)
      .command(initCommand(io))
      .strict()
      .exitProcess(false)
      .fail((message, error) => {
        throw error ?? new Error(message);
      })
      .parseAsync();
    return out();
  };

  test("prints what it found and the command to run, and writes the file", async () => {
    await logs["invoices.csv"]!();
    const out = await clv("init", "invoices.csv", "--out", "conf/shop.yaml");
    expect(out).toMatch(/7 +CustomerID +customer id +by its name; \d+ different/);
    expect(out).toContain("Next: clv run --config conf/shop.yaml");
    const config = configSchema.parse(parse(await readFile(join(cwd, "conf/shop.yaml"), "utf8")));
    expect(config.source.paths).toEqual(["../invoices.csv"]);
    expect(config.columns.customer).toBe("CustomerID");
  });

  test("never replaces a file without --force", async () => {
    await logs["two.tsv"]!();
    const path = await folder.put("shop/mine.yaml", "seed: 7\n");
    await expect(clv("init", "two.tsv", "--out", "mine.yaml")).rejects.toMatchObject({
      code: "CONFIG_EXISTS",
      exitCode: 2,
    });
    expect(await readFile(path, "utf8")).toBe("seed: 7\n");
    await clv("init", "two.tsv", "--out", "mine.yaml", "--force");
    expect(parse(await readFile(path, "utf8")).columns.customer).toBe("customer");
  });

  test("--json prints one object", async () => {
    await logs["umsatz.csv"]!();
    const found = JSON.parse(await clv("init", "umsatz.csv", "--out", "json.yaml", "--json"));
    expect(found).toMatchObject({
      out: join(cwd, "json.yaml"),
      missing: [],
      config: { columns: { amount: "Betrag" } },
    });
  });

  test("a role that is not found: the file is written, the exit code is 3, the columns are named", async () => {
    await logs["summary.csv"]!();
    const error = (await clv("init", "summary.csv", "--out", "open.yaml").catch(
      (e: unknown) => e,
    )) as ClvError;
    expect(error).toMatchObject({ code: "COLUMN_NOT_FOUND", exitCode: 3 });
    expect(error.message).toContain("columns.customer: choose one of alpha, beta");
    expect(await readFile(join(cwd, "open.yaml"), "utf8")).toContain("Choose one of: alpha, beta");
  });
});
