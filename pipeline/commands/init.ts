import { access } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import type { CommandModule } from "yargs";
import { configSchema } from "../config/config.js";
import { refuseSecrets } from "../config/secrets.js";
import { ClvError } from "../errors.js";
import { writeFileAtomic } from "../files/atomic-file.js";
import { makeFolder } from "../files/folders.js";
import { describeInspection } from "../inspect/describe-inspection.js";
import { inspectSource } from "../inspect/inspect-source.js";
import type { Inspection } from "../inspect/inspection.js";
import { choiceNeeded } from "../inspect/open-choice.js";
import { writeConfig } from "../inspect/write-config.js";
import type { Io } from "../terminal/io.js";
import { fitted } from "../text/lines.js";
import { say } from "../text/messages/say.js";

interface InitArguments {
  files?: string[] | undefined;
  out: string;
  force: boolean;
  table?: string | undefined;
  query?: string | undefined;
  json: boolean;
}

/** `clv init`: a look into a log, and a commented clv.yaml for it. */
export function initCommand(io: Io): CommandModule<object, InitArguments> {
  return {
    command: "init <files..>",
    describe: "Look into a transaction log and write a commented clv.yaml for it",
    builder: (yargs) =>
      yargs
        .positional("files", {
          type: "string",
          array: true,
          describe: "Files, folders or globs: text of any separator, JSON lines, Parquet, Arrow, DuckDB",
        })
        .option("out", { type: "string", default: "clv.yaml", describe: "File to write" })
        .option("force", { type: "boolean", default: false, describe: "Replace the file if it is there" })
        .option("table", { type: "string", describe: "DuckDB file: table or view to read" })
        .option("query", {
          type: "string",
          describe:
            "SQL query to read instead: of a DuckDB file its tables, of any other the relation source",
        })
        .conflicts("table", "query")
        .option("json", {
          type: "boolean",
          default: false,
          describe: "Print the inspection as one JSON object",
        })
        .example("$0 init orders.csv", "writes clv.yaml; then: clv run --config clv.yaml")
        .example("$0 init shop.duckdb --table orders --out shop.yaml", "a table of a DuckDB file")
        .example(
          "$0 init orders.csv --query \"select * from source where status = 'paid'\"",
          "some rows of a file",
        ),
    handler: async ({ files, out, force, table, query, json }) => {
      refuseSecrets({ files, out, source: { table, query } });
      const target = resolve(io.cwd, out);
      if (!force) await refuseToOverwrite(target, out);
      const paths = (files ?? []).map((path) => resolve(io.cwd, path));
      const inspection = await inspectSource(paths, { table, query, signal: io.signal });
      await makeFolder(dirname(target));
      await writeFileAtomic(target, writeConfig(inspection, dirname(target)));
      const shown = relative(io.cwd, target).startsWith("..") ? target : relative(io.cwd, target);
      if (json) io.out(`${JSON.stringify({ out: target, ...inspection })}\n`);
      else io.out(describeInspection(inspection));
      if (inspection.missing.length > 0) throw notRecognised(inspection, shown);
      if (inspection.open.length > 0)
        throw choiceNeeded(
          inspection.open,
          `${shown} is written; set them there, then clv run --config ${shown}`,
        );
      if (!json) io.out(`\n${fitted(verdictOf(inspection, shown))}\n${say("init.next", shown)}\n`);
    },
  };
}

/** What is to be done with the settings that were written. */
function verdictOf({ trial, config, warnings }: Inspection, out: string): string {
  const rejected = trial?.rejected.reduce((sum, r) => sum + r.rows, 0) ?? 0;
  const share = trial === null || trial.rows === 0 ? 0 : rejected / trial.rows;
  if (share > (config.ingest?.maxRejectedShare ?? configSchema.parse({}).ingest.maxRejectedShare))
    return say("init.stops", out, share);
  return warnings.length > 0 ? say("init.guessed", out, warnings.length) : say("init.wrote", out);
}

async function refuseToOverwrite(target: string, out: string): Promise<void> {
  const there = await access(target).then(
    () => true,
    () => false,
  );
  if (there)
    throw new ClvError(
      "CONFIG_EXISTS",
      `${out} is there already: give --force to replace it or --out another name`,
    );
}

function notRecognised({ missing, choices, columns }: Inspection, out: string): ClvError {
  const each = missing.map((role) => {
    const names = choices[role] ?? [];
    return `  columns.${role}: ${names.length > 0 ? `choose one of ${names.join(", ")}` : "no column of the file could be it"}`;
  });
  return new ClvError(
    "COLUMN_NOT_FOUND",
    `${missing.length} of the 3 needed columns were not recognised among ${columns.length}:\n${each.join("\n")}\n` +
      `${out} is written; set them there, then clv run --config ${out}`,
  );
}
