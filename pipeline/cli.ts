#!/usr/bin/env node
import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import { audienceCommand } from "./commands/audience.js";
import { promoteCommand, rollbackCommand } from "./commands/champion.js";
import { compareCommand } from "./commands/compare.js";
import { configFlags } from "./commands/config-options.js";
import { explainCommand } from "./commands/explain.js";
import { forgetCommand } from "./commands/forget.js";
import { initCommand } from "./commands/init.js";
import { lastOfEach } from "./commands/last-of-each.js";
import { completeMarts, martCommands, martList, martNames } from "./commands/mart-list.js";
import { modelsCommand } from "./commands/models.js";
import { prospectsCommand } from "./commands/prospects.js";
import { readWords } from "./commands/read-words.js";
import { runCommand, stageCommand } from "./commands/run.js";
import { schemaCommand } from "./commands/schema.js";
import { simulateCommand } from "./commands/simulate.js";
import { statusCommand } from "./commands/status.js";
import { ClvError, exitCodes } from "./errors.js";
import { diskError } from "./files/disk-errors.js";
import { isAlive } from "./files/is-alive.js";
import { stageNames } from "./stage.js";
import { coloured, takesColour } from "./terminal/colour.js";
import type { Io } from "./terminal/io.js";
import { usageText } from "./terminal/usage-text.js";
import { visible } from "./text/visible-text.js";
import { withoutSecrets } from "./text/without-secrets.js";
import { version } from "./version.js";

const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    if (abort.signal.aborted) process.exit(exitCodes.interrupted);
    abort.abort(
      new ClvError("INTERRUPTED", `stopped by ${signal}; \`--resume\` goes on with the next stage`),
    );
  });

// a reader that has seen enough, such as `head`, is no error
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const same = (text: string): string => text;
const outColour = takesColour(process.stdout.isTTY === true, process.env) ? coloured : same;
const errColour = takesColour(process.stderr.isTTY === true, process.env) ? coloured : same;

const io: Io = {
  out: (text) => void process.stdout.write(outColour(visible(text))),
  err: (text) => void process.stderr.write(errColour(visible(withoutSecrets(text)))),
  clearLine: () => void process.stderr.write("\r\u001b[2K"),
  isTerminal: process.stderr.isTTY === true,
  columns: process.stderr.columns ?? 80,
  cwd: process.cwd(),
  env: process.env,
  pid: process.pid,
  isAlive,
  signal: abort.signal,
};

const { words, allOptions } = readWords(hideBin(process.argv));
const known = () => ({
  commands: [
    "run",
    "init",
    ...stageNames,
    "explain",
    ...martNames,
    "prospects",
    "status",
    "compare",
    "audience",
    "forget",
    "promote",
    "rollback",
    "simulate",
    "models",
    "schema",
    "completion",
    "help",
    "version",
  ],
  options: [
    ...configFlags(),
    "config",
    "resume",
    "json",
    "quiet",
    "debug",
    "partition",
    "partitions",
    "emit-sql",
    "location",
    "schema",
    "run",
    "configuration",
    "out",
    "id",
    "force",
    "unseen",
    ...["as-of", "table", "filter", "limit", "csv", "dbt", "metrics"],
    "tier",
    "lifecycle",
    "action",
    "chosen",
    "by",
    "kind",
    "suppress",
    "help",
    "help-all",
    "version",
  ],
});

const parser = yargs([...words])
  .scriptName("clv")
  .usage("$0 <command>\n\nCustomer lifetime value: a transaction log in, a score for every customer out.")
  .parserConfiguration({ "camel-case-expansion": false, "populate--": true })
  .command(runCommand(io, allOptions))
  .command(initCommand(io));
for (const name of stageNames) parser.command(stageCommand(name, io, allOptions));
for (const command of martCommands(io)) parser.command(command);
parser
  .command(explainCommand(io))
  .command(prospectsCommand(io))
  .command(statusCommand(io))
  .command(compareCommand(io))
  .command(audienceCommand(io))
  .command(forgetCommand(io))
  .command(promoteCommand(io))
  .command(rollbackCommand(io))
  .command(simulateCommand(io))
  .command(modelsCommand(io))
  .command(schemaCommand(io))
  .completion("completion", "Print a script that completes commands and flags in bash or zsh", completeMarts)
  .demandCommand(1, "name a command; `clv --help` lists them")
  .strict()
  .middleware(lastOfEach, true)
  .locale("en")
  .version(version)
  .help()
  .alias("h", "help")
  .wrap(Math.min(100, process.stdout.columns ?? 80))
  .epilogue(
    `${martList()}\n\n` +
      "Exit codes: 0 done, 1 unexpected, 2 usage or config, 3 input data unusable, 4 model not identified,\n" +
      "5 new model refused (the champion scored) or monitoring stopped the run, 6 warehouse or engine refused, 7 another run holds the lock, 130 interrupted.",
  )
  .exitProcess(false)
  .fail((message, error) => {
    if (error !== undefined && error.name !== "YError") throw error;
    throw new ClvError("USAGE", usageText(message ?? error.message, words, known()));
  });

try {
  await parser.parseAsync();
} catch (error) {
  report(error);
}

/** What a program gets that asked for JSON. */
function errorJson({ code, exitCode }: ClvError, message: string): object {
  return { error: { code, exitCode, message: withoutSecrets(message) } };
}

/** One clear message; the statement and the stack only with --debug. */
function report(error: unknown): void {
  const interrupted = abort.signal.aborted && !(error instanceof ClvError && error.code !== "INTERRUPTED");
  const known = interrupted ? abort.signal.reason : diskError(error);
  const debug = words.includes("--debug");
  if (known instanceof ClvError) {
    const [message = ""] = debug ? [known.message] : known.message.split("\nStatement: ");
    if (words.includes("--json")) io.out(`${JSON.stringify(errorJson(known, message))}\n`);
    io.err(`${known.code}: ${message}\n`);
    process.exitCode = known.exitCode;
  } else {
    io.err(
      `UNEXPECTED: ${known instanceof Error ? known.message : String(known)}\nThis is a bug of clv; --debug shows where.\n`,
    );
    process.exitCode = exitCodes.unexpected;
  }
  if (debug && error instanceof Error) io.err(`${error.stack}\n`);
}
