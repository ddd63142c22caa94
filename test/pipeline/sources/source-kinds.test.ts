import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import { logFiles } from "../../../pipeline/sources/log-files.js";
import { detectFormat, resolveSources } from "../../../pipeline/sources/resolve-sources.js";
import { fileKind, type fileKinds, sourceKinds } from "../../../pipeline/sources/source-kinds.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clv-kinds-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

test("every format that a config may name has a kind", () => {
  const { options } = configSchema.shape.source.unwrap().shape.format.unwrap();
  expect(Object.keys(sourceKinds).sort()).toEqual(options.filter((f) => f !== "auto").sort());
});

test("a file that the config names for something else is no part of the log", async () => {
  const log = await fileOf("orders-1.csv", "customer,date,amount\na,2024-01-01,5\n");
  const costs = await fileOf("orders-costs.csv", "customer,date,amount\na,2024-01-01,2\n");
  const resolved = (paths: string[]): Promise<string> =>
    logFiles(
      configSchema.parse({ source: { paths }, costs: { acquisition: { file: costs } } }),
      new AbortController().signal,
    ).then(
      (files) => files.map(({ name }) => name).join(),
      (error: { code: string; message: string }) => `${error.code} ${error.message}`,
    );
  expect(await resolved([log])).toBe("orders-1.csv");
  for (const paths of [[folder], [join(folder, "orders-*.csv")], [log, costs]])
    expect(await resolved(paths)).toMatch(
      /^CONFIG_INVALID .* orders-costs.csv, which costs.acquisition.file/,
    );
});

const head = (text: string): Buffer => Buffer.concat([Buffer.from(text, "latin1"), Buffer.alloc(16)]);
test.each<[format: keyof typeof fileKinds, content: string | Uint8Array]>([
  ["parquet", head("PAR1")],
  ["arrow", head("ARROW1")],
  ["arrow", head("\xff\xff\xff\xff")],
  ["duckdb", head("\0\0\0\0\0\0\0\0DUCK")],
  ["jsonl", '\uFEFF {"customer":1}\n'],
  ["json", '[ {"customer":1}]'],
  ["json", '\uFEFF{"orders":[{"customer":1}]}'],
  ["jsonl", '{"customer":1,"lines":[{"a":1}]}\n{"customer":2}\n'],
  ["jsonl", '{"customer":{"id":1},"tags":["a"]}'],
  ["text", "[customer],[date]\n"],
  ["jsonl", gzipSync('{"customer":1}\n')],
  ["text", "customer,date\n"],
  ["text", ""],
])("a file of %s is recognised by what is in it, not by its name", async (format, content) => {
  expect(await detectFormat(await fileOf("log.bin", content))).toBe(format);
});

test("what lies beside a DuckDB file belongs to the source: another hash without another file", async () => {
  const path = await fileOf("shop.duckdb", head("\0\0\0\0\0\0\0\0DUCK"));
  const config = configSchema.parse({ source: { paths: [path] } });
  const hash = async () => (await resolveSources(config, new AbortController().signal))[0]!.sha256;
  const before = await hash();
  await writeFile(`${path}.wal`, "rows that are not in the file yet");
  expect(await hash()).not.toBe(before);
});

test("a server is no kind of file", () => {
  expect(() => fileKind("postgres")).toThrow("postgres is no kind of file");
});
