import type { Argv, CommandModule } from "yargs";
import { artifactTable, readArtifact, type TableArtifact } from "../artifacts/artifact-files.js";
import type { Config } from "../config/config.js";
import { hasMoney } from "../config/questions.js";
import type { Engine, Row } from "../engines/engine.js";
import { openEngine } from "../engines/open-engine.js";
import { ClvError } from "../errors.js";
import { findRun } from "../runs/find-run.js";
import { engineFolders } from "../runs/layout.js";
import { foldId } from "../sql/fold-id.js";
import { raw, sql } from "../sql/sql.js";
import { explanation, explanationText } from "../terminal/explanation.js";
import type { Io } from "../terminal/io.js";
import { tooFewText } from "../terminal/usage-text.js";
import { trimBlanks } from "../text/blanks.js";
import { inOneLine } from "../text/visible-text.js";
import { afterDashes } from "./after-dashes.js";
import { type RunsFolderArguments, runsFolder, withRunsFolder } from "./runs-folder.js";

interface ExplainArguments extends RunsFolderArguments {
  customer?: string | undefined;
  run?: string | undefined;
  json: boolean;
}

/** `clv explain [customer]`: from the purchases of one customer to its CLV, each number with its meaning. */
export function explainCommand(io: Io): CommandModule<object, ExplainArguments> {
  return {
    command: "explain [customer]",
    describe: "Explain one customer's score, from purchases to CLV",
    builder: (yargs): Argv<ExplainArguments> =>
      withRunsFolder(yargs)
        .positional("customer", {
          type: "string",
          describe: "Customer id, as in the log; one that begins with a hyphen behind --",
        })
        .option("run", {
          type: "string",
          requiresArg: true,
          describe: "Run id or its beginning (default: the latest scored run)",
        })
        .option("json", { type: "boolean", default: false, describe: "Print one JSON object" }),
    handler: async (args) => {
      const { run, json } = args;
      const [customer, second] = [args.customer, ...afterDashes(args)].filter((id) => id !== undefined);
      if (customer === undefined) throw new ClvError("USAGE", tooFewText("explain"));
      if (second !== undefined) throw new ClvError("USAGE", "explain one customer at a time.");
      const folder = await runsFolder(args, io);
      const { runDir, manifest } = await findRun(folder, run, (m) => m.stages.score !== undefined);
      if (manifest.stages.score === undefined)
        throw new ClvError(
          "RUN_NOT_FOUND",
          `run ${manifest.runId} has not scored anyone yet; \`--resume\` it first.`,
        );
      // after a refused gate another model than what the run fitted
      const scoredBy = await readArtifact(runDir, "champion");
      const config = manifest.config as Config;
      const home = {
        runId: manifest.runId,
        ...engineFolders(runDir),
        env: io.env,
        warn: io.err,
        readOnly: true,
      };
      const { score, own, purchases } = await readCustomer(
        await openEngine(config, home),
        runDir,
        foldId(trimBlanks(customer), config.ingest.foldIds ?? []),
        hasMoney(config),
      );
      if (score.model_version !== scoredBy.modelVersion)
        throw new ClvError(
          "MODEL_NOT_FOUND",
          `run ${manifest.runId} was scored by ${score.model_version}, and its champion is ${scoredBy.modelVersion} by now; \`clv score --resume\` scores with that one.`,
        );
      const explained = explanation(score, own, purchases, scoredBy, config);
      io.out(json ? `${JSON.stringify(explained)}\n` : explanationText(explained));
    },
  };
}

async function readCustomer(
  engine: Engine,
  runDir: string,
  customer: string,
  money: boolean,
): Promise<{ score: Row; own: Row; purchases: Row[] }> {
  try {
    const of = (table: TableArtifact) =>
      sql`select * from ${artifactTable(engine, table)} where customer_id = ${customer}`;
    const [score] = await engine.rows(of("scores"));
    const [own] = await engine.rows(of("customers"));
    if (!score || !own) {
      const distance = engine.dialect.textDistance(raw("customer_id"), sql`${customer}`);
      const near =
        distance === null
          ? []
          : await engine.rows(sql`select customer_id from scores order by ${distance}, customer_id limit 3`);
      const similar =
        near.length > 0
          ? ` Similar ids: ${near.map((r) => inOneLine(String(r.customer_id))).join(", ")}.`
          : "";
      throw new ClvError(
        "CUSTOMER_NOT_FOUND",
        `no customer ${JSON.stringify(customer)} in ${runDir}.${similar}`,
      );
    }
    const purchases =
      await engine.rows(sql`select cast(day as varchar) as day, is_refund, ${raw(money ? "sum(amount) as amount, " : "")}count(*) as orders
from transactions where customer_id = ${customer} group by day, is_refund order by day, is_refund`);
    return { score, own, purchases };
  } finally {
    await engine.close();
  }
}
