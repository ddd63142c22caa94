import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
/** Beside the project, seen from its sources and from dist/. */
const folders = ["../../..", "../../../.."].map((up) => resolve(here, up, "shared/data"));
const folder = folders.find(existsSync) ?? folders[0]!;
const orders = resolve(folder, "cdnow_elog.csv");
const weekly = resolve(folder, "cdnow_customers_weekly.csv");
const master = resolve(folder, "CDNOW_master.txt");

/** Why the CDNOW tests are skipped, or null where the data are there. */
export const cdnowMissing = existsSync(orders) && existsSync(weekly) ? null : `no CDNOW data in ${folder}`;

/** The same for those of the whole cohort. */
export const cdnowCohortMissing = existsSync(master) ? null : `no CDNOW_master.txt in ${folder}`;

/** One entry per CDNOW customer, in the order of the file; times in days up to the end of calibration. */
export interface Cdnow {
  readonly x: readonly number[];
  readonly tx: readonly number[];
  readonly T: readonly number[];
  /** total spend of the repeat purchases in calibration */
  readonly z: readonly number[];
  /** sum of ln(days between consecutive purchases) in calibration, x terms; 0 at x = 0 */
  readonly logGaps: readonly number[];
  /** purchases in the days after calibration */
  readonly holdout: readonly number[];
}

/**
 * The tenth of the cohort that the papers use.
 * @param days length of the holdout
 */
export function cdnow(calibratedTo = "19970930", days = 273): Cdnow {
  const rows = lines(orders).map((line) => line.split(","));
  return customersOf(
    rows.map(([, id = "", date = "", , sales]) => ({ id, date, sales: Number(sales) })),
    day(calibratedTo),
    days,
  );
}

/** All 23,570 customers of the cohort. */
export function cdnowCohort(calibratedTo: string, days: number): Cdnow {
  return customersOf(
    lines(master).map((line) => {
      const [id = "", date = "", , sales] = line.trim().split(/\s+/);
      return { id, date, sales: Number(sales) };
    }),
    day(calibratedTo),
    days,
  );
}

interface Order {
  readonly id: string;
  /** yyyymmdd */
  readonly date: string;
  readonly sales: number;
}

function customersOf(orders: readonly Order[], end: number, days: number): Cdnow {
  const customers = new Map<string, Map<number, number>>();
  for (const { id, date, sales } of orders) {
    const bought = customers.get(id) ?? new Map<number, number>();
    customers.set(id, bought);
    bought.set(day(date), (bought.get(day(date)) ?? 0) + sales);
  }
  const result = {
    x: [] as number[],
    tx: [] as number[],
    T: [] as number[],
    z: [] as number[],
    logGaps: [] as number[],
    holdout: [] as number[],
  };
  for (const spend of customers.values()) {
    const bought = [...spend.keys()].sort((a, b) => a - b);
    const calibration = bought.filter((d) => d <= end);
    const first = calibration[0]!;
    result.x.push(calibration.length - 1);
    result.tx.push(calibration[calibration.length - 1]! - first);
    result.T.push(end - first);
    result.z.push(calibration.slice(1).reduce((sum, d) => sum + spend.get(d)!, 0));
    result.logGaps.push(calibration.slice(1).reduce((sum, d, i) => sum + Math.log(d - calibration[i]!), 0));
    result.holdout.push(bought.filter((d) => end < d && d <= end + days).length);
  }
  return result;
}

/** The same customers as published, in weeks rounded to two decimals. */
export function cdnowWeekly(): { x: number[]; tx: number[]; T: number[] } {
  const rows = lines(weekly).map((line) => line.split(",").map(Number));
  return { x: rows.map((r) => r[1]!), tx: rows.map((r) => r[2]!), T: rows.map((r) => r[3]!) };
}

function lines(file: string): string[] {
  return readFileSync(file, "utf8").trim().split(/\r?\n/).slice(1);
}

function day(yyyymmdd: string): number {
  const [year, month, date] = [yyyymmdd.slice(0, 4), yyyymmdd.slice(4, 6), yyyymmdd.slice(6, 8)].map(Number);
  return Date.UTC(year!, month! - 1, date!) / 86_400_000;
}
