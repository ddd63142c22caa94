import { chmod, cp, mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { getuid } from "node:process";
import { beforeAll, describe, expect, test } from "vitest";
import type { MartsFile } from "../../../../pipeline/artifacts/marts-file.js";
import { loadConfig } from "../../../../pipeline/config/load-config.js";
import { openDuckDb } from "../../../../pipeline/engines/duckdb/duckdb.js";
import { openLocal } from "../../../../pipeline/engines/open-engine.js";
import { factsWith } from "../../../../pipeline/marts/facts.js";
import { marts } from "../../../../pipeline/marts/marts.js";
import { publish } from "../../../../pipeline/stages/publish.js";
import { openPool } from "../../../../pipeline/workers/pool.js";
import { clv, scratch } from "../../cli/clv-process.js";
import { change, query, readArrow, sha256, warehouseContent } from "../../cli/read-back.js";
import { runHere } from "../../cli/run-here.js";
import { ordinary, shop, writeLog } from "../../cli/shop-log.js";

const folder = await scratch();
const out = join(folder, "out");
const asOf = "2024-12-20";
const formats = ["parquet", "csv", "arrow"] as const;
const everywhere = [...formats.map((format) => `${format}:out`), "duckdb:out/w.duckdb"];
const replaces = new Map<string, string>(
  marts.flatMap(({ tables }) => tables.map((table) => [table.name, table.replaces])),
);
const isRoot = getuid?.() === 0;

const publishAsOf = (day: string, flags: object = {}) =>
  runHere(folder, { asOf: day, publish: everywhere, ...flags });
const files = async (): Promise<string[]> =>
  (await readdir(out, { recursive: true, withFileTypes: true }))
    .filter((f) => f.isFile())
    .map((f) => f.name)
    .sort();

beforeAll(async () => {
  await chmod(folder, 0o755);
  await writeLog(join(folder, "shop.csv"), shop(300, ordinary));
  await writeFile(
    join(folder, "clv.yaml"),
    "source: { paths: [shop.csv] }\ncolumns: { customer: customer_id, date: order_date, amount: amount }\nengine: { threads: 1 }\n",
  );
});

describe("files", () => {
  test("in Parquet, CSV and Arrow read back equal", async () => {
    const { runDir, runId } = await publishAsOf(asOf);
    const made: MartsFile = JSON.parse(await readFile(join(runDir, "marts.json"), "utf8"));
    const martTables = made.marts.flatMap(({ tables }) => tables.map(({ table }) => table));
    expect(await files()).toEqual(
      [
        "w.duckdb",
        ...formats.flatMap((f) => [
          ...["clv_scores_history", "clv_customer_history"].map(() =>
            f === "parquet" ? "part-0.parquet" : `${asOf}.${f}`,
          ),
          `clv_scores.${f}`,
          `${asOf}.${f}`, // clv_monitoring
          ...["clv_runs", "clv_model_parameters"].map(() => `${runId}.${f}`),
          ...martTables.map((table) => `${replaces.get(table) === "run" ? runId : asOf}.${f}`),
        ]),
      ].sort(),
    );
    const scored = `'${join(runDir, "tables/scores.parquet")}'`;
    const parquet = `'${join(out, "clv_scores.parquet")}'`;
    const typed = await query(
      `select column_name as name, column_type as type from (describe from ${scored})`,
    );
    const columns = typed.map(({ name, type }) => `'${name}': '${type}'`).join(", ");
    const csv = `read_csv('${join(out, "clv_scores.csv")}', header = true, columns = {${columns}})`;
    for (const relation of [parquet, csv])
      expect(
        await query(
          `select count(*) as n from ((from ${relation} except from ${scored}) union all (from ${scored} except from ${relation}))`,
        ),
        relation,
      ).toEqual([{ n: "0" }]);
    const arrow = await readArrow(join(out, "clv_scores.arrow"));
    expect(arrow.rows).toBe(300);
    const source = await query(`select * from ${scored} order by customer_id`);
    expect(arrow.columns).toEqual(Object.keys(source[0]!));
    expect(arrow.values("clv_365d")).toEqual(source.map((r) => r.clv_365d));
    expect(arrow.values("p_alive")).toEqual(source.map((r) => r.p_alive));
    expect(arrow.values("customer_id")).toEqual(source.map((r) => r.customer_id));
    for (const f of ["csv", "arrow"])
      expect(await sha256(join(out, "clv_scores_history", `${asOf}.${f}`)), f).toBe(
        await sha256(join(out, `clv_scores.${f}`)),
      );
    expect(await sha256(join(out, "clv_scores.parquet"))).toBe(
      await sha256(join(runDir, "tables/scores.parquet")),
    );
  });

  test("in Parquet are partitioned by as_of: the folders' names complete the slices", async () => {
    const slice = join(out, `clv_scores_history/as_of=${asOf}/part-0.parquet`);
    const own = await query(
      `select column_name as name from (describe from read_parquet('${slice}', hive_partitioning = false))`,
    );
    expect(own.map((c) => c.name)).not.toContain("as_of");
    const current = `'${join(out, "clv_scores.parquet")}'`;
    const [{ names }] = (await query(
      `select list(column_name) as names from (describe from ${current})`,
    )) as [{ names: string[] }];
    const all = `(select ${names.join(", ")} from read_parquet('${join(out, "clv_scores_history/*/*.parquet")}', hive_partitioning = true))`;
    expect(
      await query(
        `select count(*) as n from ((from ${all} except from ${current}) union all (from ${current} except from ${all}))`,
      ),
    ).toEqual([{ n: "0" }]);
    expect(
      await query(`select count(*) as n, max(as_of) as last, any_value(typeof(as_of)) as type from ${all}`),
    ).toEqual([{ n: "300", last: asOf, type: "DATE" }]);
  });

  test("that an earlier version wrote flat move to partitions, with the same content", async () => {
    const history = join(out, "clv_scores_history");
    const flat = (day: string): string => join(history, `${day}.parquet`);
    const content = (relation: string) =>
      query(
        `select count(*) as n, sum(hash(s)::hugeint) as h from (select * exclude (as_of) from ${relation}) s`,
      );
    await change(
      ":memory:",
      `copy (select * replace (date '2024-09-30' as as_of) from '${join(out, "clv_scores.parquet")}') to '${flat("2024-09-30")}'`,
    );
    await cp(join(out, "clv_scores.parquet"), flat(asOf));
    const before = await content(`'${flat("2024-09-30")}'`);
    expect(before).toMatchObject([{ n: "300" }]);
    await publishAsOf(asOf);
    expect((await readdir(history)).filter((name) => name.endsWith(".parquet"))).toEqual([]);
    expect(
      await content(
        `read_parquet('${join(history, "as_of=2024-09-30/part-0.parquet")}', hive_partitioning = true)`,
      ),
    ).toEqual(before);
    await rm(join(history, "as_of=2024-09-30"), { recursive: true });
  });

  test("of an older as-of date go to the history; the current scores stay the latest", async () => {
    const before = await Promise.all(formats.map((f) => sha256(join(out, `clv_scores.${f}`))));
    const { outputs } = await publishAsOf("2024-10-31");
    expect(await Promise.all(formats.map((f) => sha256(join(out, `clv_scores.${f}`))))).toEqual(before);
    for (const f of ["csv", "arrow"]) expect(await files()).toContain(`2024-10-31.${f}`);
    expect(await readdir(join(out, "clv_scores_history"))).toContain("as_of=2024-10-31");
    expect(outputs[0].tables).not.toContain("clv_scores.parquet");
    await publishAsOf("2024-12-26");
    const [row] = await query(
      `select min(as_of) as a, max(as_of) as b from '${join(out, "clv_scores.csv")}'`,
    );
    expect(row).toEqual({ a: "2024-12-26", b: "2024-12-26" });
  });

  test("left half-written by a killed process are removed once they are old, and never read", async () => {
    const old = join(out, "clv_scores.csv.part-1");
    const young = join(out, "clv_scores.csv.part-2");
    await writeFile(old, "half");
    await writeFile(young, "half");
    await utimes(old, 1, 1);
    await publishAsOf(asOf);
    expect(await files()).not.toContain("clv_scores.csv.part-1");
    expect(await files()).toContain("clv_scores.csv.part-2");
  });
});

test("scores that changed after they were scored are refused everywhere, and what is there stays", async () => {
  const day = "2024-12-24";
  await publishAsOf(day);
  const current = formats.map((f) => join(out, `clv_scores.${f}`));
  const before = [...(await Promise.all(current.map(sha256))), await warehouseContent(join(out, "w.duckdb"))];
  const { runDir, runId } = await runHere(folder, { asOf: day, value: { margin: 0.5 } }, { until: "score" });
  const json = async (name: string) => JSON.parse(await readFile(join(runDir, `${name}.json`), "utf8"));
  const names = ["account", "score_summary", "model", "summary", "checks", "validation", "gate"];
  const [account, score_summary, model, ...judged] = await Promise.all(names.map(json));
  const [summary, checks, validation, gate] = judged;
  const scores = join(runDir, "tables/scores.parquet");
  const tampered = join(runDir, "tampered.parquet");
  const set = "clv_365d + case when value_rank = 1 then 0.01 else 0 end as clv_365d";
  await change(":memory:", `copy (select * replace (${set}) from '${scores}') to '${tampered}'`);
  await cp(tampered, scores);
  const engine = await openDuckDb({
    directory: join(runDir, "tables"),
    memoryLimit: "200MB",
    threads: 1,
    spillDirectory: join(runDir, "spill"),
  });
  try {
    for (const target of everywhere) {
      const config = await loadConfig("clv.yaml", { asOf: day, publish: [target] }, folder);
      const nothing = () => undefined;
      const publishing = publish.run(
        {
          ...{ account, score_summary, summary, checks, validation, gate, model },
          champion: model,
          monitoring: { format: 2, previousRun: null, measures: [], tiers: [], records: [] },
          scores: { table: "scores", rows: 300 },
          marts: { format: 1, facts: factsWith(365), marts: [] },
        },
        {
          config,
          engine,
          openLocal: (directory) => openLocal(config, directory, directory),
          env: {},
          pool: openPool(1),
          sources: [],
          sideFiles: [],
          costFiles: [],
          rates: [],
          runId,
          runDir,
          startedFrom: null,
          today: day,
          signal: new AbortController().signal,
          log: nothing,
          warn: nothing,
        },
      );
      await expect(publishing, target).rejects.toMatchObject({
        code: "RECONCILIATION_FAILED",
        exitCode: 6,
        message: expect.stringMatching(
          /does not hold what was scored: clv [\d.]+ instead of [\d.]+\. Nothing was made visible there/,
        ),
      });
    }
  } finally {
    await engine.close();
  }
  expect([
    ...(await Promise.all(current.map(sha256))),
    await warehouseContent(join(out, "w.duckdb")),
  ]).toEqual(before);
});

describe("a place that cannot be written", () => {
  const run = (publishTo: string, options: { uid?: number; shell?: string } = {}, ...more: string[]) =>
    clv(["run", "--config", "clv.yaml", "--publish", publishTo, ...more], { cwd: folder, ...options });

  test.each([
    "csv:shop.csv",
    "csv:shop.csv/sub",
    "duckdb:shop.csv/w.duckdb",
    "parquet:shop.csv",
  ])("%s: a file in the way", async (target) => {
    await expect(runHere(folder, { publish: [target] })).rejects.toMatchObject({
      code: "SINK_REFUSED",
      message: expect.stringMatching(
        /^cannot write \/.*shop\.csv.*\b(ENOTDIR|EEXIST)\b.*run again with --resume/,
      ),
    });
  });

  test.runIf(isRoot)("a folder of another user: exit 6, where and why", async () => {
    const runs = join(folder, "nobody");
    await mkdir(runs);
    await mkdir(join(folder, "closed"), { mode: 0o755 });
    await chmod(runs, 0o777);
    const as = { uid: 65534 };
    for (const target of ["csv:closed", "parquet:closed", "arrow:closed", "duckdb:closed/w.duckdb"]) {
      const { code, err, out: printed } = await run(target, as, "--runsDir", runs, "--resume");
      expect([code, printed], err).toEqual([6, ""]);
      expect(err, target).toMatch(/SINK_REFUSED: .*closed.*permission denied/i);
      expect(err).not.toContain("Statement");
    }
    const elsewhere = await run("csv:nobody/out", as, "--runsDir", "closed/runs");
    expect(elsewhere.code, elsewhere.err).toBe(6);
    expect(elsewhere.err).toMatch(/^SINK_REFUSED: cannot write .*closed\/runs: permission denied/);
    expect(await readdir(join(folder, "closed"))).toEqual([]);
  });

  test("a full target: exit 6, and the last published state stays", async () => {
    const args = ["run", "--config", "clv.yaml", "--runsDir", "full"];
    const targets = ["csv:full/out", "parquet:full/out", "arrow:full/out", "duckdb:full/out/w.duckdb"];
    const first = await clv([...args, "--asOf", "2024-11-30", "--publish", ...targets], { cwd: folder });
    expect(first.code, first.err).toBe(0);
    const current = formats.map((f) => join(folder, "full/out", `clv_scores.${f}`));
    const state = async () => [
      ...(await Promise.all(current.map(sha256))),
      await warehouseContent(join(folder, "full/out/w.duckdb")),
    ];
    const before = await state();
    const scored = await clv(["derive", "--config", "clv.yaml", "--runsDir", "full", "--quiet"], {
      cwd: folder,
    });
    expect(scored.code, scored.err).toBe(0);
    for (const target of targets) {
      // no file may grow beyond 44 KiB: what a full disk does, for this process alone
      const { code, err } = await clv([...args, "--resume", "--publish", target], {
        cwd: folder,
        shell: "ulimit -f 44",
      });
      expect(code, `${target}: ${err}`).toBe(6);
      expect(err, target).toMatch(/SINK_REFUSED: .*full\/out/);
      expect(await state(), target).toEqual(before);
    }
    const names = await readdir(join(folder, "full/out"), { recursive: true });
    expect(names.filter((name) => name.includes(".part"))).toEqual([]);
  });
});
