import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readYaml } from "../../../pipeline/config/read-yaml.js";
import { scratch } from "../cli/clv-process.js";

const folder = await scratch();
const nest = (open: string, shut: string, times: number): string => open.repeat(times) + shut.repeat(times);
const doubling = Array.from({ length: 40 }, (_, i) => `k${i + 1}: &k${i + 1} { p: *k${i}, q: *k${i} }`);

test.each([
  ["aliases of aliases", ["k0: &k0 { x: 1 }", ...doubling].join("\n"), /aliases|too many/],
  [
    "few aliases of much",
    `a: &a [${"1,".repeat(2500)}1]\nb: [${Array.from({ length: 9 }, () => "*a").join()}]`,
    /more than 20000 values/,
  ],
  ["a map within itself", "columns: &a\n  attributes: *a\n", /nests deeper/],
  ["a list within itself", "source: &a [*a]\n", /nests deeper/],
  ["deep lists", `a: ${nest("[", "]", 100_000)}`, /nests deeper/],
  ["deep maps", `a: ${nest("{ b: ", "}", 40)}`, /nests deeper/],
  ["a log", "x: 1\n".repeat(300_000), /larger than 1 MB/],
])("%s: refused at once, with the reason", async (_, text, reason) => {
  const path = join(folder, "x.yaml");
  await writeFile(path, text);
  const began = Date.now();
  await expect(readYaml(path)).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    message: expect.stringMatching(reason),
  });
  expect(Date.now() - began).toBeLessThan(10_000);
});

test("a device that never ends is refused", async () => {
  await expect(readYaml("/dev/zero")).rejects.toThrow(/larger than 1 MB/);
});

test("an alias of a setting is one", async () => {
  const path = join(folder, "y.yaml");
  await writeFile(path, "a: &a { x: 1, y: }\nb: *a\n");
  expect(await readYaml(path)).toEqual({ a: { x: 1 }, b: { x: 1 } });
});
