import { describe, expect, test } from "vitest";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { postgresDialect } from "../../../pipeline/engines/postgres/dialect.js";
import { sparkDialect } from "../../../pipeline/engines/spark/dialect.js";
import { layout } from "./layout.js";
import { statements } from "./statements.js";

test("a short statement has a line a clause", () => {
  expect(
    layout("select a, b from t left join u on u.a = t.a where a is not distinct from b order by a"),
  ).toBe(
    [
      "select a, b",
      "from t",
      "left join u on u.a = t.a",
      "where a is not distinct from b",
      "order by a",
    ].join("\n"),
  );
});

test("a long list has a line an item, and brackets are opened only where they do not fit", () => {
  const long = "x".repeat(60);
  expect(
    layout(
      `select f(a, b) as c, case when a between 1 and 2 and b = '${long}' then '${long}' else 0 end as d`,
    ),
  ).toBe(
    [
      "select",
      "  f(a, b) as c,",
      "  case",
      "    when a between 1 and 2",
      `      and b = '${long}' then '${long}'`,
      "    else 0",
      "  end as d",
    ].join("\n"),
  );
});

test("literals and quoted names are kept, whatever stands in them", () => {
  expect(layout(`select  'it''s  (a,\n from' as "odd  ) case"\n  from t`)).toBe(
    `select 'it''s  (a,\n from' as "odd  ) case"\nfrom t`,
  );
});

describe.each([duckdbDialect, postgresDialect, sparkDialect])("$name", (dialect) => {
  const all = Object.entries(statements(dialect)).map(([name, select]) => [name, dialect.spell(select).text]);

  test.each(
    all,
  )("%s: only white space between tokens changes, and the layout is its own layout", (_, text) => {
    const shown = layout(text!);
    const quoted = /'(?:[^']|'')*'|"(?:[^"]|"")*"/g;
    expect(shown.match(quoted)).toEqual(text!.match(quoted));
    const words = (sql: string) =>
      sql
        .replace(quoted, "?")
        .split(/\s+|(?<=[(),])|(?=[(),])/)
        .filter(Boolean);
    expect(words(shown)).toEqual(words(text!));
    expect(layout(shown)).toBe(shown);
  });
});
