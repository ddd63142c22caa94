import type { Argv, CommandModule } from "yargs";
import type { Registry } from "../registry/registry.js";
import { readRegistry } from "../registry/store.js";
import { listRuns } from "../runs/find-run.js";
import { livingOwner } from "../runs/lock.js";
import { championText } from "../terminal/champion-text.js";
import type { Io } from "../terminal/io.js";
import { refusedText } from "../terminal/status-next.js";
import { runStatusText } from "../terminal/status-text.js";
import { fitted } from "../text/lines.js";
import { say } from "../text/messages/say.js";
import { withoutSecrets } from "../text/without-secrets.js";
import { type RunsFolderArguments, runsFolder, withRunsFolder } from "./runs-folder.js";

interface StatusArguments extends RunsFolderArguments {
  json: boolean;
}

/** `clv status`: the runs of a folder, their stages and what stopped them. */
export function statusCommand(io: Io): CommandModule<object, StatusArguments> {
  return {
    command: "status",
    describe: "Show the runs, how far each got and why it stopped",
    builder: (yargs): Argv<StatusArguments> =>
      withRunsFolder(yargs).option("json", {
        type: "boolean",
        default: false,
        describe: "Print one JSON object",
      }),
    handler: async (args) => {
      const folder = await runsFolder(args, io);
      const runs = await listRuns(folder);
      const owner = await livingOwner(folder, io);
      const registry = await readRegistry(folder);
      if (args.json)
        return io.out(
          `${JSON.stringify({ runs: runs.map((r) => r.manifest), champions: championsOf(registry) })}\n`,
        );
      if (runs.length === 0) return io.out(`${say("status.noRuns", withoutSecrets(folder))}\n`);
      io.out(fitted(championText(registry) + refusedText(registry)));
      for (const run of runs) io.out(runStatusText(run, owner));
    },
  };
}

/** Champions by configuration, with their history. */
function championsOf({ configurations }: Registry): object[] {
  return Object.entries(configurations).map(([configuration, { champion, validatedAsOf, lineage }]) => ({
    configuration,
    champion,
    validatedAsOf,
    lineage,
  }));
}
