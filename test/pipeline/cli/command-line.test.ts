import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execPath } from "node:process";
import { beforeAll, describe, expect, test, vi } from "vitest";
import yargs, { type CommandModule } from "yargs";
import { purchaseModelNames, spendModelNames } from "../../../models/index.js";
import { configFlags } from "../../../pipeline/commands/config-options.js";
import { explainCommand } from "../../../pipeline/commands/explain.js";
import { initCommand } from "../../../pipeline/commands/init.js";
import { martCommand } from "../../../pipeline/commands/mart.js";
import { martNames } from "../../../pipeline/commands/mart-list.js";
import { modelsCommand } from "../../../pipeline/commands/models.js";
import { runCommand, stageCommand } from "../../../pipeline/commands/run.js";
import { schemaCommand } from "../../../pipeline/commands/schema.js";
import { simulateCommand } from "../../../pipeline/commands/simulate.js";
import { statusCommand } from "../../../pipeline/commands/status.js";
import { configJsonSchema } from "../../../pipeline/config/config.js";
import { loadConfig } from "../../../pipeline/config/load-config.js";
import { marts } from "../../../pipeline/marts/marts.js";
import { stageNames } from "../../../pipeline/stage.js";
import { createReporter } from "../../../pipeline/terminal/reporter.js";
import { version } from "../../../pipeline/version.js";
import { cliFile, clv, type Finished, scratch } from "./clv-process.js";
import { recordingIo } from "./run-here.js";
import { ordinary, shop, writeLog } from "./shop-log.js";

const folder = await scratch();
const here = (...args: string[]): Promise<Finished> => clv(args, { cwd: folder });

beforeAll(async () => {
  await writeLog(join(folder, "shop.csv"), shop(300, ordinary));
  await writeFile(
    join(folder, "clv.yaml"),
    "source: { paths: [shop.csv] }\ncolumns: { customer: customer_id, date: order_date, amount: amount }\n",
  );
});

describe("help", () => {
  const commands = ["run", "init", ...stageNames, "explain", "status", "simulate", "models", "schema"];

  test("lists every command and the exit codes, and fits its width", async () => {
    const { code, out, err } = await here("--help");
    expect([code, err]).toEqual([0, ""]);
    for (const command of [...commands, ...martNames])
      expect(out).toMatch(new RegExp(`^ {2}clv ${command}\\b.* {2}\\S`, "m"));
    expect(out).toMatch(/Exit codes: 0 done, 1 unexpected, 2 usage/);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(120);
  });

  const { io } = recordingIo(folder);
  const modules = [
    ...[
      runCommand,
      initCommand,
      explainCommand,
      statusCommand,
      simulateCommand,
      modelsCommand,
      schemaCommand,
    ].map((c) => c(io)),
    ...stageNames.map((name) => stageCommand(name, io)),
    ...marts.map((mart) => martCommand(mart, io)),
  ] as CommandModule[];
  test.each(modules)("of $command says what it does and describes every option", async (module) => {
    const name = String(module.command).split(" ")[0]!;
    let help = "";
    await yargs([])
      .scriptName("clv")
      .command(module)
      .wrap(120)
      .parseAsync([name, "--help"], {}, (_error: unknown, _argv: unknown, output: string) => {
        help = output;
      });
    expect(help).toContain(`clv ${name}`);
    expect(String(module.describe)).toMatch(/\w+ \w+/);
    const options = help.split("\n").filter((line) => /^ +(-\w, )?--\S+/.test(line));
    expect(options.length).toBeGreaterThan(1);
    expect(options.filter((line) => /^ +(-\w, )?--\S+ +\[/.test(line))).toEqual([]);
  });

  test.each([["--version"], ["version"]])("%s prints the version", async (word) => {
    expect((await here(word)).out).toBe(`${version}\n`);
  });

  test("no command, or help, shows the commands; help COMMAND is COMMAND --help", async () => {
    const help = await here("--help");
    expect(await here()).toEqual(help);
    expect((await here("help")).out).toBe(help.out);
    expect(await here("help", "status")).toEqual(await here("status", "--help"));
    expect((await here(martNames[0]!, "--help")).out).toMatch(/^clv [\w-]+\n\n[A-Z][^?]*\?\n\nOptions:\n/);
  });

  test("of a run shows ten settings in 80 columns; --help-all shows every one", async () => {
    const settings = (text: string): string[] =>
      (/Settings \(as in clv\.yaml\):\n([\s\S]*?)\n\n/.exec(text)?.[1] ?? "").match(/^ +--[^ ]+/gm) ?? [];
    const { out } = await here("run", "--help");
    expect(settings(out)).toHaveLength(10);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(out).toContain("--help-all lists them all");
    expect(settings((await here("run", "--help-all")).out)).toHaveLength(configFlags().length);
  });

  test("completion prints a script for the shell, and completes commands", async () => {
    expect((await here("completion")).out).toMatch(/^###-begin-clv-completions-###/);
    const completed = (await here("--get-yargs-completions", "clv", "st")).out.split("\n");
    expect(completed).toEqual(expect.arrayContaining(["status", ...martNames]));
    expect((await here("--get-yargs-completions", "clv", "status", "--j")).out.split("\n")).toEqual(
      expect.not.arrayContaining([martNames[0]]),
    );
  });

  test("with --json an error is one object on stdout", async () => {
    const { code, out, err } = await here("explain", "c1", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "RUN_NOT_FOUND", exitCode: 2 } });
    expect(err).toMatch(/^RUN_NOT_FOUND: /);
  });
});

describe("a command line that is wrong ends with exit code 2, one clear line and nothing on stdout", () => {
  test.each([
    [["rum"], 'USAGE: there is no command "rum"; did you mean `clv run`?'],
    [
      ["run", "--asof", "2024-01-01"],
      "USAGE: there is no option --asof; did you mean --asOf? (`clv run --help` lists what there is)",
    ],
    [["status", "extra"], 'USAGE: "extra" is not expected here (`clv status --help` lists what there is)'],
    [
      ["schema", "--resume"],
      "USAGE: `clv schema` takes no --resume (`clv schema --help` lists what there is)",
    ],
    [
      ["run", "--timeUnit", "wek"],
      'USAGE: --timeUnit cannot be "wek"; did you mean week? It can be "day", "week", "month", "year"',
    ],
    [["run", "--asOf"], "USAGE: --asOf needs a value"],
    [
      ["run", "--timeUnit", "fortnight"],
      'USAGE: --timeUnit cannot be "fortnight"; it can be "day", "week", "month", "year"',
    ],
    [["explain"], "USAGE: `clv explain` needs more arguments; `clv explain --help` shows what"],
    [
      ["explain", "c1", "--run", "zz"],
      /^RUN_NOT_FOUND: no run zz in .*; it holds none: start with `clv run`\.$/,
    ],
  ] as const)("%j", async (args, expected) => {
    const { code, out, err } = await here(...args);
    expect([code, out], err).toEqual([2, ""]);
    const text = err.trimEnd();
    if (typeof expected === "string") expect(text).toBe(expected);
    else expect(text).toMatch(expected);
    expect(err).not.toMatch(/^ {4}at /m);
  });

  test.each([
    ["none.yaml", {}, /^cannot read .*none\.yaml: .*`clv init FILE` writes one\.$/],
    [
      "clv.yaml",
      { columns: { custmer: "x" } },
      /columns\.custmer is not a setting; did you mean columns\.customer\?/,
    ],
    [
      "clv.yaml",
      { asOf: "30.09.1997" },
      /asOf: "30.09.1997" is no day of the calendar; write it as yyyy-mm-dd: 1997-09-30/,
    ],
    [
      "clv.yaml",
      { publish: ["excel:out"] },
      /publish\.0: not of the form duckdb:PATH, parquet:DIR, csv:DIR, arrow:DIR, postgres:SCHEMA, spark:DATABASE/,
    ],
    ["clv.yaml", { publish: [{ to: "excel", path: "out" }] }, /publish\.0\.to: "excel" is none of .*duckdb/],
    [
      "clv.yaml",
      { ingest: { maxRejectedShare: 5 } },
      /maxRejectedShare: 5 is more than 1; a share is between 0 and 1: 5 % is 0.05/,
    ],
    [
      "clv.yaml",
      { spend: { model: "gamma-gama" } },
      /spend\.model: "gamma-gama" is none of .*; did you mean gamma-gamma\?/,
    ],
    ["clv.yaml", { engine: { memoryLimit: "lots" } }, /engine\.memoryLimit: not a size such as 1GB or 800MB/],
    [
      "clv.yaml",
      { ingest: { until: "2024-06-01" }, asOf: "2024-05-01" },
      /ingest\.until: is after asOf 2024-05-01/,
    ],
  ])("a wrong setting in %s and %j", async (file, flags, expected) => {
    await expect(loadConfig(file, flags, folder)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      exitCode: 2,
      message: expect.stringMatching(expected),
    });
  });

  test("messages do not depend on the language of the machine", async () => {
    const german = spawnSync(execPath, [cliFile, "run", "--asOf"], {
      cwd: folder,
      env: { LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" },
    });
    expect(german.stderr.toString()).toBe("USAGE: --asOf needs a value\n");
  });

  test("a file that is not there: exit code 3, and where it was looked for", async () => {
    const { code, err } = await here("run", "nofile.csv");
    expect(code).toBe(3);
    expect(err).toContain(
      `SOURCE_NOT_FOUND: 1 of 1 source paths match no file: ${join(folder, "nofile.csv")}.`,
    );
  });
});

describe("what a run prints", () => {
  test("plain lines on stderr, a summary for people on stdout", async () => {
    const { code, out, err } = await here("run", "--config", "clv.yaml", "--publish", "csv:out");
    expect(code, err).toBe(0);
    expect(
      err
        .trimEnd()
        .split("\n")
        // how far a statement is, where it takes a while
        .filter((line) => !line.includes(" % of the statement"))
        .map((line) => line.split(/ +/).slice(0, 2).join(" ")),
    ).toEqual(stageNames.map((name) => `${name} done`));
    expect(err).not.toContain("\u001b");
    for (const part of [
      "Run ",
      "Data\n",
      "Purchases and churn: bg-nbd",
      "Spend",
      "Predicted value",
      "Tiers by value",
      "Top customers",
      "Outputs\n",
    ])
      expect(out).toContain(part);
    expect(out).toMatch(/alpha +[\d.]+ +± [\d.]+/);
    expect(out).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("--quiet prints nothing when all is well", async () => {
    const { code, out, err } = await here("run", "--config", "clv.yaml", "--quiet", "--resume");
    expect([code, out, err.replace(/^warning: .*\n/gm, "")]).toEqual([0, "", ""]);
  });

  test("--debug says more, and shows the stack of an error", async () => {
    const { code, err } = await here("fit", "--config", "clv.yaml", "--debug", "--retrain.when", "always");
    expect(code).toBe(0);
    expect(err).toMatch(/bg-nbd: \d+ evaluations over \d+ histories, identified/);
    const failed = await here("run", "--config", "clv.yaml", "--debug", "--asOf", "2020-01-01");
    expect(failed.code).toBe(3);
    expect(failed.err).toMatch(/^NO_TRANSACTIONS: /m);
    expect(failed.err).toMatch(/^ {4}at /m);
  });

  test("one stage at a time: each prints its part, runs what it needs and keeps what is there", async () => {
    const ingest = await here("ingest", "--config", "clv.yaml", "--runsDir", "stages");
    expect(ingest.code, ingest.err).toBe(0);
    expect(ingest.out).toMatch(/rows read +[\d,]+ +shop\.csv\n +accepted/);
    expect(ingest.out).not.toContain("Purchases and churn");
    const fit = await here("fit", "--config", "clv.yaml", "--runsDir", "stages", "--json");
    expect(fit.code, fit.err).toBe(0);
    expect(JSON.parse(fit.out)).toMatchObject({ kept: ["ingest"], purchase: { model: "bg-nbd" } });
    expect(Object.keys(JSON.parse(fit.out).seconds)).toEqual(["ingest", "summarize", "check", "fit"]);
    const status = await here("status", "--runsDir", "stages");
    expect(status.out).toMatch(
      /^latest-\w{12} {2}done {2}started \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n {2}\//,
    );
    expect(status.out).toMatch(
      /ingest +kept.*\n +summarize +done.*\n +check +done.*\n +fit +done.*\n +validate +-\n +gate +-\n +score +-/,
    );
  });

  test("clv status --json is one object; a folder without runs is said", async () => {
    const { out } = await here("status", "--json", "--runsDir", "stages");
    expect(JSON.parse(out).runs[0]).toMatchObject({ status: "done", stages: { fit: { kept: false } } });
    expect((await here("status", "--runsDir", "nowhere")).out).toMatch(
      /^no runs in .*nowhere; start with `clv run`$/m,
    );
  });
});

describe("clv models and clv schema", () => {
  test("models lists every registered model with its parameters", async () => {
    const { out } = await here("models");
    for (const name of [...purchaseModelNames, ...spendModelNames])
      expect(out).toMatch(new RegExp(`^${name} \\(.+\\)\\n  parameters {2}\\w`, "m"));
    const { models } = JSON.parse((await here("models", "--json")).out);
    expect(models).toContainEqual(
      expect.objectContaining({
        key: "purchase.model",
        name: "bg-nbd",
        params: ["r", "alpha", "a", "b"],
        needs: "x, t_x, T",
      }),
    );
  });

  test("schema is the JSON Schema of clv.yaml", async () => {
    const { out } = await here("schema");
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
  });
});

describe("a run without a config", () => {
  test("says what it recognised, and keeps the limit of rejected rows", async () => {
    const rows = ["A,2024-01-01,10", "B,2024-01-05,12", ",2024-01-06,5", "C,2024-02-30,8", "D,n/a,9"];
    await writeFile(join(folder, "bad.csv"), `customer_id,order_date,amount\n${rows.join("\n")}\n`);
    const { code, err: stderr } = await clv(["run", "bad.csv", "--runsDir", "bad"], { cwd: folder });
    expect(code).toBe(3);
    expect(stderr).toMatch(/recognised columns\.customer = "customer_id", columns\.date = "order_date"/);
    expect(stderr).toMatch(
      /TOO_MANY_REJECTED: 3 of 5 rows were rejected \(60 %; ingest\.maxRejectedShare is 5 %\)/,
    );
  });
});

describe("progress", () => {
  const script = spawnSync("script", ["--version"]).status === 0;

  test.skipIf(!script)("a bar a stage on a terminal, cleared when the stage is done", () => {
    const command = `${execPath} ${cliFile} run --config clv.yaml --runsDir tty --publish csv:tty`;
    const { status, stdout } = spawnSync("script", ["-qefc", command, "/dev/null"], { cwd: folder });
    const shown = stdout.toString();
    expect(status, shown).toBe(0);
    for (const name of stageNames) expect(shown).toMatch(new RegExp(`${name} +[█░]{10,40} \\d+ %`));
    expect(shown).toMatch(/publish +done in/);
    expect(shown).toContain("Top customers");
    expect(shown.split("\u001b[?25l").length, "the cursor comes back").toBe(
      shown.split("\u001b[?25h").length,
    );
  });

  test("a line now and then elsewhere, with share and rate of the statement under way", () => {
    vi.useFakeTimers();
    const { io, err } = recordingIo(folder);
    const reporter = createReporter(io, "normal");
    try {
      let percentage = 40;
      reporter.watch(() => ({ percentage, rows: percentage, totalRows: 100 }));
      reporter.stageStarted("ingest");
      vi.advanceTimersByTime(4900);
      expect(err(), "nothing in the first seconds").toBe("");
      vi.advanceTimersByTime(100);
      expect(err()).toBe("ingest     40 % of the statement under way, 8 rows/s\n");
      percentage = 10; // the next statement: its own clock
      vi.advanceTimersByTime(250);
      percentage = 19;
      vi.advanceTimersByTime(4750);
      expect(err().split("\n")[1]).toBe("ingest     19 % of the statement under way, 4 rows/s");
    } finally {
      reporter.close();
      vi.useRealTimers();
    }
  });
});
