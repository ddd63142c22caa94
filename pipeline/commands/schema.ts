import type { Argv, CommandModule } from "yargs";
import { type Config, configJsonSchema } from "../config/config.js";
import { loadConfig } from "../config/load-config.js";
import { ClvError } from "../errors.js";
import { dbtText, metricsText, usualConfig } from "../sinks/dbt/texts.js";
import type { Io } from "../terminal/io.js";
import { say } from "../text/messages/say.js";

interface SchemaArguments {
  dbt: boolean;
  metrics: boolean;
  config?: string | undefined;
}

/** `clv schema`: the JSON Schema of clv.yaml, for editors and checks; or what is published, for dbt and BI tools. */
export function schemaCommand(io: Io): CommandModule<object, SchemaArguments> {
  return {
    command: "schema",
    describe: "Print the JSON Schema of clv.yaml, or of what is published: for dbt, as metrics",
    builder: (yargs): Argv<SchemaArguments> =>
      yargs
        .option("dbt", {
          type: "boolean",
          default: false,
          describe: "Print sources.yml of dbt: published tables with columns, tests and exposures",
        })
        .option("metrics", {
          type: "boolean",
          default: false,
          describe: "Print metrics for BI tools: aggregate, table, label, unit",
        })
        .option("config", {
          alias: "c",
          type: "string",
          requiresArg: true,
          describe: "clv.yaml, for its horizons, attributes and tiers (default: the usual ones)",
        })
        .example("$0 schema --dbt --config clv.yaml > models/clv/sources.yml", "for a dbt project"),
    handler: async (args) => {
      if (args.dbt && args.metrics) throw new ClvError("USAGE", say("usage.oneSchema"));
      if (args.dbt) io.out(dbtText(await configOf(args, io)));
      else if (args.metrics) io.out(metricsText(await configOf(args, io)));
      else io.out(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
    },
  };
}

async function configOf({ config }: SchemaArguments, io: Io): Promise<Config> {
  return config === undefined ? usualConfig() : await loadConfig(config, {}, io.cwd);
}
