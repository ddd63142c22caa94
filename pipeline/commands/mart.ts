import { resolve } from "node:path";
import type { Argv, CommandModule } from "yargs";
import type { MartsFile } from "../artifacts/marts-file.js";
import type { Config } from "../config/config.js";
import type { Engine } from "../engines/engine.js";
import { openEngine } from "../engines/open-engine.js";
import { ClvError } from "../errors.js";
import { commandName } from "../marts/command-name.js";
import { filtered } from "../marts/filtered.js";
import type { Mart, MartColumn, MartInputs, MartTable, ShownColumn } from "../marts/mart.js";
import { engineFolders } from "../runs/layout.js";
import { empty, id, list, raw, type Sql, sql } from "../sql/sql.js";
import type { Io } from "../terminal/io.js";
import { martText, shownColumn } from "../terminal/mart-text.js";
import { sentence } from "../text/messages/message.js";
import { say } from "../text/messages/say.js";
import { nearest } from "../text/nearest.js";
import { writeMartCsv } from "./mart-csv.js";
import { martFilters } from "./mart-filters.js";
import { findMartRun, type MartRun } from "./mart-run.js";
import { type RunsFolderArguments, runsFolder, withRunsFolder } from "./runs-folder.js";

interface MartArguments extends RunsFolderArguments {
  run?: string | undefined;
  "as-of"?: string | undefined;
  table?: string | undefined;
  limit?: number | undefined;
  filter?: string[] | undefined;
  csv?: string | undefined;
  json: boolean;
}

/** Rows that a terminal gets unless it asks for others, and that an answer is made of at least. */
const usualRows = 20;

/** Rows that one JSON object holds at most unless --limit says how many. */
const mostRows = 100_000;

/** As much as every engine takes. */
const noLimit = 2 ** 31 - 1;

/** `clv cohorts`, …: a mart of the latest run, its question answered in a sentence. */
export function martCommand(mart: Mart, io: Io): CommandModule<object, MartArguments> {
  const name = commandName(mart.name);
  return {
    command: name,
    describe: say(mart.question),
    builder: (yargs): Argv<MartArguments> =>
      withRunsFolder(yargs)
        .option("run", {
          type: "string",
          requiresArg: true,
          conflicts: "as-of",
          describe: "Run id or its beginning (default: the latest one with tables)",
        })
        .option("as-of", {
          type: "string",
          requiresArg: true,
          describe: "The latest run as of this day, yyyy-mm-dd",
        })
        .option("table", {
          type: "string",
          requiresArg: true,
          describe: `Table of the mart: ${mart.tables.map((table) => table.name).join(", ")}`,
        })
        .option("filter", {
          type: "string",
          array: true,
          requiresArg: true,
          describe: "column=value: only rows with this value; column= for rows without one",
        })
        .option("limit", {
          type: "number",
          requiresArg: true,
          describe: `Rows at most (default: ${usualRows}; all with --json and --csv)`,
        })
        .option("csv", { type: "string", requiresArg: true, describe: "Write all columns to this CSV file" })
        .option("json", {
          type: "boolean",
          default: false,
          describe: "Print one JSON object with all columns",
        })
        .example(`$0 ${name} --csv ${name}.csv`, "the whole table") as Argv<MartArguments>,
    handler: (args) => showMart(mart, args, io),
  };
}

/** What of a mart is asked for, and where it is. */
interface Asked {
  readonly mart: Mart;
  readonly table: MartTable;
  readonly run: MartRun;
  readonly inputs: MartInputs;
  readonly engine: Engine;
  readonly filters: Readonly<Record<string, string>>;
  readonly limit: number | undefined;
  readonly io: Io;
}

async function showMart(mart: Mart, args: MartArguments, io: Io): Promise<void> {
  refuseUse(args);
  const table = tableOf(mart, args.table);
  const run = await findMartRun(await runsFolder(args, io), { run: args.run, asOf: args["as-of"] });
  const { facts } = run.made;
  refuseMissing(mart, run.made);
  const filters = martFilters(args.filter ?? [], table.columns(facts));
  const config = run.manifest.config as Config;
  const engine = await openEngine(config, {
    ...{ runId: run.manifest.runId, ...engineFolders(run.runDir), env: io.env },
    ...{ warn: io.err, readOnly: true },
  });
  const { dialect } = engine;
  const inputs: MartInputs = { dialect, facts, config, table: (name) => dialect.table(name) };
  const asked: Asked = { ...{ mart, table, run, inputs, engine, filters, io }, limit: args.limit };
  try {
    if (args.csv !== undefined) await writeCsv(asked, resolve(io.cwd, args.csv), config);
    else if (args.json) await printJson(asked);
    else await printText(asked, args.table === undefined);
  } finally {
    await engine.close();
  }
}

/** @throws ClvError USAGE */
function refuseUse({ json, csv, limit }: MartArguments): void {
  if (json && csv !== undefined) throw new ClvError("USAGE", say("martCommand.oneForm"));
  if (limit !== undefined && (!Number.isInteger(limit) || limit < 1))
    throw new ClvError("USAGE", say("martCommand.limit", String(limit)));
}

function tableOf({ tables }: Mart, name: string | undefined): MartTable {
  const found = name === undefined ? tables[0] : tables.find((table) => table.name === name);
  if (found !== undefined) return found;
  const names = tables.map((table) => table.name);
  throw new ClvError("USAGE", say("martCommand.noTable", name!, nearest(name!, names), names));
}

/** @throws ClvError MART_MISSING with what it lacks */
function refuseMissing({ name }: Mart, { marts, facts }: MartsFile): void {
  const made = marts.find((mart) => mart.name === name);
  if (made === undefined)
    throw new ClvError("MART_MISSING", `${say("martCommand.older", name, facts.runId)}.`);
  if (made.lacks !== null)
    throw new ClvError(
      "MART_MISSING",
      `${say("martCommand.lacks", name, facts.runId, sentence(made.lacks))}.`,
    );
}

/** Rows of the table with all its columns, in the order of what tells them apart: those of all customers, without a source, last in a file and first for people. */
function rowsOf({ table, inputs, filters, limit }: Asked, nulls: "first" | "last" = "last"): Sql {
  const order = list(table.grain.map((key) => sql`${id(key)} ${raw(`nulls ${nulls}`)}`));
  const most = limit === undefined ? empty : sql` limit ${limit}`;
  return sql`select * from ${inputs.table(table.name)} where ${filtered(filters)} order by ${order}${most}`;
}

async function countOf({ engine, io }: Asked, select: Sql): Promise<number> {
  const [row] = await engine.rows(sql`select count(*) as n from (${select}) counted`, io.signal);
  return Number(row!.n);
}

function viewOf({ mart, inputs, filters }: Asked, limit: number): Sql {
  return mart.view.select(inputs, { limit, filters });
}

async function writeCsv(asked: Asked, path: string, config: Config): Promise<void> {
  const { engine, io } = asked;
  const select = rowsOf(asked);
  await writeMartCsv(path, select, { engine, config, io });
  io.out(`${say("martCommand.written", await countOf(asked, select), path)}\n`);
}

async function printJson(asked: Asked): Promise<void> {
  const { mart, table, run, engine, io } = asked;
  const select = rowsOf(asked);
  const total = await countOf(asked, rowsOf({ ...asked, limit: undefined }));
  if (asked.limit === undefined && total > mostRows)
    throw new ClvError("USAGE", `${say("martCommand.tooMany", total, mostRows)}.`);
  const { runId, asOf } = run.made.facts;
  const rows = await engine.rows(select, io.signal);
  const answer = table === mart.tables[0] ? await answerOf(asked) : null;
  const object = { question: say(mart.question), answer, run: runId, asOf, table: table.name, total, rows };
  io.out(`${JSON.stringify(object)}\n`);
}

/** Of the same rows whatever --limit says; null where filters leave none. */
async function answerOf(asked: Asked): Promise<string | null> {
  const { mart, run, engine, filters, io } = asked;
  const rows = await engine.rows(viewOf(asked, Math.max(usualRows, asked.limit ?? 0)), io.signal);
  const none = rows.length === 0 && Object.keys(filters).length > 0;
  return none ? null : mart.view.answer(rows, run.made.facts);
}

/** The view; a table that is named, as it is. */
async function printText(asked: Asked, isView: boolean): Promise<void> {
  const { mart, table, run, engine, filters, io } = asked;
  const { facts } = run.made;
  const limit = asked.limit ?? usualRows;
  const rows = await engine.rows(
    isView ? viewOf(asked, limit) : rowsOf({ ...asked, limit }, "first"),
    io.signal,
  );
  const all = isView ? viewOf(asked, noLimit) : rowsOf({ ...asked, limit: undefined });
  const isOpen = ({ name }: ShownColumn): boolean => !filters[name];
  const shown = {
    ...{ question: say(mart.question), run: facts.runId, asOf: facts.asOf, currency: facts.currency },
    answer: isView ? ((await answerOf(asked)) ?? "") : `${table.holds}.`,
    columns: (isView ? mart.view.columns(facts) : seen(table.columns(facts)).map(shownColumn)).filter(isOpen),
    ...{ firstColumns: !isView, rows, allRows: await countOf(asked, all) },
  };
  io.out(martText(shown, io.columns));
}

/** Of a table without a view, a terminal has no room for bounds. */
function seen(columns: readonly MartColumn[]): MartColumn[] {
  return columns.filter(({ name }) => !/_(?:lo|hi)(?:80|95)$/.test(name));
}
