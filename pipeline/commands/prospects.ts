import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Argv, CommandModule } from "yargs";
import { readArtifact } from "../artifacts/artifact-files.js";
import type { Config } from "../config/config.js";
import type { Engine } from "../engines/engine.js";
import { openEngine, openLocal } from "../engines/open-engine.js";
import { ClvError } from "../errors.js";
import { privateFile } from "../files/folders.js";
import { replaceFile } from "../files/replace-file.js";
import { findRun } from "../runs/find-run.js";
import { engineFolders, spillFolder, tablesFolder } from "../runs/layout.js";
import { readForgotten } from "../sources/forgotten-list.js";
import { spreadsheetText } from "../sql/spreadsheet-text.js";
import { raw, type Sql, sql } from "../sql/sql.js";
import type { Io } from "../terminal/io.js";
import { type ProspectsReport, prospectsText } from "../terminal/prospects-text.js";
import { tooFewText } from "../terminal/usage-text.js";
import { afterDashes } from "./after-dashes.js";
import { readProspects } from "./prospects/read-prospects.js";
import { scoreProspects } from "./prospects/score-prospects.js";
import { type RunsFolderArguments, runsFolder, withRunsFolder } from "./runs-folder.js";

interface ProspectsArguments extends RunsFolderArguments {
  file?: string | undefined;
  id?: string | undefined;
  out?: string | undefined;
  run?: string | undefined;
  limit: number;
  json: boolean;
}

/** `clv prospects FILE`: what people without orders may bring, by their attributes. */
export function prospectsCommand(io: Io): CommandModule<object, ProspectsArguments> {
  return {
    command: "prospects [file]",
    describe: "Score people without orders by their attributes",
    builder: (yargs): Argv<ProspectsArguments> =>
      withRunsFolder(yargs)
        .positional("file", {
          type: "string",
          describe: "CSV, Parquet or another file with an id and some of the attributes of the log",
        })
        .option("id", {
          type: "string",
          requiresArg: true,
          describe: "Column with the id (default: as in the log)",
        })
        .option("out", {
          type: "string",
          requiresArg: true,
          describe: "CSV file to write with everybody's figures",
        })
        .option("run", {
          type: "string",
          requiresArg: true,
          describe: "Run id or its beginning (default: the latest run with marts)",
        })
        .option("limit", { type: "number", default: 20, describe: "People shown, the best first" })
        .option("json", { type: "boolean", default: false, describe: "Print one JSON object" }),
    handler: async (args) => {
      const [file, second] = [args.file, ...afterDashes(args)].filter((path) => path !== undefined);
      if (file === undefined) throw new ClvError("USAGE", tooFewText("prospects"));
      if (second !== undefined) throw new ClvError("USAGE", "give one file at a time.");
      if (!(Number.isInteger(args.limit) && args.limit > 0))
        throw new ClvError("USAGE", "--limit takes a whole number above 0.");
      const found = await prospects(resolve(io.cwd, file), args, io);
      io.out(args.json ? `${JSON.stringify(found)}\n` : prospectsText(found));
    },
  };
}

async function prospects(path: string, args: ProspectsArguments, io: Io): Promise<ProspectsReport> {
  const folder = await runsFolder(args, io);
  const { runDir, manifest } = await findRun(folder, args.run, (m) => m.stages.derive !== undefined);
  if (manifest.stages.derive === undefined)
    throw new ClvError("RUN_NOT_FOUND", `run ${manifest.runId} has no marts yet; \`--resume\` it first.`);
  const made = await readArtifact(runDir, "marts");
  const { facts } = made;
  const config = manifest.config as Config;
  const { signal } = io;
  const work = await mkdtemp(join(tmpdir(), "clv-prospects-"));
  const engines: Engine[] = [];
  try {
    const local = await openLocal(config, tablesFolder(work), spillFolder(work));
    engines.push(local);
    const people = await readProspects(path, args.id ?? null, config, {
      ...{ engine: local, work, signal },
      forgotten: await readForgotten(folder),
    });
    const home = {
      runId: manifest.runId,
      ...engineFolders(runDir),
      env: io.env,
      warn: io.err,
      readOnly: true,
    };
    const engine = await openEngine(config, home);
    engines.push(engine);
    const inputs = {
      ...{ dialect: engine.dialect, facts, config },
      table: (name: string) => engine.dialect.table(name),
    };
    const { drivers, unused, newcomers, rows, summary, customers, examples } = await scoreProspects(
      people,
      made.marts,
      inputs,
      engine,
      local,
      signal,
    );
    const out = args.out === undefined ? null : resolve(io.cwd, args.out);
    if (out !== null) await writeCsv(local, rows, out, io);
    const best = await local.rows(
      sql`select * from (${rows}) r order by expected_first_year desc, customer_id limit ${args.limit}`,
      signal,
    );
    return {
      ...{ run: manifest.runId, asOf: facts.asOf, currency: facts.currency },
      ...{ people: Number(summary.people), leftOut: people.without, forgotten: people.forgotten },
      ...{ customers, examples, customersOldEnough: drivers.customers },
      attributes: drivers.features.map(({ name }) => name),
      ...{ missing: people.missing, unused, explained: drivers.importance?.explained ?? null, newcomers },
      ...{ mean: Number(summary.mean), least: Number(summary.least), most: Number(summary.most) },
      ...{ noted: Number(summary.noted), out, prospects: best },
    };
  } finally {
    for (const engine of engines) await engine.close();
    await rm(work, { recursive: true, force: true });
  }
}

async function writeCsv(local: Engine, rows: Sql, path: string, { pid, signal }: Io): Promise<void> {
  const temporary = `${path}.tmp-${pid}`;
  try {
    // made before it is written to, so that nobody else can open it meanwhile
    await (await open(temporary, "w", privateFile)).close();
    await local.execute(
      sql`copy (select * replace (${spreadsheetText(raw("customer_id"))} as customer_id, ${spreadsheetText(raw("note"))} as note) from (${rows}) r) to ${temporary} (format csv, header true, use_tmp_file false)`,
      signal,
    );
    await replaceFile(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}
