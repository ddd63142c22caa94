import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { MartsFile } from "../../../pipeline/artifacts/marts-file.js";
import { martCommand } from "../../../pipeline/commands/mart.js";
import { commandName } from "../../../pipeline/marts/command-name.js";
import type { Mart } from "../../../pipeline/marts/mart.js";
import { marts } from "../../../pipeline/marts/marts.js";
import { sentence } from "../../../pipeline/text/messages/message.js";
import { say } from "../../../pipeline/text/messages/say.js";
import { scratch } from "../cli/clv-process.js";
import { query } from "../cli/read-back.js";
import { clvHere, runHere } from "../cli/run-here.js";
import { madeMarts, shopFolder } from "../marts/shop-run.js";

const folder = await scratch();
const bare = await scratch();
const young = await scratch();
let runDir: string;
let runId: string;
let made: MartsFile;

beforeAll(async () => {
  await Promise.all([
    shopFolder(folder),
    shopFolder(bare, { amounts: false }),
    shopFolder(young, { customers: 40 }),
  ]);
  ({ runDir, runId } = await runHere(folder, {}, { until: "derive" }));
  made = await madeMarts(runDir);
});

const ask = (mart: Mart, ...words: string[]) =>
  clvHere([commandName(mart.name), ...words], folder, (io) => [martCommand(mart, io)]);
const stored = (table: string): string => `'${join(runDir, "tables", `${table}.parquet`)}'`;
const [first] = marts as [Mart];
const isMade = (mart: Mart): boolean => made.marts.find(({ name }) => name === mart.name)!.lacks === null;

describe.each(marts.map((mart) => [commandName(mart.name), mart] as const))("clv %s", (_, mart) => {
  test("prints the question, the answer and rows that fit a terminal; or what it lacks", async () => {
    const { code, out, err } = await ask(mart);
    if (!isMade(mart)) {
      const lacks = sentence(made.marts.find(({ name }) => name === mart.name)!.lacks!);
      expect([code, out, err]).toEqual([
        2,
        "",
        `MART_MISSING: ${mart.name} is not in run ${runId}: ${lacks}.\n`,
      ]);
      return;
    }
    expect([code, err]).toEqual([0, ""]);
    const [question, answer, ...rest] = out.split("\n\n").map((part) => part.replaceAll("\n", " "));
    expect(question).toBe(say(mart.question));
    expect(answer).toMatch(/\w+ \w+/);
    expect(rest.join("\n")).toContain(`Run ${runId}, as of 2024-12-20`);
    expect(out).not.toMatch(/NaN|undefined|Infinity|\[object/);
    for (const line of out.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("--json is one object with all rows and columns of each of its tables", async () => {
    if (!isMade(mart)) return;
    for (const table of mart.tables) {
      const object = JSON.parse((await ask(mart, "--json", "--table", table.name)).out);
      expect(Object.keys(object)).toEqual(["question", "answer", "run", "asOf", "table", "total", "rows"]);
      expect(object).toMatchObject({ run: runId, asOf: "2024-12-20", table: table.name });
      const [{ n }] = (await query(`select count(*)::int as n from ${stored(table.name)}`)) as [
        { n: number },
      ];
      expect([object.total, object.rows.length], table.name).toEqual([n, n]);
      for (const row of object.rows.slice(0, 3))
        expect(Object.keys(row)).toEqual(table.columns(made.facts).map(({ name }) => name));
      const { out } = await ask(mart, "--table", table.name);
      for (const line of out.split("\n")) expect(line.length, line).toBeLessThanOrEqual(100);
    }
  });

  test("--csv writes the whole table for its owner alone", async () => {
    if (!isMade(mart)) return;
    for (const { name } of mart.tables) {
      const { code, err } = await ask(mart, "--csv", "mart.csv", "--table", name);
      expect([code, err]).toEqual([0, ""]);
      const file = join(folder, "mart.csv");
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const counted = (relation: string) => query(`select count(*) as n from ${relation}`);
      expect(await counted(`read_csv('${file}', header = true, all_varchar = true)`)).toEqual(
        await counted(stored(name)),
      );
      expect(await readFile(file, "utf8")).not.toMatch(/(^|,)[=@]/m);
    }
  });

  test("--filter leaves rows with a value, also in what is shown", async () => {
    if (!isMade(mart)) return;
    const [table] = mart.tables;
    const column = table!.columns(made.facts).find(({ type }) => type === "text" || type === "date");
    if (column === undefined) return;
    const [{ value, n }] = (await query(
      `select coalesce(cast(${column.name} as varchar), '') as value, count(*)::int as n from ${stored(table!.name)} group by 1 order by 2 desc, 1 limit 1`,
    )) as [{ value: string; n: number }];
    const { out, err } = await ask(mart, "--json", "--filter", `${column.name}=${value}`);
    expect(JSON.parse(out), err).toMatchObject({ total: n });
    const impossible = column.type === "date" ? "1901-01-01" : "there is none";
    expect((await ask(mart, "--filter", `${column.name}=${impossible}`)).out).toMatch(/\nNo rows\.\n/);
  });
});

test("--limit and --as-of choose rows and runs; what is not there is named, with what there is", async () => {
  const { name } = first.tables[0]!;
  expect(JSON.parse((await ask(first, "--json", "--limit", "1")).out).rows).toHaveLength(1);
  expect((await ask(first, "--limit", "1")).out).toMatch(/\n {2}1 of \d+ rows; --limit shows more/);
  expect((await ask(first, "--as-of", "2024-12-20", "--json")).out).toContain(`"run":"${runId}"`);
  expect((await ask(first, "--run", runId.slice(0, 12), "--json")).out).toContain(`"run":"${runId}"`);
  for (const [words, said] of [
    [
      ["--as-of", "2024-11-30"],
      /^RUN_NOT_FOUND: no run in .* as of 2024-11-30; there are some as of 2024-12-20\.$/,
    ],
    [["--as-of", "30.11.2024"], /^USAGE: --as-of cannot be "30\.11\.2024"; a day is written yyyy-mm-dd$/],
    [["--limit", "0"], /^USAGE: --limit cannot be 0/],
    [["--table", `${name}s`], new RegExp(`^USAGE: there is no table "${name}s"; did you mean ${name}\\?`)],
    [
      ["--filter", "no_such_column=1"],
      /^USAGE: --filter: there is no column "no_such_column"; it can be \w+, /,
    ],
    [["--filter", "source=a", "--filter", "source=b"], /^USAGE: --filter names source twice/],
    [["--filter", "a"], /^USAGE: --filter cannot be "a"; it is column=value/],
    [["--json", "--csv", "x.csv"], /^USAGE: --json and --csv are two forms/],
  ] as const) {
    const { code, out, err } = await ask(first, ...words);
    expect([code, out], err).toEqual([2, ""]);
    expect(err.trimEnd()).toMatch(said);
  }
});

test("a file that cannot be written leaves nothing, and one that is there is replaced as a whole", async () => {
  await expect(ask(first, "--csv", "no/such/folder.csv")).rejects.toThrow(/ENOENT/);
  await writeFile(join(folder, "old.csv"), "old", { mode: 0o644 });
  expect((await ask(first, "--csv", "old.csv")).code).toBe(0);
  expect((await stat(join(folder, "old.csv"))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(folder, "old.csv"), "utf8")).not.toContain("old\n");
});

test("a run without them yet says how to make them; one of an older version lacks what that did not know", async () => {
  const inYoung = () => clvHere([commandName(first.name)], young, (io) => [martCommand(first, io)]);
  expect((await inYoung()).err).toMatch(/^RUN_NOT_FOUND: no finished run/);
  const { runId: scored } = await runHere(young, {}, { until: "score" });
  expect((await inYoung()).err).toBe(
    `RUN_NOT_FOUND: run ${scored} has no tables to decide with yet; \`clv derive\` makes them, of the same config.\n`,
  );
  const { runDir: derived } = await runHere(young, {}, { until: "derive", resume: true });
  const file = join(derived, "marts.json");
  const { marts: all, ...rest } = await madeMarts(derived);
  await writeFile(file, JSON.stringify({ ...rest, marts: all.slice(1) }));
  expect(await inYoung()).toMatchObject({
    code: 2,
    err: expect.stringMatching(
      /^MART_MISSING: clv_\w+ is not in run .* that did not know it; `clv derive` makes it\.\n$/,
    ),
  });
  await rm(file);
});

test("of a log without amounts the marts that need them say so", async () => {
  const { runDir: without } = await runHere(bare, {}, { until: "derive" });
  const { marts: all, facts } = await madeMarts(without);
  expect(facts.money).toBe(false);
  for (const [i, mart] of marts.entries()) {
    expect(all[i]!.lacks, mart.name).toEqual(mart.needs(facts));
    const { code, err } = await clvHere([commandName(mart.name)], bare, (io) => [martCommand(mart, io)]);
    expect(code, err).toBe(all[i]!.lacks === null ? 0 : 2);
    if (all[i]!.lacks !== null) expect(err).toContain(sentence(all[i]!.lacks!));
  }
});
