import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { MartsFile } from "../../../pipeline/artifacts/marts-file.js";
import { loadConfig } from "../../../pipeline/config/load-config.js";
import { ClvError } from "../../../pipeline/errors.js";
import { type ForgetReport, forget } from "../../../pipeline/forget/forget.js";
import type { Manifest } from "../../../pipeline/runs/manifest.js";
import { stageNames } from "../../../pipeline/stage.js";
import { clv, scratch } from "../cli/clv-process.js";
import { change, query, readArrow, sha256 } from "../cli/read-back.js";
import { recordingIo, runHere } from "../cli/run-here.js";
import { ordinary, shop } from "../cli/shop-log.js";

const root = await scratch();
/** One of the shop's customers under an id that nothing else in any file could be. */
const person = "Ödipa-Maas.77";

/** Two files of a shop's log, with the person in both, also in rows that are rejected. */
async function shopFolder(settings = ""): Promise<string> {
  const folder = await mkdtemp(join(root, "shop-"));
  await mkdir(join(folder, "log"));
  const header = "order_id,customer_id,order_date,amount,channel";
  const rows = shop(400, ordinary).map(
    ([who, when, amount], i) =>
      `O${i},${who === "c7" ? person : who},${when},${amount},${i % 2 ? "web" : "app"}`,
  );
  const own = [
    `X1,${person},2024-03-01,99,web`,
    `X2,${person},2024-02-30,5,web`,
    `X3,${person},2024-03-01,5,web,one,field,too,many`,
    `X4,${person},2024-09-05,12.5,web`,
  ];
  const half = rows.length >> 1;
  const write = (name: string, lines: readonly string[]) =>
    writeFile(join(folder, "log", name), [header, ...lines, ""].join("\n"));
  await write("1.csv", [...rows.slice(0, half), ...own.slice(0, 2)]);
  await write("2.csv", [...rows.slice(half), ...own.slice(2)]);
  await write("3.csv", ["Y1,c1,2024-05-05,10,web"]);
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [log] }
columns: { order: order_id, customer: customer_id, date: order_date, amount: amount, attributes: { channel: channel } }
publish: ["duckdb:out/w.duckdb", "parquet:out/parquet", "csv:out/csv", "arrow:out/arrow"]
validate: { when: never }
uncertainty: { intervals: false }
${settings}`,
  );
  return folder;
}

async function forgetHere(
  folder: string,
  ids: readonly string[],
  options: { readonly unseen?: boolean } = {},
): Promise<ForgetReport> {
  const { io } = recordingIo(folder);
  const config = await loadConfig("clv.yaml", {}, folder);
  return forget(ids, config.runsDir, config, io, () => undefined, options);
}

const total = (report: ForgetReport, of: "deleted" | "traces"): number =>
  report.places.reduce((sum, place) => sum + place[of], 0);

/** Files below folders that hold some bytes: what grep finds, and Parquet by way of another DuckDB. */
async function filesWith(text: string, ...folders: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders)
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile()) continue;
      const bytes = (await readFile(path)).includes(text);
      const parquet = path.endsWith(".parquet") && (await rowsNaming(text, path)) > 0;
      if (bytes || parquet) found.push(path);
    }
  return found;
}

async function rowsNaming(text: string, parquet: string): Promise<number> {
  const quoted = text.replaceAll("'", "''");
  const [row] = await query(
    `select count(*) as n from read_parquet('${parquet}', hive_partitioning = false) t where contains(t::varchar, '${quoted}')`,
  );
  return Number(row?.n);
}

const manifestOf = async (runDir: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(runDir, "manifest.json"), "utf8"));

describe("clv forget", () => {
  test("leaves no trace in runs, store and outputs of any kind, and everyone else in them", async () => {
    const folder = await shopFolder();
    const first = await runHere(folder, { asOf: "2024-10-31" });
    const second = await runHere(folder, { asOf: "2024-11-30" });
    const [runs, out] = [join(folder, "runs"), join(folder, "out")];
    expect((await filesWith(person, runs, out)).length).toBeGreaterThan(10);
    const before = await query("select count(*) as n from clv_scores_history", join(out, "w.duckdb"));

    const report = await forgetHere(folder, [person]);
    expect(report.places.map(({ place }) => place.replace(/ latest.*| 2024.*|:.*/, ""))).toEqual([
      ...["run", "run", "files read before", "runs folder", "duckdb", "parquet", "csv", "arrow"],
    ]);
    expect(total(report, "traces")).toBe(0);
    for (const place of report.places) expect(place.bytes, place.place).toBeGreaterThan(0);
    for (const place of report.places.filter(({ place }) => !/folder/.test(place)))
      expect(place.deleted, place.place).toBeGreaterThan(0);
    expect(await filesWith(person, runs, out)).toEqual([]);
    expect(report.sources.files).toEqual([join(folder, "log/1.csv"), join(folder, "log/2.csv")]);

    const after = await query("select count(*) as n from clv_scores_history", join(out, "w.duckdb"));
    expect(Number(after[0]!.n)).toBe(Number(before[0]!.n) - 2);
    const views = await query(
      "select count(*) as n, max(as_of)::varchar as day from clv_scores",
      join(out, "w.duckdb"),
    );
    expect(views).toEqual([{ n: "399", day: "2024-11-30" }]);
    const arrow = await readArrow(join(out, "arrow/clv_scores.arrow"));
    expect(arrow.rows).toBe(399);
    const csv = await query(`select count(*) as n, sum(clv_365d) as clv from '${out}/csv/clv_scores.csv'`);
    const parquet = await query(
      `select count(*) as n, sum(clv_365d) as clv from '${out}/parquet/clv_scores.parquet'`,
    );
    expect(Number(csv[0]!.n)).toBe(399);
    expect(Number(csv[0]!.clv)).toBeCloseTo(Number(parquet[0]!.clv), 6);
    expect(arrow.values("clv_365d").reduce((a: number, b) => a + Number(b), 0)).toBeCloseTo(
      Number(parquet[0]!.clv),
      6,
    );

    for (const { runDir } of [first, second]) {
      const { stages } = await manifestOf(runDir);
      for (const stage of Object.values(stages))
        for (const [name, output] of Object.entries(stage.outputs)) {
          const file = join(runDir, output.file ?? `tables/${name}.parquet`);
          expect(await sha256(file), file).toBe(output.sha256);
          expect((await stat(file)).size, file).toBe(output.bytes);
        }
      expect(stages.score?.outputs.scores?.rows).toBe(399);
      const { marts }: MartsFile = JSON.parse(await readFile(join(runDir, "marts.json"), "utf8"));
      for (const { table, rows, sha256: recorded } of marts.flatMap(({ tables }) => tables)) {
        const file = join(runDir, `tables/${table}.parquet`);
        expect(await sha256(file), file).toBe(recorded);
        expect(await query(`select count(*) as n from '${file}'`), file).toEqual([{ n: String(rows) }]);
      }
    }
    const customersOf = (table: string): Promise<unknown> =>
      query(`select count(*) as n, count(distinct as_of) as days from ${table}`, join(out, "w.duckdb"));
    expect(await customersOf("clv_equity_changes")).toEqual([{ n: "399", days: "1" }]);
    const explained = await clv(["explain", "c8"], { cwd: folder });
    expect(explained.code, explained.err).toBe(0);

    const third = await runHere(folder, { asOf: "2024-12-15" });
    const [forgotten] = await query(
      `select customers, amount from '${third.runDir}/tables/clv_equity_bridge.parquet' where item = 'forgotten'`,
    );
    expect(Number(forgotten!.customers), "the bridge still begins with what was published").toBe(1);
    expect(Number(forgotten!.amount)).toBeLessThan(0);
  });

  test("later runs drop the rows and count them, and keep nothing of their text", async () => {
    const folder = await shopFolder();
    const before = await runHere(folder, {});
    await forgetHere(folder, [person]);
    const after = await runHere(folder, {}, { resume: true, verbosity: "debug" });
    expect(after.kept, "everything is made again").toEqual([]);
    expect(after.runDir).toBe(before.runDir);
    const account = JSON.parse(await readFile(join(after.runDir, "account.json"), "utf8"));
    const own = (await readFile(join(folder, "log/1.csv"), "utf8")).split(`,${person},`).length - 1;
    const more = (await readFile(join(folder, "log/2.csv"), "utf8")).split(`,${person},`).length - 1;
    // a line with too many fields has no customer: its reason stays, its text does not
    expect(account.forgotten).toBe(own + more - 1);
    const rejected = await query(
      `select reason, count(*) as n, max(raw_text) as raw_text from '${after.runDir}/tables/rejected_rows.parquet' group by reason order by reason`,
    );
    expect(rejected).toEqual([
      { reason: "FORGOTTEN", n: String(account.forgotten), raw_text: "" },
      { reason: "TOO_MANY_FIELDS", n: "1", raw_text: "" },
    ]);
    expect(after.log).toMatch(/3\.csv: as it was read before/);
    expect(await filesWith(person, join(folder, "runs"), join(folder, "out"))).toEqual([]);
    const again = await runHere(folder, {}, { verbosity: "debug" });
    expect(again.log.match(/as it was read before/g)).toHaveLength(3);
    expect((await runHere(folder, {}, { resume: true })).kept).toEqual(stageNames);
  });

  test("lines keep their numbers when rows before them are dropped, on any number of threads", async () => {
    const folder = await mkdtemp(join(root, "many-"));
    const lines = Array.from({ length: 400_000 }, (_, i) =>
      i % 1000 === 7
        ? `gone,2024-01-${1 + (i % 28)},1`
        : i % 5000 === 13
          ? `bad${i},nonsense,1`
          : `c${i % 5000},2024-01-10,1`,
    );
    await writeFile(join(folder, "log.csv"), `id,day,amount\n${lines.join("\n")}\n`);
    const columns = "columns: { customer: id, date: day, amount: amount }\nvalidate: { when: never }\n";
    await writeFile(
      join(folder, "clv.yaml"),
      `source: { paths: [log.csv] }\n${columns}engine: { threads: 2 }\n`,
    );
    await runHere(folder, {}, { until: "ingest" });
    await forgetHere(folder, ["gone"]);
    const { runDir } = await runHere(folder, {}, { until: "ingest" });
    const [row] =
      await query(`select count(*) as n, count(case when reason = 'FORGOTTEN' and (line - 2) % 1000 = 7 then 1 end) as gone,
  count(case when raw_text = 'bad' || (line - 2) || ',nonsense,1' then 1 end) as bad from '${runDir}/tables/rejected_rows.parquet'`);
    expect(row).toEqual({ n: "480", gone: "400", bad: "80" });
  });

  test("an id of digits alone is no trace where it is a number, a day or an attribute", async () => {
    const folder = await mkdtemp(join(root, "digits-"));
    // 0 would be nobody
    const rows = shop(120, ordinary).map(
      ([who, when, amount]) =>
        `${Number(who.slice(1)) || 500},${when},${amount},${Number(who.slice(1)) % 20}`,
    );
    await writeFile(
      join(folder, "log.csv"),
      ["id,day,amount,store", ...rows, "17,2024-13-17,5,17", ""].join("\n"),
    );
    await writeFile(
      join(folder, "clv.yaml"),
      `source: { paths: [log.csv] }
columns: { customer: id, date: day, amount: amount, attributes: { store: store } }
publish: ["duckdb:out/w.duckdb", "csv:out/csv"]
validate: { when: never }
`,
    );
    const { runDir } = await runHere(folder, { asOf: "2024-12-17" });
    const model = await readFile(join(runDir, "model.json"), "utf8");
    const report = await forgetHere(folder, ["17"]);
    expect(total(report, "traces")).toBe(0);
    expect(await readFile(join(runDir, "model.json"), "utf8")).toBe(model);
    const summary = JSON.parse(await readFile(join(runDir, "score_summary.json"), "utf8"));
    expect(JSON.stringify(summary.top)).not.toContain('"17"');
    const [stores] = await query(
      "select count(*) as n from clv_scores where store = '17'",
      join(folder, "out/w.duckdb"),
    );
    expect(Number(stores!.n)).toBeGreaterThan(0);
    expect(
      await query("select 1 from clv_scores where customer_id = '17'", join(folder, "out/w.duckdb")),
    ).toEqual([]);
    const measures = () =>
      query("select measure, text from clv_monitoring order by measure", join(folder, "out/w.duckdb"));
    const reported = await measures();
    expect(reported.filter(({ text }) => /\b120 customers\b/.test(String(text))).length).toBeGreaterThan(0);
    await forgetHere(folder, ["120"], { unseen: true });
    expect(await measures(), "what is reported of all customers is of nobody").toEqual(reported);
  });

  test("takes freed blocks out of a warehouse, and leaves its owner's own tables alone", async () => {
    const folder = await shopFolder();
    await runHere(folder, {});
    const warehouse = join(folder, "out/w.duckdb");
    await change(
      warehouse,
      `create table notes as select '${person}' as customer_id`,
      "create index by_day on clv_scores_history (as_of)",
      "create schema reports",
      "create view reports.best as select customer_id from clv_scores",
      "delete from clv_scores_history",
    );
    const report = await forgetHere(folder, [person]);
    expect(total(report, "traces")).toBe(0);
    expect(await query("select customer_id from notes", warehouse)).toEqual([{ customer_id: person }]);
    expect(await query("select count(*) as n from reports.best", warehouse)).toEqual([{ n: "0" }]);
    await change(warehouse, "drop table notes");
    expect(await filesWith(person, join(folder, "out")), "in a freed block").toEqual([warehouse]);
    await forgetHere(folder, [person]);
    expect(await filesWith(person, join(folder, "out"))).toEqual([]);
  });

  test("blanks errors and logs that quote a line", async () => {
    const folder = await shopFolder("ingest: { badDate: stop }\n");
    await expect(runHere(folder, {})).rejects.toThrow(person);
    const runs = join(folder, "runs");
    expect((await filesWith(person, runs)).map((path) => path.split("/").at(-1))).toEqual(
      expect.arrayContaining(["manifest.json", "log.jsonl"]),
    );
    expect(total(await forgetHere(folder, [person]), "traces")).toBe(0);
    expect(await filesWith(person, runs)).toEqual([]);
    const [run] = (await readdir(runs)).filter((name) => name.startsWith("latest"));
    expect((await manifestOf(join(runs, run!))).error?.message).toContain("[forgotten]");
  });

  test("goes on where it was killed: rows stay out of runs in between", async () => {
    const folder = await shopFolder();
    await runHere(folder, {});
    const report = await forgetHere(folder, [person]);
    const list = await readFile(join(folder, "runs/forgotten.json"), "utf8");
    // as if it had been killed right after it wrote the list: the store and the run are those of before
    await rm(join(folder, "runs"), { recursive: true });
    await runHere(folder, {});
    await writeFile(join(folder, "runs/forgotten.json"), list);
    const between = await runHere(folder, { asOf: "2024-11-11" });
    expect(await filesWith(person, between.runDir)).toEqual([]);
    const again = await forgetHere(folder, [person]);
    expect(total(again, "traces")).toBe(0);
    expect(total(again, "deleted")).toBeGreaterThan(0);
    expect(again.listed).toBe(report.listed);
    expect(await filesWith(person, join(folder, "runs"), join(folder, "out"))).toEqual([]);
  });
});

describe("the command", () => {
  test("prints the proof without the id, takes ids as they are, and refuses while a run holds the lock", async () => {
    const folder = await shopFolder();
    await runHere(folder, {});
    const { code, out, err } = await clv(["forget", person, "00007", "--unseen", "--config", "clv.yaml"], {
      cwd: folder,
    });
    expect(code, err).toBe(0);
    expect(out).toMatch(/^Forgotten: 2 customers; 2 in all are on the list/);
    expect(out).toMatch(/^ +place +traces left$(.*\n)+ +all +0$/m);
    expect(out).toContain("log/1.csv");
    expect(out + err).not.toContain(person);
    const json = await clv(["forget", "nobody", "--unseen", "--config", "clv.yaml", "--json"], {
      cwd: folder,
    });
    expect(JSON.parse(json.out)).toMatchObject({ customers: 1, listed: 3 });
    await writeFile(
      join(folder, "runs/lock.json"),
      JSON.stringify({
        pid: process.pid,
        host: execFileSync("hostname", { encoding: "utf8" }).trim(),
        since: "now",
        began: null,
      }),
    );
    const locked = await clv(["forget", person, "--config", "clv.yaml"], { cwd: folder });
    expect(locked.code).toBe(7);
  });

  test("refuses ids that are nowhere, and writes nothing", async () => {
    const folder = await shopFolder();
    await runHere(folder, {});
    const [runs, out] = [join(folder, "runs"), join(folder, "out")];
    const state = async (): Promise<string[]> => {
      const files = await filesWith("", runs, out);
      return Promise.all(
        files.map(async (path) => `${path} ${await sha256(path)} ${(await stat(path)).mtimeMs}`),
      );
    };
    const before = await state();
    const { code, err } = await clv(["forget", "2031-03-01", "c8", "store", "C8", "--config", "clv.yaml"], {
      cwd: folder,
    });
    expect(code).toBe(3);
    expect(err).toMatch(
      /^CUSTOMER_UNKNOWN: 3 of 4 customers \(first: "2031-03-01"\) are in no run of .*--unseen/,
    );
    expect(await state()).toEqual(before);
    expect((await forgetHere(folder, ["c8", "store"], { unseen: true })).listed).toBe(2);
    const again = await forgetHere(folder, ["store"]);
    expect(again.listed, "who is on the list is known").toBe(2);
    expect(again.sources.files).toEqual([]);
    const words = await forgetHere(folder, ["customer_id", "amount", "2024-09-05"], { unseen: true });
    expect(words.sources.files, "a header is nobody, and so are other columns").toEqual([]);
  });

  test("ids that begin with a hyphen come behind --", async () => {
    const folder = await mkdtemp(join(root, "hyphens-"));
    const lines = shop(120, ordinary).map((line) => line.join(",").replace(/^c/, "-1"));
    await writeFile(join(folder, "log.csv"), ["id,day,amount", ...lines, ""].join("\n"));
    await writeFile(
      join(folder, "clv.yaml"),
      "source: { paths: [log.csv] }\ncolumns: { customer: id, date: day, amount: amount }\nvalidate: { when: never }\n",
    );
    await runHere(folder, {});
    const explained = await clv(["explain", "--json", "--", "-11"], { cwd: folder });
    expect(JSON.parse(explained.out)).toMatchObject({ customerId: "-11" });
    expect((await clv(["explain", "--", "-11", "-12"], { cwd: folder })).code).toBe(2);
    expect((await clv(["explain"], { cwd: folder })).code).toBe(2);
    const { code, out } = await clv(["forget", "-13", "--config", "clv.yaml", "--json", "--", "-11", "-12"], {
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ customers: 3, listed: 3 });
    expect((await clv(["explain", "--", "-12"], { cwd: folder })).err).toMatch(/^CUSTOMER_NOT_FOUND/);
    expect((await clv(["explain", "--", "-14"], { cwd: folder })).code).toBe(0);
  });

  test("tables and files that are not ours stay, and files among ours are named", async () => {
    const folder = await shopFolder();
    const { runDir } = await runHere(folder, { publish: ["duckdb:out/w.duckdb"] });
    const warehouse = join(folder, "out/w.duckdb");
    await change(warehouse, `create table clv_friends as select '${person}' as friend, 'c8' as customer`);
    const mine = [join(runDir, "best.csv"), join(runDir, "notes.txt")];
    for (const path of mine) await writeFile(path, `customer_id\n${person}\n`);
    const { code, err, out } = await clv(["forget", person, "--runsDir", "runs"], { cwd: folder });
    expect(code, err).toBe(0);
    expect(await query("select friend from clv_friends", warehouse)).toEqual([{ friend: person }]);
    for (const path of mine) {
      expect(await readFile(path, "utf8")).toContain(person);
      expect(out).toContain(`  ${path}\n`);
    }
  });

  test("says what is missing", async () => {
    const folder = await mkdtemp(join(root, "none-"));
    expect((await clv(["forget", "a"], { cwd: folder })).code).toBe(2);
    await mkdir(join(folder, "runs"));
    expect((await clv(["forget", "  "], { cwd: folder })).code).toBe(2);
    await writeFile(join(folder, "runs/forgotten.json"), "{}");
    const { io } = recordingIo(folder);
    await expect(forget(["a"], join(folder, "runs"), null, io, () => undefined)).rejects.toThrow(ClvError);
  });
});
