import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  type ConfigInput,
  configHash,
  configJsonSchema,
  configSchema,
} from "../../../pipeline/config/config.js";
import { loadConfig } from "../../../pipeline/config/load-config.js";
import { placeholderIds } from "../../../pipeline/config/placeholder-ids.js";

const folder = await mkdtemp(join(tmpdir(), "clv-config-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
let count = 0;

/** The config of a clv.yaml in a folder `conf` and flags given in the folder above it. */
async function load(yaml: string | null, flags: Record<string, unknown> = {}) {
  if (yaml === null) return loadConfig(undefined, flags, folder);
  const file = `conf/${++count}.yaml`;
  await mkdir(join(folder, "conf"), { recursive: true });
  await writeFile(join(folder, file), yaml);
  return loadConfig(file, flags, folder);
}

async function problems(yaml: string | null, flags: Record<string, unknown> = {}): Promise<string[]> {
  const error = await load(yaml, flags).then(
    () => null,
    (e: unknown) => e as Error & { code: string; exitCode: number },
  );
  expect(error).toMatchObject({ code: "CONFIG_INVALID", exitCode: 2 });
  return (error?.message.split("\n") ?? [])
    .filter((line) => line.startsWith("  "))
    .map((line) => line.trim());
}

test("defaults", () => {
  const config = configSchema.parse({});
  expect(config.ingest).toEqual({
    dateFormat: "iso",
    decimalSeparator: ".",
    afterAsOf: "drop",
    sameDayOrders: "merge",
    duplicateOrders: "identical",
    keepIngested: 5,
    refunds: "net",
    attributeValue: "first",
    zeroAmounts: "purchase",
    missingCustomer: "reject",
    clusteredRejections: "stop",
    foldIds: [],
    placeholderIds: [...placeholderIds],
    badDate: "reject",
    badAmount: "reject",
    absurdAmount: "reject",
    unknownCurrency: "reject",
    continuationRows: "reject",
    exclude: {},
    amountFactor: 1,
    minDate: "1970-01-01",
    nullTokens: ["", "NULL", "null", "NA", "N/A", "nan", "NaN", "None", "\\N"],
    maxRejectedShare: 0.05,
  });
  expect(config).toMatchObject({
    timeZone: "UTC",
    timeUnit: "day",
    source: {
      paths: [],
      format: "auto",
      delimiter: ",",
      quote: '"',
      header: true,
      skip: 0,
      encoding: "utf-8",
    },
    columns: { attributes: {} },
    currency: { rates: {} },
    purchase: { model: "bg-nbd" },
    spend: { model: "gamma-gamma" },
    value: { horizonsDays: [90, 180, 365], annualDiscountRate: 0.1, margin: 1 },
    tiers: { top: 0.05, high: 0.2, middle: 0.5, low: 1 },
    engine: { name: "duckdb", threads: 0 },
    runsDir: "runs",
    seed: 1,
  });
});

describe("what is wrong", () => {
  test("unknown keys, with the one that was meant", async () => {
    expect(
      await problems(
        "ingst: {}\ntimezone: UTC\nwhatever: 1\ningest:\n  dateformat: iso\n  maxRejectedShar: 1\n",
      ),
    ).toEqual([
      "ingest.dateformat is not a setting; did you mean ingest.dateFormat?",
      "ingest.maxRejectedShar is not a setting; did you mean ingest.maxRejectedShare?",
      "ingst is not a setting; did you mean ingest?",
      "timezone is not a setting; did you mean timeZone?",
      "whatever is not a setting",
    ]);
  });

  test("every problem at once, also those between keys", async () => {
    const found = await problems(`
asOf: 2024-01-01
timeZone: Berlin
colour: red
ingest: { refunds: nett, until: 2024-02-01, dateFormat: dd.mm.yyyy, maxRejectedShare: 2 }
tiers: { top: 0.5 }
value: { margin: much }
`);
    expect(found.map((line) => line.split(/:| is /)[0])).toEqual([
      "timeZone",
      "ingest.dateFormat",
      "ingest.refunds",
      "ingest.maxRejectedShare",
      "value.margin",
      "colour",
      "tiers",
      "ingest.until",
    ]);
  });

  test.each<[ConfigInput | Record<string, unknown>, string]>([
    [{ timeZone: "Europe/Berln" }, 'timeZone: "Europe/Berln" is no time zone; did you mean Europe/Berlin?'],
    [{ timeZone: "Berlin" }, 'timeZone: "Berlin" is no time zone; did you mean Europe/Berlin?'],
    [{ timeZone: "new york" }, 'timeZone: "new york" is no time zone; did you mean America/New_York?'],
    [
      { asOf: "31.12.2024" },
      'asOf: "31.12.2024" is no day of the calendar; write it as yyyy-mm-dd: 2024-12-31',
    ],
    [
      { asOf: "5/6/2024" },
      'asOf: "5/6/2024" is no day of the calendar; write it as yyyy-mm-dd: 2024-06-05 or 2024-05-06',
    ],
    [
      { asOf: "2024-02-30" },
      'asOf: "2024-02-30" is no day of the calendar; write it as yyyy-mm-dd, such as 2024-12-30',
    ],
    [
      { value: { margin: "20 %" } },
      'value.margin: "20 %" is no number; a share is between 0 and 1: write 0.2',
    ],
    [{ value: { margin: Number.NaN } }, "value.margin: what the flag gives is no number, such as 0.2 or 90"],
    [{ value: { margin: 0 } }, "value.margin: 0 is too small; it must be more than 0"],
    [
      { value: { annualDiscountRate: 11 } },
      "value.annualDiscountRate: 11 is too large; it can be at most 10",
    ],
    [{ value: { horizonsDays: "1 year" } }, 'value.horizonsDays.0: "1 year" is no number'],
    [{ value: { horizonsDays: ["90d"] } }, 'value.horizonsDays.0: "90d" is no number'],
    [{ value: { horizonsDays: [90.5] } }, "value.horizonsDays.0: 90.5 is no whole number"],
    [{ value: { horizonsDays: [] } }, "value.horizonsDays: is empty"],
    [
      { uncertainty: { intervals: "yes" } },
      'uncertainty.intervals: "yes" is neither true nor false; write true',
    ],
    [
      { engine: { memoryLimit: 2 } },
      "engine.memoryLimit: 2 lacks its unit; write a size such as 1GB or 800MB",
    ],
    [
      { ingest: { dateFormat: "DD.MM.YYYY HH:MM:SS" } },
      'ingest.dateFormat: "DD.MM.YYYY HH:MM:SS" is neither iso, yyyymmdd, epoch, epoch-ms, epoch-us, epoch-ns, excel nor a pattern with %Y, %m, %d and the like; did you mean "%d.%m.%Y %H:%M:%S"?',
    ],
    [{ timeZone: "+02:00" }, 'timeZone: "+02:00" is no time zone; give a name such as Europe/Berlin or UTC'],
    [
      { ingest: { sourceTimeZone: "here" } },
      'ingest.sourceTimeZone: "here" is no time zone; give a name such as Europe/Berlin or UTC',
    ],
    [
      { ingest: { dateFormat: "%Q" } },
      'ingest.dateFormat: "%Q" is neither iso, yyyymmdd, epoch, epoch-ms, epoch-us, epoch-ns, excel nor a pattern with %Y, %m, %d and the like',
    ],
    [
      { ingest: { dateFormat: ["iso", "%d/%m/%Y", "%m/%d/%Y"] } },
      "ingest.dateFormat: holds %d/%m/%Y and %m/%d/%Y, which read the same texts as different days: each file needs one of them",
    ],
    [
      { ingest: { dateFormat: ["iso", "dd"] } },
      'ingest.dateFormat: "dd" is neither iso, yyyymmdd, epoch, epoch-ms, epoch-us, epoch-ns, excel nor a pattern with %Y, %m, %d and the like',
    ],
    [
      { ingest: { dateFormat: "%Y-%m-%" } },
      'ingest.dateFormat: "%Y-%m-%" is neither iso, yyyymmdd, epoch, epoch-ms, epoch-us, epoch-ns, excel nor a pattern with %Y, %m, %d and the like',
    ],
    [{ ingest: { since: "2024-02-01", until: "2024-01-01" } }, "ingest.since: is after until 2024-01-01"],
    [{ asOf: "2024-01-01", ingest: { since: "2024-02-01" } }, "ingest.since: is after asOf 2024-01-01"],
    [
      { ingest: { continuationRows: "fill", duplicateOrders: "order-id" } },
      'ingest.duplicateOrders: is order-id, which counts one row an order, while continuationRows is fill, which adds up the rows of an order; choose "skip", or identical',
    ],
    [{ asOf: "2024-01-01", ingest: { until: "2024-02-01" } }, "ingest.until: is after asOf 2024-01-01"],
    [
      { ingest: { minDate: "2024-01-01", maxDate: "2023-01-01" } },
      "ingest.minDate: is after maxDate 2023-01-01",
    ],
    [{ ingest: { cancelPrefix: "" } }, "ingest.cancelPrefix: is empty"],
    [{ source: { delimiter: "||" } }, 'source.delimiter: is not one ASCII character, "tab" or "whitespace"'],
    [{ source: { delimiter: "" } }, 'source.delimiter: is not one ASCII character, "tab" or "whitespace"'],
    [{ source: { quote: "»" } }, "source.quote: is not one ASCII character"],
    [{ source: { delimiter: "'", quote: "'" } }, "source.quote: is also the delimiter"],
    [{ source: { table: "a", query: "select 1" } }, "source: has both table and query; give one"],
    [
      { columns: { amount: "none", quantity: "n" } },
      "columns.quantity: needs amounts, and columns.amount is none; leave it out",
    ],
    [
      { columns: { amount: "none", currency: "c" } },
      "columns.currency: needs amounts, and columns.amount is none; leave it out",
    ],
    [
      { columns: { amount: "none" }, spend: { model: "ziln" } },
      "spend.model: needs amounts, and columns.amount is none; leave it out",
    ],
    [{ tiers: { a: 0.5, b: 0.4, c: 1 } }, "tiers: shares must rise and end at 1"],
    [{ currency: { rates: { USD: 0 } } }, "currency.rates.USD: 0 is too small; it must be at least 1e-12"],
    [
      { columns: { attributes: { clv_365d: "x" } } },
      "columns.attributes.clv_365d: is the name of a column of scores; choose another",
    ],
    [
      { columns: { attributes: { Land: "x", land: "y" } } },
      "columns.attributes.land: differs from another attribute only in case; databases fold it",
    ],
    [
      { publish: ["mysql:x"] },
      "publish.0: not of the form duckdb:PATH, parquet:DIR, csv:DIR, arrow:DIR, postgres:SCHEMA, spark:DATABASE",
    ],
    [
      { engine: { connection: "postgres://me:secret@host/db" } },
      "engine.connection: is not the name of an environment variable; addresses stay out of the config",
    ],
    [{ engine: { memoryLimit: "lots" } }, "engine.memoryLimit: not a size such as 1GB or 800MB"],
  ])("%j", async (flags, message) => {
    expect(await problems(null, flags as Record<string, unknown>)).toEqual([message]);
  });

  test("no such file, no YAML, no map", async () => {
    await expect(loadConfig("none.yaml", {}, folder)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringMatching(/^cannot read .*none\.yaml: ENOENT.*`clv init FILE` writes one\.$/),
    });
    await expect(load("a: [1")).rejects.toMatchObject({ message: expect.stringContaining("is not YAML") });
    await expect(load("- 1\n")).rejects.toMatchObject({
      message: expect.stringContaining("is not a map of settings"),
    });
  });

  test.each([
    "iso",
    "yyyymmdd",
    "epoch",
    "epoch-ms",
    "%d.%m.%Y",
    "%-m/%-d/%y %I:%M %p",
    "%d %b %Y %H:%M:%S.%f %z",
    "%j/%Y 100%%",
  ])("the date format %s is one", async (dateFormat) => {
    expect((await load(null, { ingest: { dateFormat } })).ingest.dateFormat).toBe(dateFormat);
  });
});

describe("file and flags", () => {
  test("a single value is a list of one wherever a setting is a list", async () => {
    const flags = { ingest: { exclude: { Status: "Failed" } }, value: { horizonsDays: 90 } };
    const lists = { ingest: { exclude: { Status: ["Failed"] } }, value: { horizonsDays: [90] } };
    expect(await load(null, flags)).toEqual(await load(null, lists));
    const yaml = "ingest: { exclude: { Status: 0 }, keepIngested: 5 }\nvalidate: { models: bg-nbd }\n";
    const config = await load(yaml, flags);
    expect([config.ingest.exclude, config.validate.models]).toEqual([{ Status: ["Failed"] }, ["bg-nbd"]]);
    expect((await load(yaml)).ingest.exclude).toEqual({ Status: [0] });
    expect(await problems("value: { horizonsDays: soon, margin: 7 }")).toHaveLength(2);
  });

  test("flags win key by key; lists and values are replaced", async () => {
    const yaml =
      "columns: { customer: id, date: day }\nvalue: { horizonsDays: [30, 60], margin: 0.5 }\nasOf: 2024-01-01\n";
    const config = await load(yaml, {
      columns: { customer: "name" },
      value: { horizonsDays: [90] },
      asOf: undefined,
    });
    expect(config.columns).toMatchObject({ customer: "name", date: "day" });
    expect(config.value).toMatchObject({ horizonsDays: [90], margin: 0.5 });
    expect(config.asOf).toBe("2024-01-01");
  });

  test("a section whose keys are all commented out, and an empty file, say nothing", async () => {
    const config = await load("ingest:\n  # refunds: reject\nasOf:\n", { runsDir: "r" });
    expect(config).toEqual(await load("", { runsDir: "r" }));
    expect(config.ingest.refunds).toBe("net");
  });

  test("paths in the file are relative to it, in flags to the current folder", async () => {
    const yaml = `
source: { paths: [a.csv, "sub/*.csv", /abs/b.csv] }
currency: { ratesFile: rates.csv }
engine: { spillDirectory: spill }
runsDir: ../runs
publish: ["parquet:out", { to: csv, path: out/csv }, "duckdb:/abs/w.duckdb"]
`;
    const inFile = await load(yaml);
    const conf = join(folder, "conf");
    expect(inFile.source.paths).toEqual([join(conf, "a.csv"), join(conf, "sub/*.csv"), "/abs/b.csv"]);
    expect(inFile.currency.ratesFile).toBe(join(conf, "rates.csv"));
    expect(inFile.engine.spillDirectory).toBe(join(conf, "spill"));
    expect(inFile.runsDir).toBe(join(folder, "runs"));
    expect(inFile.publish).toEqual([
      { to: "parquet", path: join(conf, "out") },
      { to: "csv", path: join(conf, "out/csv") },
      { to: "duckdb", path: "/abs/w.duckdb" },
    ]);
    const inFlags = await load(yaml, {
      source: { paths: ["c.csv"] },
      currency: { ratesFile: "r.csv" },
      runsDir: "elsewhere",
      publish: "arrow:tables",
    });
    expect(inFlags.source.paths).toEqual([join(folder, "c.csv")]);
    expect(inFlags.currency.ratesFile).toBe(join(folder, "r.csv"));
    expect(inFlags.runsDir).toBe(join(folder, "elsewhere"));
    expect(inFlags.publish).toEqual([{ to: "arrow", path: join(folder, "tables") }]);
    expect((await load("asOf: 2024-01-01")).runsDir).toBe(join(folder, "runs"));
  });

  test("source as one path or a list of them is short for source.paths", async () => {
    const conf = join(folder, "conf");
    expect((await load("source: a.csv")).source.paths).toEqual([join(conf, "a.csv")]);
    expect((await load("source: [a.csv, b.csv]")).source.paths).toEqual([
      join(conf, "a.csv"),
      join(conf, "b.csv"),
    ]);
  });
});

describe("configJsonSchema", () => {
  interface Node {
    readonly description?: string;
    readonly default?: unknown;
    readonly properties?: Readonly<Record<string, Node>>;
  }
  const schema = configJsonSchema() as Node & { $schema: string };

  const leaves = (node: Node, path: string[] = []): [string[], Node][] =>
    node.properties
      ? Object.entries(node.properties).flatMap(([key, child]) => leaves(child, [...path, key]))
      : [[path, node]];
  const at = (tree: unknown, path: readonly string[]): unknown =>
    path.reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], tree);

  test("is draft 2020-12; every key has a meaning, and the default that the schema applies", () => {
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    const all = leaves(schema);
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter(([, leaf]) => !leaf.description).map(([path]) => path.join("."))).toEqual([]);
    const defaults = configSchema.parse({});
    for (const [path, leaf] of all) expect(at(defaults, path), path.join(".")).toEqual(leaf.default);
  });

  test("takes and refuses what a validator made from it does", () => {
    const validator = z.fromJSONSchema(JSON.parse(JSON.stringify(schema)));
    const good: ConfigInput = {
      source: { paths: ["a.csv"], delimiter: ";" },
      columns: { customer: 1, date: "day", attributes: { channel: "c" } },
      asOf: "2024-01-01",
      publish: ["csv:out", { to: "parquet", path: "out" }],
    };
    for (const config of [{}, good]) {
      expect(validator.safeParse(config).success).toBe(true);
      expect(configSchema.safeParse(config).success).toBe(true);
    }
    for (const config of [
      { ingst: {} },
      { asOf: "yesterday" },
      { ingest: { refunds: "nett" } },
      { source: { delimiter: "||" } },
      { seed: -1 },
    ]) {
      expect(validator.safeParse(config).success, JSON.stringify(config)).toBe(false);
      expect(configSchema.safeParse(config).success).toBe(false);
    }
  });
});

describe("configHash", () => {
  const hash = (config: ConfigInput): string => configHash(configSchema.parse(config));
  const base: ConfigInput = {
    asOf: "2024-01-01",
    columns: { customer: "id", attributes: { a: "x", b: "y" } },
    value: { margin: 0.5 },
  };

  test("does not depend on the order of keys, nor on defaults being written out", () => {
    const other: ConfigInput = {
      value: { annualDiscountRate: 0.1, margin: 0.5 },
      columns: { attributes: { b: "y", a: "x" }, customer: "id" },
      asOf: "2024-01-01",
    };
    expect(hash(other)).toBe(hash(base));
    expect(hash(base)).toMatch(/^[0-9a-f]{64}$/);
  });

  test("depends on what can change a score, and on nothing else", () => {
    const same: ConfigInput[] = [
      { publish: ["csv:out"] },
      { runsDir: "x" },
      { engine: { threads: 7, memoryLimit: "2GB" } },
      { source: { paths: ["a.csv"] } },
      { currency: { ratesFile: "r.csv" } },
    ];
    for (const change of same) expect(hash({ ...base, ...change }), JSON.stringify(change)).toBe(hash(base));
    const other: ConfigInput[] = [
      { asOf: "2024-01-02" },
      { seed: 2 },
      { timeZone: "Europe/Berlin" },
      { value: { margin: 0.4 } },
      { ingest: { refunds: "reject" } },
      { source: { delimiter: ";" } },
      { currency: { rates: { USD: 1 } } },
      { tiers: { all: 1 } },
    ];
    const hashes = other.map((change) => hash({ ...base, ...change }));
    expect(new Set([hash(base), ...hashes]).size).toBe(other.length + 1);
  });
});
