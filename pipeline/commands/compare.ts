import type { Argv, CommandModule } from "yargs";
import { readArtifact } from "../artifacts/artifact-files.js";
import { findRun } from "../runs/find-run.js";
import { comparisonText } from "../terminal/comparison-text.js";
import type { Io } from "../terminal/io.js";
import { type ComparedRun, compareRuns } from "../terminal/run-comparison.js";
import { type RunsFolderArguments, runsFolder, withRunsFolder } from "./runs-folder.js";

interface CompareArguments extends RunsFolderArguments {
  before: string;
  after: string;
  json: boolean;
}

/** `clv compare <before> <after>`: what differs between two runs, from their settings to their totals. */
export function compareCommand(io: Io): CommandModule<object, CompareArguments> {
  return {
    command: "compare <before> <after>",
    describe: "Show what differs between two runs: settings, data, model and totals",
    builder: (yargs): Argv<CompareArguments> =>
      withRunsFolder(yargs)
        .positional("before", {
          type: "string",
          demandOption: true,
          describe: "Id of a run, or its beginning",
        })
        .positional("after", { type: "string", demandOption: true, describe: "Id of another run" })
        .option("json", { type: "boolean", default: false, describe: "Print one JSON object" })
        .example("$0 compare 2026-05-31 2026-06-30", "the run of each day") as Argv<CompareArguments>,
    handler: async (args) => {
      const folder = await runsFolder(args, io);
      const [before, after] = [await read(folder, args.before), await read(folder, args.after)];
      const comparison = compareRuns(before, after);
      io.out(args.json ? `${JSON.stringify(comparison)}\n` : comparisonText(comparison));
    },
  };
}

/** A run with what it got to; artifacts of stages that it did not reach are null. */
async function read(folder: string, id: string): Promise<ComparedRun> {
  const { runDir, manifest } = await findRun(folder, id, () => true);
  const { stages } = manifest;
  return {
    manifest,
    account: stages.ingest ? await readArtifact(runDir, "account") : null,
    summary: stages.summarize ? await readArtifact(runDir, "summary") : null,
    model: stages.gate ? await readArtifact(runDir, "champion") : null,
    totals: stages.score ? await readArtifact(runDir, "score_summary") : null,
  };
}
