import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { type Order, type PurchaseLog, purchaseLog } from "./purchase-log.js";

/** The real logs by name, each read from a folder. */
export const realLogs = {
  cdnow: readCdnow,
  uci: (folder: string) =>
    readParquet(join(folder, "online_retail_invoices.parquet"), "customer", "invoiced_at"),
  cj: (folder: string) =>
    readParquet(join(folder, "completejourney_baskets.parquet"), "household_id", "ordered_at"),
} as const;

export type RealLogName = keyof typeof realLogs;

export async function readLog(name: RealLogName, folder: string): Promise<PurchaseLog> {
  return purchaseLog(name, name, await realLogs[name](folder));
}

const columns = /^\s*(\d+)\s+(\d{4})(\d\d)(\d\d)\s+\d+\s+([\d.]+)/;

function readCdnow(folder: string): Order[] {
  const lines = readFileSync(join(folder, "CDNOW_master.txt"), "utf8").split("\n");
  return lines.flatMap((line) => {
    const found = columns.exec(line);
    if (found === null) return [];
    const day = Date.UTC(Number(found[2]), Number(found[3]) - 1, Number(found[4])) / 86_400_000;
    return [{ customer: found[1]!, day, amount: Number(found[5]) }];
  });
}

async function readParquet(file: string, customer: string, time: string): Promise<Order[]> {
  const instance = await DuckDBInstance.create(":memory:");
  try {
    const connection = await instance.connect();
    const found = await connection.runAndReadAll(
      `select cast(${customer} as varchar) as customer, datediff('day', date '1970-01-01', cast(${time} as date)) as day,
        cast(amount as double) as amount from '${file.replaceAll("'", "''")}' where ${customer} is not null`,
    );
    return found.getRows().map(([who, day, amount]) => ({
      customer: String(who),
      day: Number(day),
      amount: Number(amount),
    }));
  } finally {
    instance.closeSync();
  }
}
