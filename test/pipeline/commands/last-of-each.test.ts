import { expect, test } from "vitest";
import yargs from "yargs";
import { lastOfEach } from "../../../pipeline/commands/last-of-each.js";

test("of an option that is given twice the last one counts, and a list takes both", () => {
  const parsed = yargs(["--config", "a", "--config", "b", "--filter", "x=1", "--filter", "y=2"])
    .option("config", { alias: "c", type: "string" })
    .option("filter", { type: "string", array: true })
    .middleware(lastOfEach, true)
    .parseSync();
  expect(parsed).toMatchObject({ config: "b", c: "b", filter: ["x=1", "y=2"] });
});
