import { resolve } from "node:path";
import type { Argv, CommandModule } from "yargs";
import { readArtifact } from "../artifacts/artifact-files.js";
import type { MartsFile } from "../artifacts/marts-file.js";
import type { Config } from "../config/config.js";
import type { Engine } from "../engines/engine.js";
import { openEngine } from "../engines/open-engine.js";
import { ClvError } from "../errors.js";
import { readIdLines } from "../files/id-lines.js";
import { findRun } from "../runs/find-run.js";
import { engineFolders } from "../runs/layout.js";
import { type AudienceFormat, audienceHeaders, suppressionHashes, writeAudience } from "../sinks/audience.js";
import { audienceRows, type IdentityKind } from "../sql/audience.js";
import { attributeColumn } from "../sql/parse-rows.js";
import { id, raw, type Sql, sql } from "../sql/sql.js";
import type { Io } from "../terminal/io.js";
import { say } from "../text/messages/say.js";
import { type RunsFolderArguments, runsFolder, withRunsFolder } from "./runs-folder.js";

interface AudienceArguments extends RunsFolderArguments {
  run?: string | undefined;
  tier?: string | undefined;
  lifecycle?: string | undefined;
  action?: string | undefined;
  chosen: boolean;
  by: string;
  kind?: IdentityKind | undefined;
  format: AudienceFormat;
  suppress?: string[] | undefined;
  out: string;
  json: boolean;
}

/** `clv audience`: customers by tier, lifecycle or action as hashes for an ad platform. */
export function audienceCommand(io: Io): CommandModule<object, AudienceArguments> {
  return {
    command: "audience",
    describe: "Write a list of customers, hashed, for an ad platform",
    builder: (yargs): Argv<AudienceArguments> =>
      withRunsFolder(yargs)
        .option("run", {
          type: "string",
          requiresArg: true,
          describe: "Run id or its beginning (default: the latest run with marts)",
        })
        .option("tier", { type: "string", requiresArg: true, describe: "Customers of this tier" })
        .option("lifecycle", {
          choices: ["new", "active", "at_risk", "lost"],
          describe: "Customers of this lifecycle",
        })
        .option("action", { choices: ["contact", "wait", "leave"], describe: "Customers with this action" })
        .option("chosen", { type: "boolean", default: false, describe: "Customers on the list of actions" })
        .option("by", {
          type: "string",
          default: "customer_id",
          requiresArg: true,
          describe: "What identifies them: customer_id or an attribute of the config",
        })
        .option("kind", {
          choices: ["email", "phone", "id"] as const,
          describe: "What that is (default: id for customer_id, else email)",
        })
        .option("format", {
          choices: Object.keys(audienceHeaders) as AudienceFormat[],
          default: "generic" as const,
          describe: "Whose names the header has",
        })
        .option("suppress", {
          type: "string",
          array: true,
          requiresArg: true,
          describe: "File of customers to leave out, one a line: ids, values of --by, or hashes of them",
        })
        .option("out", {
          type: "string",
          requiresArg: true,
          demandOption: true,
          describe: "CSV file to write",
        })
        .option("json", { type: "boolean", default: false, describe: "Print one JSON object" })
        .example(
          "$0 audience --chosen --by email --format google --out list.csv",
          "whom to contact",
        ) as Argv<AudienceArguments>,
    handler: async (args) => {
      const { tier, lifecycle, action, chosen, by, format, json } = args;
      if (!chosen && [tier, lifecycle, action].every((value) => value === undefined))
        throw new ClvError("USAGE", say("audience.open"));
      const folder = await runsFolder(args, io);
      const { runDir, manifest } = await findRun(folder, args.run, (m) => m.stages.derive !== undefined);
      const config = manifest.config as Config;
      const table = action !== undefined || chosen ? "clv_actions" : "clv_customer_segments";
      if (manifest.stages.derive === undefined || !isMade(await readArtifact(runDir, "marts"), table))
        throw new ClvError("MART_MISSING", say("audience.noMart", table, manifest.runId));
      const { exclude } = config.actions;
      const lists = [
        ...(args.suppress ?? []).map((path) => resolve(io.cwd, path)),
        ...(exclude === undefined ? [] : [exclude]),
      ];
      const suppressed = suppressionHashes((await Promise.all(lists.map(readIdLines))).flat());
      const kind = args.kind ?? (by === "customer_id" ? "id" : "email");
      const out = resolve(io.cwd, args.out);
      const home = {
        runId: manifest.runId,
        ...engineFolders(runDir),
        env: io.env,
        warn: io.err,
        readOnly: true,
      };
      const engine = await openEngine(config, home);
      try {
        const [customers, marts] = [engine.dialect.table("customers"), engine.dialect.table(table)];
        if (tier !== undefined) await checkTier(engine, marts, tier);
        const rows = audienceRows(engine.dialect, customers, marts, {
          identity: identityOf(by, config),
          kind,
          digitsOnly: format === "meta",
          conditions: [
            ...Object.entries({ value_tier: tier, lifecycle, action }).flatMap(([column, value]) =>
              value === undefined ? [] : [sql`a.${id(column)} = ${value}`],
            ),
            ...(chosen ? [raw("a.chosen")] : []),
          ],
        });
        const count = await writeAudience(out, audienceHeaders[format][kind], engine, rows, suppressed);
        const left = [
          ...(count.suppressed > 0 ? [say("audience.suppressed", count.suppressed)] : []),
          ...(count.unknown > 0 ? [say("audience.unknown", count.unknown, by)] : []),
          ...(count.repeated > 0 ? [say("audience.repeated", count.repeated)] : []),
        ];
        const said = `${say("audience.written", count.written, out)} ${left.length > 0 ? left.join("; ") : say("audience.nobody")}.\n`;
        io.out(json ? `${JSON.stringify({ out, run: manifest.runId, format, ...count })}\n` : said);
      } finally {
        await engine.close();
      }
    },
  };
}

function isMade({ marts }: MartsFile, table: string): boolean {
  return marts.some(({ tables }) => tables.some((made) => made.table === table));
}

/** @throws ClvError USAGE where it is no column */
function identityOf(by: string, config: Config): Sql {
  if (by === "customer_id") return raw("c.customer_id");
  const known = Object.keys(config.columns.attributes);
  if (!known.includes(by)) throw new ClvError("USAGE", say("audience.by", by, ["customer_id", ...known]));
  return sql`c.${id(attributeColumn(by))}`;
}

/** @throws ClvError USAGE where nobody is in it */
async function checkTier(engine: Engine, marts: Sql, tier: string): Promise<void> {
  const rows = await engine.rows(sql`select distinct value_tier from ${marts} order by value_tier`);
  const known = rows.map((row) => String(row.value_tier));
  if (!known.includes(tier)) throw new ClvError("USAGE", say("audience.none", "tier", tier, known));
}
