import cliProgress from "cli-progress";
import type { EngineProgress } from "../engines/engine.js";
import type { RunObserver } from "../runner/run.js";
import type { StageName } from "../stage.js";
import { say } from "../text/messages/say.js";
import type { Io } from "./io.js";

export type Verbosity = "quiet" | "normal" | "debug";

/** Shows people on stderr what a run is doing: bars on a terminal, plain lines elsewhere. */
export interface Reporter extends RunObserver {
  log(message: string): void;
  warn(message: string): void;
  /** Where to ask how far the engine's statement is. */
  watch(progress: () => EngineProgress | null): void;
  close(): void;
}

const everyMs = 250;
const lineEveryMs = 5000;

/** @param io a terminal gets one bar a stage, redrawn; anything else a line now and then */
export function createReporter(io: Io, verbosity: Verbosity): Reporter {
  const display = verbosity === "quiet" ? silent : io.isTerminal ? bars(io) : lines(io);
  let engine: () => EngineProgress | null = () => null;
  let stage: StageName | null = null;
  let statement = { began: 0, percentage: 0 };
  const timer = setInterval(() => {
    const p = stage && engine();
    if (!stage || !p) return;
    // a share that falls back is the next statement's, whose rate and time left begin again
    const began = p.percentage < statement.percentage ? Date.now() : statement.began;
    statement = { began, percentage: p.percentage };
    const counted = p.totalRows > 0 && p.rows <= p.totalRows;
    display.tick(stage, { share: p.percentage / 100, rows: counted ? p.rows : 0, elapsed: since(began) });
  }, everyMs);
  timer.unref();
  return {
    log: (message) => verbosity === "debug" && display.line(`  ${message}`, true),
    warn(message) {
      const warning = say("progress.warning", message);
      if (verbosity === "quiet") io.err(`${warning}\n`);
      else display.line(warning, true);
    },
    watch(progress) {
      engine = progress;
    },
    stageStarted(name) {
      stage = name;
      statement = { began: Date.now(), percentage: 0 };
      display.start(name);
    },
    stageSkipped(name) {
      display.line(`${name.padEnd(10)} ${say("progress.kept")}`, true);
    },
    stageFinished(name, took, rows) {
      stage = null;
      const done = `${name.padEnd(10)} ${say("progress.done", took)}`;
      display.finish(name, rows === null ? done : `${done}  ${rowsText(rows, took)}`);
    },
    close() {
      clearInterval(timer);
      stage = null;
      display.close();
    },
  };
}

interface Tick {
  readonly share: number;
  readonly rows: number;
  readonly elapsed: number;
}

interface Display {
  start(name: StageName): void;
  tick(name: StageName, tick: Tick): void;
  finish(name: StageName, text: string): void;
  line(text: string, always: boolean): void;
  close(): void;
}

const nothing = (): void => undefined;
const silent: Display = { start: nothing, tick: nothing, finish: nothing, line: nothing, close: nothing };

function lines(io: Io): Display {
  let last = 0;
  return {
    start: () => {
      last = Date.now();
    },
    tick(name, { share, rows, elapsed }) {
      if (Date.now() - last < lineEveryMs) return;
      last = Date.now();
      const rate = rows > 0 ? `, ${say("progress.rate", rows / elapsed)}` : "";
      io.err(`${name.padEnd(10)} ${say("progress.statement", share)}${rate}\n`);
    },
    finish: (_, text) => io.err(`${text}\n`),
    line: (text) => io.err(`${text}\n`),
    close: nothing,
  };
}

/** One bar for the stage under way: share of its current statement, rows, rate, time left. */
function bars(io: Io): Display {
  let bar: cliProgress.SingleBar | null = null;
  const stop = (): void => {
    bar?.stop();
    bar = null;
  };
  return {
    start(name) {
      bar = new cliProgress.SingleBar({
        format: `${name.padEnd(10)} {bar} {percentage} %  {detail}`,
        barsize: Math.max(10, Math.min(40, io.columns - 60)),
        barCompleteChar: "█",
        barIncompleteChar: "░",
        hideCursor: true,
        clearOnComplete: true,
        stopOnComplete: false,
        noTTYOutput: false,
      });
      bar.start(100, 0, { detail: "" });
    },
    tick(_, { share, rows, elapsed }) {
      const left = share > 0.02 && share < 1 ? say("progress.left", (elapsed * (1 - share)) / share) : "";
      const rate = rows > 0 ? say("progress.rowsAtRate", rows, rows / elapsed) : "";
      bar?.update(Math.min(100, 100 * share), { detail: [rate, left].filter(Boolean).join(", ") });
    },
    finish(_, text) {
      stop();
      io.err(`${text}\n`);
    },
    line(text) {
      const running = bar !== null;
      if (running) io.clearLine();
      io.err(`${text}\n`);
    },
    close: stop,
  };
}

/** With a rate where it took long enough for one. */
function rowsText(rows: number, took: number): string {
  return took > 0.05 ? say("progress.rowsAtRate", rows, rows / took) : say("progress.rows", rows);
}

function since(began: number): number {
  return Math.max(0.001, (Date.now() - began) / 1000);
}
