/**
 * Loaded before a program that is measured (`node --import`): at its end, writes peak memory and CPU time to the file
 * that CLV_BENCH_USAGE names. Peak memory is VmHWM where there is /proc: unlike ru_maxrss it starts at zero with the
 * program, so that a large parent does not count.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const file = process.env.CLV_BENCH_USAGE;
if (file !== undefined && isMainThread)
  process.on("exit", () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const usage = {
      peakMb: (highWaterKiB() ?? maxRSS) * 1.024e-3,
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    };
    writeFileSync(file, JSON.stringify(usage));
  });

function highWaterKiB(): number | null {
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8"));
    return found === null ? null : Number(found[1]);
  } catch {
    return null;
  }
}
