import { execFileSync } from "node:child_process";
import { dayOf, type PurchaseLog, purchaseLog } from "./purchase-log.js";

export const worldKinds = [
  "bg",
  "mbg",
  "pareto",
  "erlang2",
  "season",
  "drift",
  "shock",
  "cohort",
  "corr",
] as const;

/** The day that a world is cut at, and the last one that it is seen for. */
export const worldCut = dayOf("2024-06-24");
const worldEnd = worldCut + 365;

const customers = 1500;

/** One simulated shop: the CSV that a program writes when it is given a kind, a seed and a number of customers. */
export function readWorld(program: string, kind: string, seed: number): PurchaseLog {
  const csv = execFileSync(process.execPath, [program, kind, String(seed), String(customers)], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const orders = csv
    .split("\n")
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => {
      const [customer, date, amount] = line.split(",");
      return { customer: customer!, day: dayOf(date!), amount: Number(amount) };
    });
  return { ...purchaseLog(`${kind}-${seed}`, kind, orders), lastDay: worldEnd };
}
