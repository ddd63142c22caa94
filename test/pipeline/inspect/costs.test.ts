import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { costColumns, looksLikeCosts } from "../../../pipeline/inspect/cost-columns.js";
import { inspectSource } from "../../../pipeline/inspect/inspect-source.js";
import { writeConfig } from "../../../pipeline/inspect/write-config.js";

const folder = await mkdtemp(join(tmpdir(), "clv-costs-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const log = (month: number): string =>
  [
    "order_id,customer_id,ordered_at,amount,channel",
    ...Array.from(
      { length: 60 },
      (_, i) =>
        `O${month}${i},C${i % 25},2024-0${month}-${10 + (i % 15)},${10 + i}.5,${(i % 25) % 2 ? "web" : "app"}`,
    ),
  ].join("\n");
await writeFile(join(folder, "orders-1.csv"), log(1));
await writeFile(join(folder, "orders-2.csv"), log(2));
await writeFile(join(folder, "marketing.csv"), "Monat;Channel;Kosten\n2024-01;web;10,5\n2024-02;app;11,5\n");

test.each([
  ["orders-*.csv"],
  ["*.csv"],
  ["."],
])("costs beside or among %s are no part of the log", async (given) => {
  const found = await inspectSource([join(folder, given)], { today: "2024-12-31" });
  expect(found.files.map(({ name }) => name)).toEqual(["orders-1.csv", "orders-2.csv"]);
  expect(found.config.costs).toEqual({ acquisition: { file: join(folder, "marketing.csv") } });
  const written = writeConfig(found, folder);
  expect(written).toContain("acquisition: { file: marketing.csv }");
  expect(written.replaceAll(/\n *# /g, " ")).toContain(
    "looks like acquisition costs: Kosten by Monat and channel",
  );
  expect(written.match(/^ {2}paths: .*/m)![0]).not.toContain("marketing");
});

test.each([
  [["month", "channel", "cost", "new_customers"], false, true],
  [["customer_id", "amount"], true, true],
  [["customer_id", "date", "spend"], false, false],
  [["order_id", "customer_id", "date", "cost"], true, false],
  [["date", "clicks", "cpc"], true, false],
] as const)("%s, named so: %s: %s", (names, isNamed, is) => {
  expect(looksLikeCosts(names, isNamed)).toBe(is);
});

test("spent goes before planned, and a rate is no amount", () => {
  const names = ["month", "channel", "budget", "amount_spent", "cost_per_click", "ad_group"];
  const rows = [["2024-01", "web", "10", "9", "0.5", "brand"]];
  const { roles, dimensions, unused } = costColumns(names, rows, new Map([["channel", "channel"]]));
  expect(roles).toEqual({ period: 0, amount: 3 });
  expect(dimensions.map(({ name, isAttribute }) => [name, isAttribute])).toEqual([
    ["channel", true],
    ["ad_group", false],
  ]);
  expect(unused).toEqual([2, 4]);
});
