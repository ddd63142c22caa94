import type { Argv, CommandModule } from "yargs";
import { type ChangedChampion, promote, rollback } from "../registry/change-champion.js";
import { acquireLock } from "../runs/lock.js";
import { changedChampionText } from "../terminal/champion-text.js";
import type { Io } from "../terminal/io.js";
import { say } from "../text/messages/say.js";
import { type RunsFolderArguments, runsFolder, withRunsFolder } from "./runs-folder.js";

interface ChampionArguments extends RunsFolderArguments {
  json: boolean;
}

interface PromoteArguments extends ChampionArguments {
  model: string;
}

interface RollbackArguments extends ChampionArguments {
  configuration?: string | undefined;
}

/** `clv promote <version>`: a model of the registry becomes champion, whatever the gates said. */
export function promoteCommand(io: Io): CommandModule<object, PromoteArguments> {
  return {
    command: "promote <model>",
    describe: "Make a registered model the champion, a refused one too",
    builder: (yargs): Argv<PromoteArguments> =>
      championOptions(yargs)
        .positional("model", {
          type: "string",
          demandOption: true,
          describe: "Version of the model, or its unambiguous beginning or end (`clv status` lists them)",
        })
        .example("$0 promote bg-nbd+gamma-gamma-57a6a9a93b03", "scores from the next run on"),
    handler: (args) => change(args, io, (runsDir, at) => promote(runsDir, args.model, at)),
  };
}

/** `clv rollback`: the champion before this one becomes champion again. */
export function rollbackCommand(io: Io): CommandModule<object, RollbackArguments> {
  return {
    command: "rollback",
    describe: "Make the model that the champion replaced the champion again",
    builder: (yargs): Argv<RollbackArguments> =>
      championOptions(yargs).option("configuration", {
        type: "string",
        requiresArg: true,
        describe: "Which configuration, by its hash or its beginning, where the folder has several",
      }),
    handler: (args) => change(args, io, (runsDir, at) => rollback(runsDir, args.configuration, at)),
  };
}

function championOptions(yargs: Argv): Argv<ChampionArguments> {
  return withRunsFolder(yargs).option("json", {
    type: "boolean",
    default: false,
    describe: "Print one JSON object",
  });
}

async function change(
  args: ChampionArguments,
  io: Io,
  changed: (runsDir: string, at: string) => Promise<ChangedChampion>,
): Promise<void> {
  const folder = await runsFolder(args, io);
  const lock = await acquireLock(folder, io, (message) => io.err(`${say("progress.warning", message)}\n`));
  try {
    const done = await changed(folder, new Date().toISOString());
    io.out(args.json ? `${JSON.stringify(done)}\n` : changedChampionText(done));
  } finally {
    await lock.release();
  }
}
