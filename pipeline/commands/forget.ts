import { resolve } from "node:path";
import type { Argv, CommandModule } from "yargs";
import { loadConfig } from "../config/load-config.js";
import { ClvError } from "../errors.js";
import { diskError } from "../files/disk-errors.js";
import { forget } from "../forget/forget.js";
import { forgetText } from "../terminal/forget-text.js";
import type { Io } from "../terminal/io.js";
import { tooFewText } from "../terminal/usage-text.js";
import { afterDashes } from "./after-dashes.js";
import { type RunsFolderArguments, withRunsFolder } from "./runs-folder.js";

interface ForgetArguments extends RunsFolderArguments {
  customers?: string[] | undefined;
  unseen: boolean;
  json: boolean;
}

/** `clv forget [customers..]`: deletes people from runs and outputs, and proves that nothing is left. */
export function forgetCommand(io: Io): CommandModule<object, ForgetArguments> {
  return {
    command: "forget [customers..]",
    describe: "Delete customers from all runs and outputs, and search these for traces",
    builder: (yargs): Argv<ForgetArguments> =>
      withRunsFolder(yargs)
        .positional("customers", {
          type: "string",
          array: true,
          describe: "Customer ids, as in the log; one that begins with a hyphen behind --",
        })
        .option("unseen", {
          type: "boolean",
          default: false,
          describe: "List also ids that are in no run and no output: their rows may come later",
        })
        .option("json", { type: "boolean", default: false, describe: "Print one JSON object" })
        .example("$0 forget C10003453 --config clv.yaml", "delete one customer")
        .example("$0 forget --config clv.yaml -- -17", "an id that begins with a hyphen")
        .epilogue(
          "Rows with that customer_id are deleted from every table and file of the runs, what was read of source files, and\n" +
            "all outputs, and lines of theirs where these quote the log; then each of these is read in full and searched.\n" +
            "Tables without customer_id and columns of other names are not looked at. The id is kept as a salted hash in forgotten.json of the runs folder,\n" +
            "so that later runs drop its rows. With --config, its outputs and sources are searched too. Source files are yours: those that still hold the customer are listed.\n" +
            "Exit code 0 only when no trace is left.",
        ),
    handler: async (args) => {
      const { config: file, runsDir, unseen, json } = args;
      const customers = [...(args.customers ?? []), ...afterDashes(args)];
      if (customers.length === 0) throw new ClvError("USAGE", tooFewText("forget"));
      const flags = runsDir === undefined ? {} : { runsDir };
      const config = file === undefined ? null : await loadConfig(file, flags, io.cwd);
      const folder = config?.runsDir ?? resolve(io.cwd, runsDir ?? "runs");
      const warn = (message: string): void => io.err(`${message}\n`);
      const report = await forget(customers, folder, config, io, warn, { unseen }).catch((error: unknown) => {
        throw diskError(error);
      });
      io.out(json ? `${JSON.stringify(report)}\n` : forgetText(report));
      const left = report.places.filter(({ traces }) => traces > 0);
      if (left.length > 0)
        throw new ClvError(
          "TRACES_LEFT",
          `traces are left in ${left.map(({ place, traces }) => `${place} (${traces})`).join(", ")}: ` +
            "someone writes there, or clv may not change it. Look there, then forget again.",
        );
    },
  };
}
