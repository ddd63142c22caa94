import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { built, runNode } from "./child.js";
import type { FitJob, FittedCustomers } from "./fit-program.js";
import type { Bench, Outcome, Target } from "./outcome.js";
import { digits, median } from "./table.js";
import { type TimedFit, together } from "./timed-fit.js";

const sizes = [100_000, 1_000_000, 10_000_000];
const repeats = 5;
/** Longest times of a first fit at full size, in ms. */
const limits: Readonly<Record<number, number>> = { 1000000: 400, 10000000: 2500 };

/** (b) BG/NBD fits with covariance by number of customers, and a Gamma-Gamma fit. */
export async function caseFit(bench: Bench): Promise<Outcome> {
  const fitted: FittedCustomers[] = [];
  for (const full of sizes) fitted.push(await fitCustomers(bench, full));
  const targets = sizes.flatMap((full, i): Target[] => {
    const atMost = limits[full];
    const { firstMs } = fitted[i]!.purchase;
    return atMost === undefined
      ? []
      : [{ name: `first BG/NBD fit of ${digits(full)} customers, ms`, value: firstMs, atMost }];
  });
  const rows = fitted.map(({ customers, purchase }) =>
    fitRow(`BG/NBD, ${digits(customers)} customers`, purchase),
  );
  for (const { repeatCustomers, spend } of fitted)
    if (spend !== null) rows.push(fitRow(`Gamma-Gamma, ${digits(repeatCustomers)} repeat customers`, spend));
  return {
    json: { fits: fitted },
    tables: [
      {
        title:
          "(b) maximum likelihood with covariance; simulated customers seen by the day, T uniform over 0 to 730 days",
        columns: [
          "",
          "rows",
          "evaluations",
          "first ms",
          "median ms",
          "ms/evaluation",
          "grouping ms",
          "verdict",
        ],
        rows,
        notes: [
          `first: the first call in a new process, the median of ${bench.options.repeat}; median: of ${repeats} further calls in each, and ms/evaluation is its share`,
          "grouping: customers to rows in this process, in addition; clv run does it in SQL",
        ],
      },
    ],
    targets,
    skipped: [],
  };
}

/** Simulates and fits customers in a process of its own, once for all cases; the million leaves its columns in `columnsFolder`. */
export function fitCustomers(bench: Bench, full: number): Promise<FittedCustomers> {
  return bench.once(`fit of ${full}`, async () => {
    const customers = bench.size(full);
    bench.say(`fits to ${digits(customers)} simulated customers`);
    const million = full === 1_000_000;
    if (million) await mkdir(columnsFolder(bench), { recursive: true });
    const job: FitJob = {
      customers,
      seed: 1,
      repeats,
      spend: million,
      folder: million ? columnsFolder(bench) : null,
    };
    const results: FittedCustomers[] = [];
    for (let i = 0; i < bench.options.repeat; i++) {
      const { stdout } = await runNode(built("./fit-program.js"), [JSON.stringify(job)], bench.work);
      results.push(JSON.parse(stdout) as FittedCustomers);
    }
    const first = results[0]!;
    const spends = results.flatMap((r) => (r.spend === null ? [] : [r.spend]));
    return {
      ...first,
      purchase: together(results.map((r) => r.purchase)),
      spend: spends.length === 0 ? null : together(spends),
    };
  });
}

export const columnsFolder = (bench: Bench): string => join(bench.work, "columns");

function fitRow(name: string, f: TimedFit): string[] {
  const ms = median(f.repeatMs);
  return [
    name,
    digits(f.rows),
    digits(f.evaluations),
    digits(f.firstMs),
    digits(ms),
    digits(ms / f.evaluations, 2),
    digits(f.groupMs),
    f.verdict,
  ];
}
