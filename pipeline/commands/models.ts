import type { Argv, CommandModule } from "yargs";
import { purchaseModelNames, purchaseModels, spendModelNames, spendModels } from "../../models/index.js";
import { table } from "../terminal/format.js";
import type { Io } from "../terminal/io.js";

/** `clv models`: the models a config can name. */
export function modelsCommand(io: Io): CommandModule<object, { json: boolean }> {
  return {
    command: "models",
    describe: "List the models and their parameters",
    builder: (yargs): Argv<{ json: boolean }> =>
      yargs.option("json", { type: "boolean", default: false, describe: "Print one JSON object" }),
    handler: ({ json }) => {
      const list = [
        ...purchaseModelNames.map((name) => ({
          key: "purchase.model",
          name,
          params: purchaseModels[name].params as readonly string[],
        })),
        ...spendModelNames.map((name) => ({
          key: "spend.model",
          name,
          params: spendModels[name].params as readonly string[],
        })),
      ];
      if (json) return io.out(`${JSON.stringify({ models: list })}\n`);
      const rows = list.map((m) => [`${m.key}: ${m.name}`, m.params.join(", ")]);
      io.out(`${table([["setting", "parameters"], ...rows], [false, false], "")}\n`);
    },
  };
}
