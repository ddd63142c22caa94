import { expect, test } from "vitest";
import { parse } from "yaml";
import { configSchema } from "../../../pipeline/config/config.js";
import { marts } from "../../../pipeline/marts/marts.js";
import { dbtText, metricsText, usualConfig } from "../../../pipeline/sinks/dbt/texts.js";

const config = configSchema.parse({
  columns: { attributes: { channel: "channel" } },
  value: { horizonsDays: [30, 700] },
  tiers: { gold: 0.1, rest: 1 },
});
const bare = configSchema.parse({ columns: { amount: "none" } });

/** What dbt takes in a file of properties, version 2: the keys of each object, and those that it must have. */
const rules = {
  file: { must: ["version", "sources"], may: ["exposures"] },
  source: { must: ["name", "tables"], may: ["description", "schema", "loaded_at_field", "freshness"] },
  freshness: { must: ["warn_after", "error_after"], may: [] },
  table: { must: ["name", "columns"], may: ["description", "tests"] },
  column: { must: ["name"], may: ["description", "tests"] },
  exposure: {
    must: ["name", "type", "owner"],
    may: ["label", "maturity", "description", "depends_on"],
  },
  metric: {
    must: ["name", "table", "label", "description", "unit", "type", "sql", "filter"],
    may: [],
  },
} as const;

// biome-ignore lint/suspicious/noExplicitAny: what was parsed is looked at key by key
type Parsed = any;

function keep(kind: keyof typeof rules, object: Parsed): void {
  const { must, may } = rules[kind];
  const keys = Object.keys(object);
  expect(keys, kind).toEqual(expect.arrayContaining([...must]));
  expect(
    keys.filter((key) => ![...must, ...may].includes(key as never)),
    kind,
  ).toEqual([]);
}

function checkTest(one: Parsed): void {
  if (typeof one === "string") {
    expect(["not_null", "unique"]).toContain(one);
    return;
  }
  const [[name, argument] = []] = Object.entries<Parsed>(one);
  if (name === "accepted_values") {
    expect(argument.values.length).toBeGreaterThan(0);
    return;
  }
  expect(name).toBe("dbt_utils.unique_combination_of_columns");
  expect(argument.combination_of_columns.length).toBeGreaterThan(1);
}

test.each([
  ["the usual settings", usualConfig()],
  ["settings of a shop", config],
  ["a log without amounts", bare],
])("sources.yml of %s is one that dbt takes", (_, of) => {
  const file = parse(dbtText(of));
  keep("file", file);
  expect(file.version).toBe(2);
  const [source] = file.sources;
  keep("source", source);
  keep("freshness", source.freshness);
  for (const { count, period } of Object.values<Parsed>(source.freshness)) {
    expect(count).toBeGreaterThan(0);
    expect(["minute", "hour", "day"]).toContain(period);
  }
  for (const table of source.tables) {
    keep("table", table);
    const names = table.columns.map((column: Parsed) => column.name);
    expect(new Set(names).size, table.name).toBe(names.length);
    for (const column of table.columns) {
      keep("column", column);
      expect(column.description, `${table.name}.${column.name}`).toMatch(/\w/);
      (column.tests ?? []).forEach(checkTest);
    }
    for (const one of table.tests ?? []) {
      checkTest(one);
      for (const key of Object.values<Parsed>(one)[0].combination_of_columns) expect(names).toContain(key);
    }
  }
  const tables = new Set(source.tables.map((table: Parsed) => table.name));
  expect(tables.size).toBe(source.tables.length);
  for (const exposure of file.exposures) {
    keep("exposure", exposure);
    expect(exposure.name).toMatch(/^\w+$/);
    expect(["dashboard", "notebook", "analysis", "ml", "application"]).toContain(exposure.type);
    for (const on of exposure.depends_on)
      expect(tables, on).toContain(/^source\('clv', '(\w+)'\)$/.exec(on)![1]);
  }
});

test("it follows the settings: horizons, attributes, tiers, and no money without amounts", () => {
  const columns = (of: typeof config, name: string): Parsed[] =>
    parse(dbtText(of)).sources[0].tables.find((table: Parsed) => table.name === name).columns;
  const scores = columns(config, "clv_scores");
  expect(scores.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["clv_700d", "clv_30d_lo80", "channel"]),
  );
  expect(scores.find(({ name }) => name === "value_tier").tests).toContainEqual({
    accepted_values: { values: ["gold", "rest"] },
  });
  for (const table of ["clv_scores", "clv_runs", "clv_segments", "clv_customer_history"])
    expect(
      columns(bare, table).filter(({ name }) => /^clv_\d|^clv$|spend|historic|currency/.test(name)),
    ).toEqual([]);
  expect(metricsText(bare)).not.toMatch(/base currency/);
});

test("every mart with all its tables is a source, and a question that somebody asks", () => {
  const { sources, exposures } = parse(dbtText(usualConfig()));
  const names = sources[0].tables.map((table: Parsed) => table.name);
  expect(names).toEqual(
    expect.arrayContaining(marts.flatMap(({ tables }) => tables.map(({ name }) => name))),
  );
  expect(exposures).toHaveLength(marts.length);
});

test.each([
  usualConfig(),
  config,
])("metrics have names of their own, a table that there is and an aggregate", (of) => {
  const { version, metrics } = parse(metricsText(of));
  expect(version).toBe(1);
  const tables = parse(dbtText(of)).sources[0].tables.map((table: Parsed) => table.name);
  for (const metric of metrics) {
    keep("metric", metric);
    expect(tables).toContain(metric.table);
    expect(metric.name).toMatch(/^[a-z]\w+$/);
    expect(metric.sql).toMatch(/^(count|sum|avg)\([\w*]+\)$/);
    for (const key of ["label", "description", "unit"]) expect(metric[key]).toMatch(/\w/);
  }
  const names = metrics.map(({ name }: Parsed) => name);
  expect(new Set(names).size).toBe(names.length);
});
