import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import yargs from "yargs";
import { simulateCommand } from "../../pipeline/commands/simulate.js";
import { inspectSource } from "../../pipeline/inspect/inspect-source.js";
import { writeConfig } from "../../pipeline/inspect/write-config.js";
import { recordingIo } from "../pipeline/cli/run-here.js";

const root = resolve(import.meta.dirname, "../..").replace(/[\\/]dist$/, "");

/** What `clv init` writes for the sample's log, and what stands there in its place. */
const changes: readonly (readonly [RegExp, string])[] = [
  [
    /^# Settings for [^)]*rows\)\.\n/,
    "# Settings of the shipped sample, as `clv init` wrote them, with an as-of date, outputs and a folder of runs.\n",
  ],
  [/^#asOf: /m, "asOf: "],
  [
    /^#publish: .*$/m,
    "publish: [duckdb:../../out/warehouse.duckdb, parquet:../../out/parquet, csv:../../out/csv]",
  ],
  [/^#runsDir: runs /m, "runsDir: ../../runs "],
];

/** Makes data/sample again in a folder: the log by the command that the page of `clv simulate` shows, the settings by `clv init`. */
export async function writeSample(folder: string): Promise<void> {
  const page = await readFile(join(root, "pipeline/simulate/README.md"), "utf8");
  const command = /^clv (simulate(?:[^\n]*\\\n)+[^\n]*--out) data\/sample --force$/m.exec(page)![1]!;
  const argv = command.split(/[\s\\]+/);
  await yargs([...argv, folder, "--force"])
    .command(simulateCommand(recordingIo(root).io))
    .strict()
    .fail((message, error) => {
      throw error ?? new Error(message);
    })
    .parseAsync();
  const proposed = writeConfig(await inspectSource([join(folder, "transactions*.csv")], {}), folder);
  const config = changes.reduce((text, [what, instead]) => {
    if (!what.test(text)) throw new Error(`clv init writes nothing like ${what} any more`);
    return text.replace(what, instead);
  }, proposed);
  await writeFile(join(folder, "clv.yaml"), config);
}
