import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, totalmem } from "node:os";
import { version as duckdbVersion } from "@duckdb/node-api";

/** What the figures depend on besides the code. */
export function machine(): Readonly<Record<string, string | number>> {
  return {
    cpu: cpuName(),
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1e9),
    system: `${process.platform} ${release()}`,
    node: process.version,
    duckdb: duckdbVersion(),
  };
}

/** Processes that wanted the processor over the last minute: what else the machine was doing. */
export const load = (): number => loadavg()[0]!;

function cpuName(): string {
  const name = cpus()[0]?.model ?? "";
  if (name !== "" && name !== "unknown") return name;
  try {
    return /^model name\s*:\s*(.+)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1] ?? process.arch;
  } catch {
    return process.arch;
  }
}
