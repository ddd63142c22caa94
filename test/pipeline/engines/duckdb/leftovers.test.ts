import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { ppid } from "node:process";
import { expect, test } from "vitest";
import { openTables, tableFile, temporaryFile } from "../../../../pipeline/engines/duckdb/files.js";
import { scratch } from "../../cli/clv-process.js";

const root = await scratch();
const dead = 2 ** 22 + 7; // above Linux' limit

/** What is left of unfinished files after a writer has opened the folder. */
async function remaining(name: string, files: readonly string[]): Promise<string[]> {
  const directory = join(root, name);
  await mkdir(directory, { recursive: true });
  for (const file of files) await writeFile(join(directory, file), "half");
  await openTables(directory, true);
  return readdir(directory);
}

test("a writer removes the unfinished files of dead processes of this machine, not those of living ones", async () => {
  const [mine, living, gone] = [
    basename(temporaryFile(tableFile(root, "a"))),
    `b.parquet.tmp-${hostname()}-${ppid}-1`,
    `c.parquet.tmp-${hostname()}-${dead}-1`,
  ];
  const path = join(root, "here");
  expect(await remaining("here", [living, gone])).toEqual([living]);
  await writeFile(temporaryFile(tableFile(path, "a")), "half");
  await openTables(path, true);
  const left = await readdir(path);
  expect(left.filter((file) => file.startsWith("a.parquet"))).toHaveLength(1);
  expect(await remaining("before", [mine]), "of an earlier process with this number").toEqual([]);
});

test("those of another machine are left alone for a day", async () => {
  const files = ["a.parquet.tmp-a-pod-7-1-2", "b.parquet.tmp-a-pod-7-1-3"];
  expect(await remaining("elsewhere", files)).toEqual(files);
  const old = new Date(Date.now() - 25 * 3_600_000);
  await utimes(join(root, "elsewhere", files[0]!), old, old);
  await openTables(join(root, "elsewhere"), false);
  expect(await readdir(join(root, "elsewhere")), "who only reads removes nothing").toEqual(files);
  await openTables(join(root, "elsewhere"), true);
  expect(await readdir(join(root, "elsewhere"))).toEqual([files[1]]);
});
