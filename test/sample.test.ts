import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { writeSample } from "./docs/sample.js";
import { scratch } from "./pipeline/cli/clv-process.js";

test("data/sample is what its command and clv init write: npm run docs writes it again", async () => {
  const shipped = resolve(import.meta.dirname, "../data/sample");
  const again = await scratch();
  await writeSample(again);
  const names = (await readdir(again)).sort();
  expect((await readdir(shipped)).sort()).toEqual(names);
  for (const name of names)
    expect(await readFile(join(shipped, name), "utf8"), name).toBe(await readFile(join(again, name), "utf8"));
});
