import type { Argv, CommandModule } from "yargs";
import { scoresSchema } from "../../data/schemas/scores.js";
import { type Artifacts, artifactFile } from "../artifacts/artifacts.js";
import type { Config } from "../config/config.js";
import { loadConfig } from "../config/load-config.js";
import { hasMoney } from "../config/questions.js";
import { refuseSecrets } from "../config/secrets.js";
import { type LoadTarget, loadStatements, loadTargets } from "../load-sql/load-statements.js";
import { gateRefused } from "../registry/gate-refused.js";
import { executePartition } from "../runner/open-partition.js";
import { executeRun } from "../runner/open-run.js";
import { parsePartition, partitionCount } from "../runs/partition-store.js";
import type { StageName } from "../stage.js";
import type { Io } from "../terminal/io.js";
import { partitionText } from "../terminal/partition-text.js";
import { createReporter, type Verbosity } from "../terminal/reporter.js";
import { runJson } from "../terminal/run-json.js";
import { runText } from "../terminal/run-summary.js";
import { say } from "../text/messages/say.js";
import { version } from "../version.js";
import { completeFlags } from "./complete-flags.js";
import { type ConfigArguments, flagsOf, type ShownSettings, withConfigOptions } from "./config-options.js";

export interface RunArguments extends ConfigArguments {
  files?: string[] | undefined;
  resume: boolean;
  partitions?: number | undefined;
  partition?: string | undefined;
  "emit-sql"?: LoadTarget | undefined;
  location?: string | undefined;
  schema?: string | undefined;
  json: boolean;
  quiet: boolean;
  debug: boolean;
}

/** `clv run`: every stage, from the log to published scores. */
export function runCommand(io: Io, allOptions = false): CommandModule<object, RunArguments> {
  return {
    command: "run [files..]",
    describe: "Read a transaction log, fit, score every customer and publish",
    builder: (yargs, helpAsked?: boolean) =>
      withPartitions(runOptions(yargs, shownSettings(helpAsked, allOptions)))
        .example("$0 run --config clv.yaml", "as the config says")
        .example("$0 run orders.csv --asOf 2026-06-30", "columns recognised as `clv init` would")
        .example("$0 run --config clv.yaml --resume", "go on where a killed run stopped"),
    handler: (args) => execute({ from: "ingest", until: "publish" }, args, io),
  };
}

const stageCommands = {
  ingest: "Read and check the log: transactions, rejected rows and the account of both",
  summarize: "Count each customer's purchases; then the distinct histories",
  check: `Check the data before a fit, and decide whether to fit: ${artifactFile("checks")}`,
  fit: `Fit the purchase and spend models: ${artifactFile("model")}`,
  validate: `Backtest purchase models and naive rivals at earlier dates: ${artifactFile("validation")}`,
  gate: `Hold the new model against the champion: ${artifactFile("gate")}. A refusal ends publish and run with 5`,
  score: "Score every customer",
  monitor: `Compare the run with the one before it: ${artifactFile("monitoring")}`,
  derive: "Make the tables that decisions are made with: cohorts, payback, forecast, call list",
  publish: "Publish the scores",
} satisfies Record<StageName, string>;

/** `clv ingest`, …, `clv publish`: one stage, and those before it where their inputs changed. */
export function stageCommand(
  name: StageName,
  io: Io,
  allOptions = false,
): CommandModule<object, RunArguments> {
  return {
    command: `${name} [files..]`,
    describe: `${stageCommands[name]}${name === "ingest" ? "" : " (runs earlier stages where needed)"}`,
    builder: (yargs, helpAsked?: boolean) =>
      builders[name](runOptions(yargs, shownSettings(helpAsked, allOptions))),
    handler: (args) => execute({ from: name, until: name }, args, io),
  };
}

const plain = (yargs: Argv<RunArguments>): Argv<RunArguments> => yargs;
const builders: Readonly<Record<StageName, typeof plain>> = {
  ingest: plain,
  summarize: plain,
  check: plain,
  fit: plain,
  validate: plain,
  gate: plain,
  monitor: plain,
  derive: plain,
  score: (yargs) =>
    withPartitions(yargs)
      .option("partition", {
        type: "string",
        requiresArg: true,
        conflicts: "partitions",
        describe: "i/n, i from 0: score the i-th of n shares of the customers of a fitted run, and no more",
      })
      .example("$0 score --config clv.yaml --partition 0/8", "one of eight jobs that run at the same time")
      .example(
        "$0 publish --config clv.yaml --partitions 8",
        "then put their scores together",
      ) as Argv<RunArguments>,
  publish: (yargs) =>
    withPartitions(yargs)
      .option("emit-sql", {
        choices: loadTargets,
        requiresArg: true,
        describe: "Print statements that load the parquet output into this service, instead of the summary",
      })
      .option("location", {
        type: "string",
        requiresArg: true,
        implies: "emit-sql",
        describe: "Where the folder of the parquet output lies in a bucket, such as s3://bucket/clv",
      })
      .option("schema", {
        type: "string",
        requiresArg: true,
        implies: "emit-sql",
        describe: "Dataset, schema or database of the tables there (default: clv)",
      })
      .example(
        "$0 publish --config clv.yaml --emit-sql bigquery > load.sql",
        "to load the scores elsewhere",
      ) as Argv<RunArguments>,
};

function withPartitions(yargs: Argv<RunArguments>): Argv<RunArguments> {
  return yargs.option("partitions", {
    type: "number",
    requiresArg: true,
    coerce: partitionCount,
    describe: "Score in n shares of the customers, those that are missing one after another",
  }) as Argv<RunArguments>;
}

function shownSettings(helpAsked = false, allOptions: boolean): ShownSettings {
  if (!helpAsked) return "none";
  return allOptions ? "all" : "usual";
}

function runOptions(yargs: Argv, shown: ShownSettings): Argv<RunArguments> {
  const described = withConfigOptions(yargs, shown);
  const told = shown === "usual" ? described.epilogue(say("usage.helpAll")) : described;
  return told
    .positional("files", {
      type: "string",
      array: true,
      describe: "Files, folders or globs; instead of source.paths",
    })
    .option("resume", { type: "boolean", default: false, describe: "Skip stages whose inputs are unchanged" })
    .option("json", { type: "boolean", default: false, describe: "Print one JSON object on stdout" })
    .option("quiet", {
      type: "boolean",
      default: false,
      describe: "No progress, no summary; warnings and errors only",
    })
    .option("debug", {
      type: "boolean",
      default: false,
      describe: "More of what happens; stack traces of errors",
    }) as unknown as Argv<RunArguments>;
}

async function execute(
  stages: { from: StageName; until: StageName },
  args: RunArguments,
  io: Io,
): Promise<void> {
  const verbosity: Verbosity = args.debug ? "debug" : args.quiet || args.json ? "quiet" : "normal";
  const reporter = createReporter(io, verbosity);
  try {
    const flags = flagsOf(args);
    if (args.files && args.files.length > 0)
      flags.source = { ...(flags.source as object), paths: args.files };
    refuseSecrets(flags);
    const note = (message: string): void => {
      if (verbosity !== "quiet") io.err(`${message}\n`);
    };
    const complete =
      args.config === undefined ? await completeFlags(flags, io, note, (text) => note(`! ${text}`)) : flags;
    const loaded = await loadConfig(args.config, complete, io.cwd);
    const config = stages.until === "validate" ? validating(loaded) : loaded;
    if (args.partition !== undefined) {
      const part = await executePartition(config, parsePartition(args.partition), io, reporter);
      reporter.close();
      if (args.json) io.out(`${JSON.stringify(part)}\n`);
      else if (!args.quiet) io.out(partitionText(part));
      return;
    }
    const finished = await executeRun(
      config,
      {
        ...stages,
        resume: args.resume,
        ...(args.partitions !== undefined && { partitions: args.partitions }),
      },
      io,
      reporter,
    );
    reporter.close();
    if (args["emit-sql"] !== undefined) io.out(loadSql(args["emit-sql"], args, config, finished.artifacts));
    else if (args.json) io.out(`${JSON.stringify(runJson(finished))}\n`);
    else if (!args.quiet) io.out(runText(finished, config, args.config));
    // only once the champion's scores are out, so that schedules of one stage a task get that far
    const { gate } = finished.artifacts;
    if (stages.until === "publish" && gate?.outcome === "refused") throw gateRefused(gate);
  } finally {
    reporter.close();
  }
}

/** Who asks for a validation gets one, whatever a run does. */
function validating(config: Config): Config {
  return { ...config, validate: { ...config.validate, when: "always" } };
}

/** The load statements of the slice that was published. */
function loadSql(
  target: LoadTarget,
  { location, schema }: RunArguments,
  config: Config,
  { model, scores }: Partial<Artifacts>,
): string {
  if (!model || !scores) throw new Error("nothing was scored");
  const { horizonsDays } = config.value;
  const columns = scoresSchema(
    horizonsDays,
    Object.keys(config.columns.attributes),
    config.uncertainty.intervals,
    hasMoney(config),
  );
  return loadStatements(target, columns, {
    asOf: model.asOf,
    customers: scores.rows,
    location,
    schema,
    version,
  });
}
