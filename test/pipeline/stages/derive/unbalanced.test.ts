import { readdir } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Mart } from "../../../../pipeline/marts/mart.js";
import { marts } from "../../../../pipeline/marts/marts.js";
import { raw } from "../../../../pipeline/sql/sql.js";
import { scratch } from "../../cli/clv-process.js";
import { runHere } from "../../cli/run-here.js";
import { shopFolder } from "../../marts/shop-run.js";

const folder = await scratch();

const wrong: Mart = {
  name: "clv_wrong",
  question: "martCommand.list",
  needs: () => null,
  tables: [
    {
      ...{ name: "clv_wrong", holds: "One number", grain: ["one"], replaces: "run" },
      columns: () => [{ name: "one", type: "integer", unit: "", meaning: "1" }],
      select: () => raw("select 1 as one"),
    },
  ],
  identities: [{ says: "one", select: () => raw("select 1 as found, 2 as expected") }],
  view: { select: () => raw("select 1 as one"), columns: () => [], answer: () => "" },
};

// one more mart, for this file alone
const list = marts as Mart[];
beforeEach(() => void list.push(wrong));
afterEach(() => void list.pop());

test("a run with a sum that is wrong stops before anything is published, and says which", async () => {
  await shopFolder(folder);
  await expect(runHere(folder, { publish: ["csv:out"] })).rejects.toMatchObject({
    code: "MART_UNBALANCED",
    exitCode: 1,
    message: expect.stringMatching(
      /^clv_wrong does not add up: one gives 1 instead of 2\. Nothing is published\./,
    ),
  });
  expect(await readdir(folder)).not.toContain("out");
});
