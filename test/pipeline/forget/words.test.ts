import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../../pipeline/config/load-config.js";
import { type ForgetReport, forget } from "../../../pipeline/forget/forget.js";
import { thorough } from "../../thorough.js";
import { scratch } from "../cli/clv-process.js";
import { query, type Row, readArrow, sha256 } from "../cli/read-back.js";
import { recordingIo, runHere } from "../cli/run-here.js";
import { ordinary, shop, uniform } from "../cli/shop-log.js";

const root = await scratch();
const nobody = ["nobody at all"];

/** Ids that are numbers, days, or words of ours. */
const awkward = (
  "1 2 17 0.1 0 2024-03-01 2024-12-26 true false done top low high EUR bg-nbd gamma-gamma scores customers transactions " +
  "customer_id rows reason file text duckdb csv out never ingest publish web app TOO_MANY_FIELDS UNPARSABLE_DATE 1.csv latest -1 name"
).split(" ");

interface Log {
  readonly broken?: boolean;
  readonly leftOut?: readonly string[];
}

/** A shop whose customers are called so, with channels, stores and rejected lines that hold the same words. */
async function shopFolder(
  ids: readonly string[],
  { broken = false, leftOut = [] }: Log = {},
): Promise<string> {
  const folder = await mkdtemp(join(root, "shop-"));
  const rows = shop(ids.length, ordinary).map(([who, when, amount], i) => {
    const id = ids[Number(who.slice(1))]!;
    return [id, when, amount, i % 2 ? "web" : "app", id === "17" ? "1" : "17"];
  });
  const others = [...ids.slice(20), ...ids.slice(0, 20)];
  const rejected = ids.map((id, i) => [id, "never", 5, others[i]!, 17]);
  const unsplit = broken ? ids.map((id, i) => [id, "2024-01-05", 5, "web", others[i]!, "too", "many"]) : [];
  const lines = [...rows, ...rejected, ...unsplit]
    .filter(([id]) => !leftOut.includes(String(id)))
    .map((fields) => fields.join(","));
  await writeFile(join(folder, "1.csv"), ["customer,day,amount,channel,store", ...lines, ""].join("\n"));
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [1.csv] }
columns: { customer: customer, date: day, amount: amount, attributes: { channel: channel, store: store } }
ingest: { maxRejectedShare: 0.9, clusteredRejections: warn, placeholderIds: [] }
currency: { base: EUR }
publish: ["duckdb:out/w.duckdb", "parquet:out/parquet", "csv:out/csv", "arrow:out/arrow"]
validate: { when: never }
uncertainty: { intervals: false }
asOf: 2024-12-26
`,
  );
  return folder;
}

async function forgetHere(folder: string, ids: readonly string[], unseen = false): Promise<ForgetReport> {
  const config = await loadConfig("clv.yaml", {}, folder);
  return forget(ids, config.runsDir, config, recordingIo(folder).io, () => undefined, { unseen });
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== "forgotten.json")
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** What each file holds of everybody but some, row by row or as it is, by its path. */
async function contentWithout(folder: string, ids: readonly string[]): Promise<Record<string, unknown>> {
  const content: Record<string, unknown> = {};
  // parts that somebody is in are read again; the manifest records what became of the tables
  for (const path of await filesBelow(folder))
    if (!/\/(ingested|forgetting)\/|\/(manifest\.json|1\.csv|clv\.yaml)$/.test(path))
      content[relative(folder, path)] = await without(path, ids);
  return content;
}

async function without(path: string, ids: readonly string[]): Promise<unknown> {
  const isTheirs = (id: unknown): boolean => ids.includes(String(id));
  const list = ids.map((id) => `'${id.replaceAll("'", "''")}'`).join(", ");
  const rowsOf = async (from: string, database?: string): Promise<Row[]> => {
    const columns = await query(`describe select * from ${from}`, database);
    const own = columns.some((c) => c.column_name === "customer_id");
    return query(`select * from ${from} ${own ? `where customer_id not in (${list})` : ""}`, database);
  };
  /** A line of theirs, or one with too many fields that has an id among them, is empty. */
  const blanked = (reason: unknown, text: string): string => {
    const fields = text.split(",");
    return (reason === "TOO_MANY_FIELDS" ? fields : fields.slice(0, 1)).some(isTheirs) ? "" : text;
  };
  if (path.endsWith(".duckdb")) {
    const tables = await query("select table_name as t from duckdb_tables() order by 1", path);
    return Promise.all(tables.map(async ({ t }) => [t, await rowsOf(`"${t}"`, path)]));
  }
  if (path.endsWith(".parquet")) {
    const rows = await rowsOf(`read_parquet('${path}', hive_partitioning = false)`);
    return path.endsWith("rejected_rows.parquet")
      ? rows.map((row) => ({ ...row, raw_text: blanked(row.reason, String(row.raw_text)) }))
      : rows;
  }
  if (path.endsWith(".arrow")) {
    const table = await readArrow(path);
    const columns = table.columns.map((name) => table.values(name).map(String));
    const customer = columns[table.columns.indexOf("customer_id")];
    return columns.map((values) => values.filter((_, i) => customer === undefined || !isTheirs(customer[i])));
  }
  const text = await readFile(path, "utf8");
  if (path.endsWith(".csv")) {
    const lines = text.split("\n");
    const at = lines[0]!.split(",").indexOf("customer_id");
    return at < 0 ? text : lines.filter((line, i) => i === 0 || !isTheirs(line.split(",")[at]));
  }
  if (path.endsWith("score_summary.json")) {
    const summary = JSON.parse(text);
    return { ...summary, top: summary.top.filter((c: { customerId: string }) => !isTheirs(c.customerId)) };
  }
  if (path.endsWith("account.json")) {
    const account = JSON.parse(text);
    for (const { reason, example } of account.rejectedBy) example.text = blanked(reason, example.text);
    return account;
  }
  if (path.endsWith("marts.json")) {
    const made = JSON.parse(text);
    // as the manifest, it records what became of the tables
    for (const { tables } of made.marts)
      for (const table of tables) for (const of of ["rows", "bytes", "sha256"]) delete table[of];
    return made;
  }
  return text;
}

/** Whole values, keys and words of every text that a run wrote. */
async function wordsOf(folder: string): Promise<string[]> {
  const words = new Set<string>();
  for (const path of await filesBelow(folder)) {
    if (!/\.(json|jsonl|csv)$/.test(path)) continue;
    const text = await readFile(path, "utf8");
    for (const [word] of text.matchAll(/[\p{L}\p{N}_][\p{L}\p{N}_.+-]*/gu)) words.add(word);
    for (const [, value] of text.matchAll(/"((?:[^"\\]|\\.)*)"/g)) words.add(value!.trim());
  }
  words.delete("");
  return [...words].filter((word) => word.length < 80);
}

const scoresOf = (folder: string): Promise<Row[]> =>
  query(`select * exclude (run_id) from '${folder}/out/csv/clv_scores.csv' order by customer_id`);

describe("ids that are equal to something else", () => {
  test("nobody's: every word that occurs in our files changes none of them, and the next run scores the same", async () => {
    const ids = Array.from({ length: 60 }, (_, i) => `c${i}`);
    const folder = await shopFolder(ids);
    const { runDir } = await runHere(folder, {});
    const [runs, out] = [join(folder, "runs"), join(folder, "out")];
    const words = [...(await wordsOf(runs)), ...(await wordsOf(out))].filter((word) => !ids.includes(word));
    for (const word of ["bg-nbd", "done", "EUR", "scores", "customer_id", "null", "17", "top"])
      expect(words).toContain(word);
    const hashes = async (): Promise<Map<string, string>> => {
      // a DuckDB file is copied, so that freed blocks go
      const paths = [...(await filesBelow(runs)), ...(await filesBelow(out))].filter(
        (path) => !path.endsWith("w.duckdb"),
      );
      return new Map(await Promise.all(paths.map(async (path) => [path, await sha256(path)] as const)));
    };
    const before = await hashes();
    const scores = await scoresOf(folder);
    const warehouse = await without(join(out, "w.duckdb"), nobody);
    expect(await forgetHere(folder, words, true)).toMatchObject({ foreign: [] });
    expect(await hashes()).toEqual(before);
    expect(await without(join(out, "w.duckdb"), nobody)).toEqual(warehouse);
    const again = await runHere(folder, {}, { resume: true });
    expect(again.runDir).toBe(runDir);
    expect(await scoresOf(folder)).toEqual(scores);
  });

  test.each(
    thorough ? [0, 1, 2, 3] : [0],
  )("customers': whoever is called so goes, and everybody else stays byte for byte (%i)", async (round) => {
    const ids = [...awkward, ...Array.from({ length: 60 }, (_, i) => String(100 + i))];
    const random = uniform(round);
    const gone = ids.filter((id) => (round === 0 ? awkward.indexOf(id) % 2 === 0 : random() < 0.3));
    const folder = await shopFolder(ids, { broken: true });
    await runHere(folder, {});
    const expected = await contentWithout(folder, gone);
    const report = await forgetHere(folder, gone);
    expect(report.places.map(({ traces }) => traces)).toEqual(report.places.map(() => 0));
    expect(await contentWithout(folder, nobody)).toEqual(expected);
    if (!thorough) return;
    // the champion would stay, which was fitted to all of them
    await rm(join(folder, "runs/registry.json"));
    await runHere(folder, {}, { resume: true });
    const withoutThem = await shopFolder(ids, { leftOut: gone });
    await runHere(withoutThem, {});
    expect(await scoresOf(folder)).toEqual(await scoresOf(withoutThem));
    expect(await forgetHere(folder, gone)).toMatchObject({ customers: gone.length, listed: gone.length });
  });
});
