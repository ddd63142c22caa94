import { resolve } from "node:path";
import type { Argv, CommandModule } from "yargs";
import type { Registry } from "../registry/registry.js";
import { readRegistry } from "../registry/store.js";
import { listRuns } from "../runs/find-run.js";
import { livingOwner } from "../runs/lock.js";
import { stageNames } from "../stage.js";
import { championText } from "../terminal/champion-text.js";
import type { Io } from "../terminal/io.js";
import { count, seconds, table } from "../text/format.js";
import { withoutSecrets } from "../text/without-secrets.js";

interface StatusArguments {
  runsDir: string;
  json: boolean;
}

/** `clv status`: the runs of a folder, their stages and what stopped them. */
export function statusCommand(io: Io): CommandModule<object, StatusArguments> {
  return {
    command: "status",
    describe: "Show the runs, how far each got and why it stopped",
    builder: (yargs): Argv<StatusArguments> =>
      yargs
        .option("runsDir", {
          type: "string",
          default: "runs",
          requiresArg: true,
          describe: "Folder of the runs",
        })
        .option("json", { type: "boolean", default: false, describe: "Print one JSON object" }),
    handler: async ({ runsDir, json }) => {
      const runs = await listRuns(resolve(io.cwd, runsDir));
      const owner = await livingOwner(resolve(io.cwd, runsDir), io);
      const registry = await readRegistry(resolve(io.cwd, runsDir));
      if (json)
        return io.out(
          `${JSON.stringify({ runs: runs.map((r) => r.manifest), champions: championsOf(registry) })}\n`,
        );
      if (runs.length === 0)
        return io.out(`no runs in ${withoutSecrets(resolve(io.cwd, runsDir))}; start with \`clv run\`\n`);
      io.out(championText(registry));
      for (const { manifest: m, runDir } of runs) {
        const goingOn = m.status === "running" && owner !== null;
        const state =
          m.status !== "running"
            ? m.status
            : owner
              ? `running (process ${owner.pid} on ${owner.host})`
              : "killed";
        io.out(
          `${m.runId}  ${state}  started ${m.startedAt.slice(0, 19).replace("T", " ")} UTC  ${runDir}\n`,
        );
        const rows = stageNames.map((name) => {
          const stage = m.stages[name];
          return [
            name,
            stage ? (stage.kept ? "kept" : "done") : "-",
            stage ? seconds(stage.seconds) : "",
            stage?.rows == null ? "" : `${count(stage.rows)} rows`,
          ];
        });
        io.out(`${table(rows, [false, false, true, true])}\n`);
        if (m.error) io.out(`  ${m.error.code}: ${m.error.message.split("\n")[0]}\n`);
        if (m.status !== "done" && !goingOn) io.out("  go on with the same command and --resume\n");
      }
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
