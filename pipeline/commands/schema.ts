import type { CommandModule } from "yargs";
import { configJsonSchema } from "../config/config.js";
import type { Io } from "../terminal/io.js";

/** `clv schema`: the JSON Schema of clv.yaml, for editors and checks. */
export function schemaCommand(io: Io): CommandModule {
  return {
    command: "schema",
    describe: "Print the JSON Schema of clv.yaml",
    handler: () => io.out(`${JSON.stringify(configJsonSchema(), null, 2)}\n`),
  };
}
