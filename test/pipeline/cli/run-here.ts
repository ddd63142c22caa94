import { kill, pid } from "node:process";
import yargs, { type CommandModule } from "yargs";
import { loadConfig } from "../../../pipeline/config/load-config.js";
import { ClvError } from "../../../pipeline/errors.js";
import { executeRun } from "../../../pipeline/runner/open-run.js";
import type { StageName } from "../../../pipeline/stage.js";
import type { Io } from "../../../pipeline/terminal/io.js";
import { createReporter, type Reporter, type Verbosity } from "../../../pipeline/terminal/reporter.js";
import { runJson } from "../../../pipeline/terminal/run-json.js";
import { runText } from "../../../pipeline/terminal/run-summary.js";
import { inWords } from "../in-words.js";

/** An Io that keeps what is printed. */
export function recordingIo(
  cwd: string,
  more: Partial<Io> = {},
): { io: Io; out: () => string; err: () => string } {
  let out = "";
  let err = "";
  const io: Io = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    clearLine: () => undefined,
    isTerminal: false,
    columns: 100,
    cwd,
    env: {},
    pid,
    isAlive: (other) => other === pid,
    signal: new AbortController().signal,
    ...more,
  };
  return { io, out: () => out, err: () => err };
}

/** `clv run --json` within this process, which saves the start of another one: the object it prints, its messages in words, with what it logs, and the summary for people as it is and in one line (`said`). */
export async function runHere(
  cwd: string,
  flags: Record<string, unknown>,
  options: {
    readonly resume?: boolean;
    readonly until?: StageName;
    readonly verbosity?: Verbosity;
    readonly io?: Partial<Io>;
    /** Called with every stage that starts, and every line of the log. */
    readonly watch?: (event: string) => void;
  } = {},
  // biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
): Promise<any> {
  const { io, err } = recordingIo(cwd, options.io);
  const reporter = watched(createReporter(io, options.verbosity ?? "normal"), options.watch);
  try {
    const config = await loadConfig("clv.yaml", flags, cwd);
    const finished = await executeRun(
      config,
      { until: options.until ?? "publish", resume: options.resume ?? false },
      io,
      reporter,
    );
    const text = runText(finished, config, "clv.yaml");
    const said = text.replace(/\s+/g, " ");
    return { ...inWords(JSON.parse(JSON.stringify(runJson(finished)))), log: err(), text, said };
  } finally {
    reporter.close();
  }
}

function watched(reporter: Reporter, watch: (event: string) => void = () => undefined): Reporter {
  return {
    ...reporter,
    stageStarted(name) {
      reporter.stageStarted(name);
      watch(name);
    },
    log(message) {
      reporter.log(message);
      watch(message);
    },
  };
}

/**
 * A command line within this process, which saves the start of another one: its exit code and what it prints.
 * @param commands those that it may name
 * @throws what is no ClvError
 */
export async function clvHere(
  words: readonly string[],
  cwd: string,
  // biome-ignore lint/suspicious/noExplicitAny: yargs keeps the arguments of each command to itself
  commands: (io: Io) => readonly CommandModule<object, any>[],
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const { io, out, err } = recordingIo(cwd, { isAlive: exists });
  let parser = yargs(words).fail(false);
  for (const command of commands(io)) parser = parser.command(command);
  const error = await parser.parseAsync().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error !== null && !(error instanceof ClvError)) throw error;
  const last = error === null ? "" : `${error.code}: ${error.message}\n`;
  return { code: error?.exitCode ?? 0, out: out(), err: err() + last };
}

/** Whether a process is there, be it stopped. */
function exists(other: number): boolean {
  try {
    return kill(other, 0);
  } catch {
    return false;
  }
}
