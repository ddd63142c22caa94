import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { built, type Measured, runNode } from "./child.js";
import { memoryLimit } from "./clv-run.js";
import { sourcedLog } from "./log.js";
import type { Bench, Outcome } from "./outcome.js";
import { digits } from "./table.js";

/** The log's last year: its second run is this many days after its first. */
const daysLater = 30;

interface Contender {
  readonly name: string;
  readonly measured: Omit<Measured, "stdout">;
  /** seconds of the stage derive; 0 where it was kept */
  readonly derive: number;
}

/**
 * (n) All marts, beside the run before them, ingest to score: a log with two attributes and acquisition costs. Each process that derives
 * keeps all earlier stages of its run, and what a process takes that keeps those and derives nothing is taken off.
 */
export async function caseMarts(bench: Bench): Promise<Outcome> {
  const log = await sourcedLog(bench);
  const runs = join(bench.work, "mart-runs");
  const config = join(bench.work, "marts.yaml");
  const settings = {
    source: { paths: [log.path] },
    columns: {
      ...{ customer: "customer_id", date: "ordered_at", amount: "amount", order: "order_id" },
      attributes: { channel: "channel", country: "country" },
    },
    costs: { acquisition: join(log.folder, "acquisition_costs.csv") },
    validate: { totalOrigins: 0, when: "never" },
    runsDir: runs,
    publish: [`duckdb:${join(runs, "warehouse.duckdb")}`],
    engine: { memoryLimit, threads: bench.threads },
  };
  await writeFile(config, JSON.stringify(settings)); // JSON is YAML
  const asOf = new Date(Date.parse(log.asOf) - daysLater * 86_400_000).toISOString().slice(0, 10);
  const run = async (name: string, command: string, day: string, ...more: string[]): Promise<Contender> => {
    bench.say(`(n) ${name}: ${digits(log.rows)} orders`);
    const args = [command, "--config", config, "--asOf", day, "--json", ...more];
    const { stdout, ...measured } = await runNode(built("../../bundle/clv.js"), args, bench.work);
    return { name, measured, derive: JSON.parse(stdout).seconds.derive ?? 0 };
  };
  const score = await run("ingest to score", "score", asOf);
  const kept = await run("the same, kept", "score", asOf, "--resume");
  const marts = await run("all marts", "derive", asOf);
  await run("publish", "publish", asOf);
  await run("a later run", "score", log.asOf);
  const keptLater = await run("the same, kept", "score", log.asOf, "--resume");
  const restated = await run("all marts with the restatement", "derive", log.asOf);
  await rm(runs, { recursive: true });
  const cpu = (a: Contender, b: Contender): number => a.measured.cpuSeconds - b.measured.cpuSeconds;
  const share = cpu(marts, kept) / score.measured.cpuSeconds;
  const restatement = (cpu(restated, keptLater) - cpu(marts, kept)) / score.measured.cpuSeconds;
  const all = [score, kept, marts, keptLater, restated];
  return {
    json: { rows: log.rows, contenders: all, share, restatement },
    tables: [
      {
        title: `(n) marts; ${digits(log.rows)} orders, ${digits(log.customers)} customers, ${bench.threads} threads, ${memoryLimit}`,
        columns: ["", "CPU s", "seconds", "derive s", "peak MB"],
        rows: all.map(({ name, measured, derive }) => [
          name,
          digits(measured.cpuSeconds, 1),
          digits(measured.seconds, 1),
          digits(derive, 1),
          digits(measured.peakMb),
        ]),
        notes: [
          `all marts take ${digits(share, 2)} of the CPU of the run before them, the restatement of the equity bridge ${digits(restatement, 2)} more`,
        ],
      },
    ],
    targets: [{ name: "all marts, of the CPU of the run before them", value: share, atMost: 0.7 }],
    skipped: [],
  };
}
