import { expect, test } from "vitest";
import { sparkName, sparkText } from "../../../../pipeline/engines/spark/quoting.js";
import { id, sql } from "../../../../pipeline/sql/sql.js";

test("identifiers are put in back quotes, literals in Spark's escapes, the rest stays", () => {
  const statement = sql`select ${id('a "b" `c`')} as "t"."x", ${"it's \\d+\\"} from ${id("order")}`;
  expect(sparkText(statement.text)).toBe(
    "select `a \"b\" ``c``` as `t`.`x`, 'it\\'s \\\\d+\\\\' from `order`",
  );
});

test("quotes in comments, in each other and in back quotes are none", () => {
  const untouched = 'select `it\'s "so"` -- it\'s "so"\n, /* it\'s\n "so" */ 1';
  expect(sparkText(untouched)).toBe(untouched);
  expect(sparkText(`'"' "'" '--' '/*' "--"`)).toBe("'\"' `'` '--' '/*' `--`");
  expect(sparkText("''")).toBe("''");
  expect(sparkText("''''")).toBe("'\\''");
});

test("a back quote in a name is doubled", () => {
  expect(sparkName("a`b")).toBe("`a``b`");
});
