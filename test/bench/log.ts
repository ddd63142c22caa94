import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { built, run } from "./child.js";
import type { Bench } from "./outcome.js";

/** A simulated log on disk. */
export interface Log {
  readonly path: string;
  readonly folder: string;
  readonly rows: number;
  readonly customers: number;
  readonly bytes: number;
  readonly asOf: string;
}

/** About 20 purchases a customer over two years, in which every second customer is lost: 20 M rows for 1 M customers. */
const busyShop = "--days 730 --acquisition-days 365 --r 1.71 --alpha 25 --a 0.6 --b 9 --effects none".split(
  " ",
);

/** customer_id, order_date, amount and nothing wrong with any row. */
export function cleanLog(bench: Bench): Promise<Log> {
  const customers = bench.size(1_000_000);
  return bench.once("clean log", () =>
    simulateLog(bench, "clean", ["--customers", `${customers}`, "--columns", "minimal"]),
  );
}

/** As many customers with two attributes, and what each month's new customers of each channel cost; nothing wrong with any row. */
export function sourcedLog(bench: Bench): Promise<Log> {
  const customers = bench.size(1_000_000);
  return bench.once("sourced log", () =>
    simulateLog(bench, "sourced", ["--customers", `${customers}`, "--warts", "none"]),
  );
}

/** As many rows with order ids, times of day, two currencies, attributes and every wart at its usual rate. */
export async function messyLog(bench: Bench): Promise<Log> {
  const { rows } = await cleanLog(bench);
  return simulateLog(bench, "messy", ["--rows", `${rows}`]);
}

async function simulateLog(bench: Bench, name: string, options: readonly string[]): Promise<Log> {
  bench.say(`simulating the ${name} log`);
  const folder = join(bench.work, name);
  const { stdout } = await run(process.execPath, [
    ...[built("../../bundle/clv.js"), "simulate", "--out", folder, "--json"],
    ...busyShop,
    ...options,
  ]);
  const { rows, customers, asOf } = JSON.parse(stdout) as Pick<Log, "rows" | "customers" | "asOf">;
  const path = join(folder, "transactions.csv");
  const { size: bytes } = await stat(path);
  await readOnce(path);
  return { path, folder, rows, customers, bytes, asOf };
}

/** So that every contender finds the file where the first one would leave it, in the memory of the system, and an idle disk. */
async function readOnce(path: string): Promise<void> {
  const file = await open(path, "r+");
  await file.sync();
  await file.close();
  for await (const _ of createReadStream(path, { highWaterMark: 1 << 22 }));
}
