import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** One program run to its end. */
export interface Finished {
  readonly stdout: string;
  /** From its start to its end, start-up of the runtime included. */
  readonly seconds: number;
  /** CPU time of the whole machine in the meantime. */
  readonly machineCpuSeconds: number;
}

export interface Measured extends Finished {
  /** Largest resident memory in MB (10^6 bytes). */
  readonly peakMb: number;
  readonly cpuSeconds: number;
}

/** The file of a module of the build, from its path relative to this folder. */
export const built = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A file of this folder that the compiler leaves where it is. */
export const sourceFile = (name: string): string => built(`../../../test/bench/${name}`);

/** Runs a program and collects what it prints; throws with the end of its stderr when it fails or takes too long. */
export function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  timeoutSeconds?: number,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const cpuBefore = machineCpuSeconds();
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      ...(timeoutSeconds !== undefined && { timeout: 1000 * timeoutSeconds }),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-2000);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) resolve({ stdout, seconds, machineCpuSeconds: machineCpuSeconds() - cpuBefore });
      else if (timeoutSeconds !== undefined && seconds >= timeoutSeconds)
        reject(new Error(`it had not ended after ${timeoutSeconds} s`));
      else
        reject(
          new Error(
            `${command} ${args.join(" ").slice(0, 300)} ended with ${signal ?? code}:\n${stderr.trim()}`,
          ),
        );
    });
  });
}

/** Runs a JavaScript file in a Node process of its own, measured by usage.ts. */
export async function runNode(
  script: string,
  args: readonly string[],
  work: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const file = join(work, "usage.json");
  const finished = await run(
    process.execPath,
    ["--expose-gc", "--import", new URL("./usage.js", import.meta.url).href, script, ...args],
    { ...env, CLV_BENCH_USAGE: file },
  );
  const usage = JSON.parse(await readFile(file, "utf8")) as Pick<Measured, "peakMb" | "cpuSeconds">;
  await rm(file);
  return { ...finished, ...usage };
}

/** CPU time that went to others while it ran, about: where it is large, the seconds say little. */
export function othersCpuSeconds(m: Pick<Measured, "machineCpuSeconds" | "cpuSeconds">): number {
  return Math.max(0, m.machineCpuSeconds - m.cpuSeconds);
}

/** CPU seconds of all processors since the system started, without idle ones. */
function machineCpuSeconds(): number {
  return cpus().reduce((sum, { times: t }) => sum + (t.user + t.nice + t.sys + t.irq) / 1000, 0);
}
