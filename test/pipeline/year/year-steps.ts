import { appendFile, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { csv, lastDay, type Order, priceRise, slump } from "./year-log.js";

/** One call of `clv run`, and what happened to the files before it. */
export interface Step {
  /** 1 to 12 */
  readonly month: number;
  readonly asOf: string;
  readonly what: string;
  /** What the command is given besides. */
  readonly flags?: readonly string[];
  /** Puts a file into the folder of orders, or does what a person does. */
  deliver(): Promise<void>;
}

const ordinary = "one more file";
const year = lastDay.slice(0, 4);
const monthName = (month: number): string => `${year}-${`${month}`.padStart(2, "0")}`;
const monthEnd = (month: number): string =>
  new Date(Date.UTC(Number(year), month, 0)).toISOString().slice(0, 10);

/**
 * The year of a schedule that runs on the last day of each month, and once more where a person had to look.
 * @param home holds clv.yaml, which reads the folder `orders`
 */
export function stepsOf(orders: readonly Order[], home: string): Step[] {
  const folder = join(home, "orders");
  const of = (month: number): Order[] => orders.filter((o) => o.day.startsWith(monthName(month)));
  const file = (month: number, more = ""): string => join(folder, `orders-${monthName(month)}${more}.csv`);
  const put = (month: number, change: (o: Order) => Order = (o) => o, more = ""): Promise<void> =>
    writeFile(file(month, more), csv(of(month).map(change)));
  const step = (month: number, what: string, deliver: () => Promise<void>): Step => ({
    month,
    asOf: monthEnd(month),
    what,
    deliver,
  });
  const quiet = (month: number): Step => step(month, ordinary, () => put(month));
  const [copy, reexport] = [file(6, " (1)"), file(6, "-export")];
  return [
    step(1, "two years of history, and January", async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "history.csv"), csv(orders.filter((o) => o.day < year)));
      await put(1);
    }),
    ...[2, 3, 4].map(quiet),
    step(5, `prices rise by ${100 * priceRise.by} %`, () => put(5)),
    quiet(6),
    step(7, "June again: a copy, and an export with new order ids", async () => {
      await put(7);
      await copyFile(file(6), copy);
      await put(6, (o) => ({ ...o, id: o.id + 5_000_000 }), "-export");
    }),
    step(7, "the export is taken away, the copy is left", () => rm(reexport)),
    step(8, "one more file, and the copy is taken away", async () => {
      await rm(copy);
      await put(8);
    }),
    step(9, "amounts in cents", () => put(9, (o) => ({ ...o, cents: 100 * o.cents }))),
    step(9, "the file is replaced by a right one", () => put(9)),
    quiet(10),
    step(11, `${100 * slump.by} % of the repeat purchases stay away`, () => put(11)),
    {
      ...step(11, "a person finds that it is so, and lets scores be published", () =>
        appendFile(join(home, "clv.yaml"), "monitoring: { scoreboard: { stop: 0 } }\n"),
      ),
      flags: ["--resume"],
    },
    step(12, ordinary, () => put(12)),
  ];
}
