import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { loadConfig } from "../../../pipeline/config/load-config.js";
import { forget } from "../../../pipeline/forget/forget.js";
import { scratch } from "../cli/clv-process.js";
import { query } from "../cli/read-back.js";
import { recordingIo, runHere } from "../cli/run-here.js";
import { ordinary, shop } from "../cli/shop-log.js";
import { logFolder } from "./logged-run.js";

const root = await scratch();
const asWritten: Readonly<Record<string, string>> = {
  "=1+1": "'=1+1",
  "+cmd": "'+cmd",
  "-2+3": "'-2+3",
  "@sum(a)": "'@sum(a)",
  "'=x": "''=x",
  "＝z": "'＝z",
  "'plain": "'plain",
  "-5": "-5",
  "+49123": "+49123",
  "a=b": "a=b",
};
const ids = Object.keys(asWritten);
let folder: string;

beforeAll(async () => {
  const lines = shop(150, ordinary).map(([who, when, amount]) => {
    const customer = ids[Number(String(who).slice(1)) % 30] ?? who;
    return [customer, when, amount, "@x"] as (string | number)[];
  });
  folder = await logFolder(root, lines, {
    attributes: ["channel"],
    settings: "validate: { when: never }\nuncertainty: { intervals: false }\n",
  });
  await writeFile(
    join(folder, "clv.yaml"),
    (await readFile(join(folder, "clv.yaml"), "utf8")).replace(
      'publish: ["csv:out"]',
      `publish:
  - { to: csv, path: out, fileMode: "0640" }
  - { to: csv, path: raw, escapeFormulas: false }
  - { to: parquet, path: pq }
  - { to: duckdb, path: w.duckdb, fileMode: "660" }`,
    ),
  );
  for (const asOf of ["2024-10-31", "2024-11-30"]) await runHere(folder, { asOf });
});

const idsOf = async (file: string): Promise<string[]> =>
  (
    await query(
      `select customer_id from read_csv('${join(folder, file)}', all_varchar = true, header = true)`,
    )
  ).map((row) => String(row.customer_id));

test("no text of a CSV file begins as a formula; numbers and other formats stay", async () => {
  for (const table of [
    "clv_scores.csv",
    "clv_scores_history/2024-10-31.csv",
    "clv_customer_history/2024-11-30.csv",
  ]) {
    const written = await idsOf(join("out", table));
    expect(written, table).toEqual(expect.arrayContaining(Object.values(asWritten)));
    expect(written.filter((id) => /^[=@]/.test(id))).toEqual([]);
  }
  expect(await idsOf("raw/clv_scores.csv")).toEqual(expect.arrayContaining(ids));
  const [parquet] = await query(
    `select count(*) as n from '${join(folder, "pq/clv_scores.parquet")}' where customer_id = '=1+1'`,
  );
  expect(Number(parquet!.n)).toBe(1);
});

test("a customer is followed over the dates under the id as it is written", async () => {
  const file = join(folder, "out/clv_customer_history/2024-11-30.csv");
  const [row] = await query(
    `select count(*) as n, count(previous_tier) as followed from read_csv('${file}', header = true) where customer_id = '''=1+1'`,
  );
  expect([Number(row!.n), Number(row!.followed)]).toEqual([1, 1]);
});

test("what holds people's data is for its owner alone, what is published has the mode that is asked for", async () => {
  const modes = new Map<string, number>();
  for (const entry of await readdir(join(folder, "runs"), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    modes.set(path, (await stat(path)).mode & 0o777);
  }
  const wrong = [...modes].filter(([path, mode]) => !path.endsWith("/spill") && (mode & 0o077) !== 0);
  expect(wrong).toEqual([]);
  const mode = async (path: string): Promise<string> =>
    ((await stat(join(folder, path))).mode & 0o777).toString(8);
  const probe = join(folder, "probe");
  await writeFile(probe, "");
  const usual = ((await stat(probe)).mode & 0o777).toString(8);
  expect(await mode("out/clv_scores.csv")).toBe("640");
  expect(await mode("w.duckdb")).toBe("660");
  expect(await mode("pq/clv_scores.parquet")).toBe(usual);
  expect(await mode("raw/clv_scores.csv")).toBe(usual);
});

test("a forgotten customer goes from the CSV files under either form", async () => {
  const { io } = recordingIo(folder);
  const config = await loadConfig("clv.yaml", {}, folder);
  await forget(["=1+1", "'=x"], config.runsDir, config, io, () => undefined);
  for (const out of ["out", "raw"])
    for (const entry of await readdir(join(folder, out), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.parentPath.match(/out$|raw$|history/)) continue;
      const text = await readFile(join(entry.parentPath, entry.name), "utf8");
      expect(text, entry.name).not.toMatch(/=1\+1|'=x/);
    }
  expect((await stat(join(folder, "out/clv_scores.csv"))).mode & 0o777).toBe(0o640);
  expect((await stat(join(folder, "runs/forgotten.json"))).mode & 0o777).toBe(0o600);
  expect(await idsOf("out/clv_scores.csv")).toContain("'-2+3");
});
