import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { query, type Row } from "../../pipeline/cli/read-back.js";
import { runHere } from "../../pipeline/cli/run-here.js";
import { dateOf } from "../totals/purchase-log.js";
import { annualDiscountRate, asOf, margin, type World } from "./world.js";

/** What a run says of a world. */
export interface WorldRun {
  /** Rows of a table, or of a select of it. */
  rows(table: string, columns?: string): Promise<Row[]>;
}

export const uplift = { by: "lifecycle", values: { at_risk: 0.08, lost: 0.02 }, otherwise: 0.03 } as const;
export const budget = 60;
export const contactCost = 0.2;
/** Days between the two runs that a bridge leads from and to. */
const bridgeDays = 92;

/** What a new customer costs, by channel: from what is back at once to what never will be. */
export const cacOf: Readonly<Record<string, number>> = { web: 18, app: 30, store: 9, partner: 75 };

/** Runs a world up to its as-of date, and hands on what the run says; with a bridge, the run of a quarter before it first. */
export async function withRun<T>(
  world: World,
  bridge: boolean,
  use: (run: WorldRun) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "clv-world-"));
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "log.csv"), logOf(world));
    await writeFile(join(folder, "costs.csv"), costsOf(world));
    await writeFile(join(folder, "clv.yaml"), configOf(world));
    if (bridge) await runHere(folder, { asOf: dateOf(asOf - bridgeDays) });
    const { runDir } = await runHere(folder, { asOf: dateOf(asOf) });
    return await use({
      rows: (table, columns = "*") =>
        query(`select ${columns} from '${join(runDir, "tables", `${table}.parquet`)}'`),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function configOf({ kind }: World): string {
  return `source: { paths: [log.csv] }
columns: { customer: customer, date: day, amount: amount, attributes: { channel: channel, country: country } }
value: { horizonsDays: [90, 365], margin: ${margin}, annualDiscountRate: ${annualDiscountRate} }
purchase: ${kind.purchase}
spend: { model: gamma-gamma }
costs: { acquisition: costs.csv }
actions: { uplift: ${JSON.stringify(uplift)}, incentive: 2, contactCost: ${contactCost}, budget: ${budget} }
validate: { totalOrigins: 0, when: never }
engine: { threads: 1 }
`;
}

function logOf({ customers }: World): string {
  const lines = ["customer,day,amount,channel,country"];
  for (const { id, days, amounts, channel, country } of customers)
    for (let i = 0; i < days.length && days[i]! <= asOf; i++)
      lines.push(`${id},${dateOf(days[i]!)},${amounts[i]!.toFixed(2)},${channel},${country}`);
  return `${lines.join("\n")}\n`;
}

function costsOf({ customers }: World): string {
  const counts = new Map<string, number>();
  for (const { days, channel } of customers) {
    if (days[0]! > asOf) continue;
    const key = `${channel},${dateOf(days[0]!).slice(0, 7)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const lines = [...counts].map(([key, n]) => `${key},${(n * cacOf[key.split(",")[0]!]!).toFixed(2)}`);
  return `channel,month,cost\n${lines.join("\n")}\n`;
}
