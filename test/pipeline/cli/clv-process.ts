import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** The built command line. These tests run what users run, so `npm run build` comes first (`npm ci` and CI do it). */
export const cliFile = resolve(dirname(), "../../../dist/bundle/clv.js");

/** Public data sets beside the checkout; tests that need one are skipped where it is absent. */
export const shared = resolve(dirname(), "../../../../shared/data");

export interface Finished {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves once stderr has shown the text; rejects when the process ends without it. */
  shown(text: string): Promise<void>;
}

interface Options {
  readonly cwd: string;
  /** Numeric user to run as; needs to be root. */
  readonly uid?: number;
  /** Shell commands before it, such as `ulimit`. */
  readonly shell?: string;
}

export function start(args: readonly string[], { cwd, uid, shell }: Options): Running {
  if (!existsSync(cliFile)) throw new Error(`${cliFile} is missing: npm run build`);
  const [command, all] =
    shell === undefined
      ? [process.execPath, [cliFile, ...args]]
      : ["bash", ["-c", `${shell}; exec "$@"`, "bash", process.execPath, cliFile, ...args]];
  const child = spawn(command, all as string[], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    ...(uid !== undefined && { uid, gid: uid }),
  });
  let out = "";
  let err = "";
  const waiting: { text: string; go: () => void; fail: (error: Error) => void }[] = [];
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    for (const w of waiting) if (err.includes(w.text)) w.go();
  });
  const finished = new Promise<Finished>((done, failed) => {
    child.on("error", failed);
    child.on("close", (code, signal) => {
      for (const w of waiting) w.fail(new Error(`ended with ${code ?? signal} before "${w.text}": ${err}`));
      done({ code, signal, out, err });
    });
  });
  return {
    child,
    finished,
    shown: (text) =>
      new Promise((go, fail) => {
        if (err.includes(text)) go();
        else waiting.push({ text, go, fail });
      }),
  };
}

/** Runs `clv` to its end. */
export function clv(args: readonly string[], options: Options): Promise<Finished> {
  return start(args, options).finished;
}

/** A folder that goes away with the test file. */
export async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "clv-test-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function dirname(): string {
  return fileURLToPath(new URL(".", import.meta.url));
}
