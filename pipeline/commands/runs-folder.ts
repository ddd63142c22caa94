import { resolve } from "node:path";
import type { Argv } from "yargs";
import { loadConfig } from "../config/load-config.js";
import type { Io } from "../terminal/io.js";

/** Options of the commands that look at runs: where these are. */
export interface RunsFolderArguments {
  config?: string | undefined;
  runsDir?: string | undefined;
}

/** Declares --config and --runsDir. */
export function withRunsFolder<T>(yargs: Argv<T>): Argv<T & RunsFolderArguments> {
  return yargs
    .option("config", {
      alias: "c",
      type: "string",
      requiresArg: true,
      describe: "clv.yaml, for its runs folder",
    })
    .option("runsDir", {
      type: "string",
      requiresArg: true,
      describe: "Folder of the runs (default: that of the config, else runs)",
    }) as Argv<T & RunsFolderArguments>;
}

/** The runs folder that is meant: the flag wins over the config. */
export async function runsFolder({ config, runsDir }: RunsFolderArguments, io: Io): Promise<string> {
  if (runsDir !== undefined) return resolve(io.cwd, runsDir);
  return config === undefined ? resolve(io.cwd, "runs") : (await loadConfig(config, {}, io.cwd)).runsDir;
}
