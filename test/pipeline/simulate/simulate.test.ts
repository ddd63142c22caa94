import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import yargs from "yargs";
import { simulateCommand } from "../../../pipeline/commands/simulate.js";
import {
  cdnowParameters,
  defaultSimulation,
  type SimulateOptions,
} from "../../../pipeline/simulate/options.js";
import { RefundQueue } from "../../../pipeline/simulate/refund-queue.js";
import { simulate } from "../../../pipeline/simulate/simulate.js";
import type { SimulationTruth } from "../../../pipeline/simulate/truth.js";
import { defaultWartRates, noWarts } from "../../../pipeline/simulate/warts.js";
import type { Io } from "../../../pipeline/terminal/io.js";
import { calendarDay, isoDate } from "../../../pipeline/time/day-number.js";

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "clv-simulate-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

let folders = 0;
const folder = () => join(root, `${folders++}`);

interface Row {
  readonly order_id: string;
  readonly customer_id: string;
  readonly ordered_at: string;
  readonly amount: string;
  readonly currency: string;
  readonly channel: string;
  readonly country: string;
}

async function csv<R>(path: string): Promise<R[]> {
  const [header, ...lines] = (await readFile(path, "utf8")).trimEnd().split("\n");
  const names = header!.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [names[i]!, value])) as R);
}

async function run(
  options: Partial<SimulateOptions>,
): Promise<{ truth: SimulationTruth; rows: Row[]; dir: string }> {
  const dir = folder();
  const truth = await simulate({ ...defaultSimulation, ...options }, dir);
  return { truth, rows: await csv<Row>(join(dir, "transactions.csv")), dir };
}

async function digests(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(dir)).sort();
  const digest = async (name: string) =>
    createHash("sha256")
      .update(await readFile(join(dir, name)))
      .digest("hex");
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await digest(name)] as const)),
  );
}

/** Ten-thousandths of the base currency, exact. */
function inBase(row: Pick<Row, "amount" | "currency">): number {
  return Math.round(Number(row.amount) * 100) * (row.currency === "USD" ? 92 : 100);
}

const usable = (row: Row) =>
  row.customer_id !== "" &&
  calendarDay(row.ordered_at.slice(0, 10)) !== null &&
  row.currency !== "XXX" &&
  Math.abs(Number(row.amount)) < 1e9;

/** Purchase days with their spend: usable rows, each order once, positive amounts, added up by customer and day. */
function purchaseDays(rows: readonly Row[]): Map<string, number> {
  const seen = new Set<string>();
  const days = new Map<string, number>();
  for (const row of rows) {
    if (!usable(row) || Number(row.amount) <= 0 || seen.has(row.order_id)) continue;
    seen.add(row.order_id);
    const key = `${row.customer_id} ${row.ordered_at.slice(0, 10)}`;
    days.set(key, (days.get(key) ?? 0) + inBase(row));
  }
  return days;
}

describe("the log", () => {
  let log: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    log = await run({ size: { customers: 20_000 }, seed: 3, customersTruth: true });
  });

  test("holds the rows, purchase days and warts that the truth file counts", () => {
    const { truth, rows } = log;
    const where = (is: (row: Row) => boolean) => rows.filter(is).length;
    const ids = rows.map((row) => row.order_id);
    const days = purchaseDays(rows);
    expect(rows.length).toBe(truth.rows);
    expect(new Set(rows.map((row) => row.customer_id).filter((id) => id !== "")).size).toBe(20_000);
    expect(truth.customers).toBe(20_000);
    expect(days.size).toBe(truth.purchaseDays);
    expect(truth.repeatPurchaseDays).toBe(truth.purchaseDays - 20_000);
    expect(where((row) => Number(row.amount) < 0)).toBe(truth.warts.refunds.rows);
    expect(where((row) => row.amount === "0.00")).toBe(truth.warts.zeroAmounts.rows);
    expect(where((row) => row.customer_id === "")).toBe(truth.warts.missingCustomers.rows);
    expect(where((row) => calendarDay(row.ordered_at.slice(0, 10)) === null)).toBe(truth.warts.badDates.rows);
    expect(where((row) => Number(row.amount) > 1e9)).toBe(truth.warts.absurdAmounts.rows);
    expect(where((row) => row.currency === "XXX")).toBe(truth.warts.unknownCurrencies.rows);
    expect(ids.length - new Set(ids).size).toBe(truth.warts.duplicates.rows);
    expect(truth.purchaseDays + Object.values(truth.warts).reduce((sum, wart) => sum + wart.rows, 0)).toBe(
      truth.rows,
    );
  });

  test("has each wart about as often as its rate says", () => {
    const { warts, purchaseDays: n } = log.truth;
    for (const [name, { rate, rows }] of Object.entries(warts)) {
      // A quarter of the purchases spread over several orders have two further ones; refunds after the as-of date are lost.
      const expected = n * rate * (name === "sameDayOrders" ? 1.25 : 1);
      const lost = name === "refunds" ? 0.05 * expected : 0;
      expect(Math.abs(rows - expected), name).toBeLessThan(5 * Math.sqrt(expected * 1.4) + lost);
      expect(rows, name).toBeGreaterThan(0);
    }
  });

  test("adds up to the amounts of the truth file, to the cent", () => {
    const bought = [...purchaseDays(log.rows).values()].reduce((sum, amount) => sum + amount, 0);
    const refunded = log.rows
      .filter((row) => Number(row.amount) < 0)
      .reduce((sum, row) => sum - inBase(row), 0);
    expect(log.truth.amounts.purchases).toBe((bought / 10_000).toFixed(4));
    expect(log.truth.amounts.refunds).toBe((refunded / 10_000).toFixed(4));
    expect(log.truth.amounts.net).toBe(((bought - refunded) / 10_000).toFixed(4));
  });

  test("comes in order of time, within the days of the truth file", () => {
    const times = log.rows
      .map((row) => row.ordered_at)
      .filter((time) => calendarDay(time.slice(0, 10)) !== null);
    for (let i = 1; i < times.length; i++) if (times[i]! < times[i - 1]!) expect(times[i]).toBe(times[i - 1]);
    expect(times[0]!.slice(0, 10)).toBe(log.truth.firstDay);
    expect(times.at(-1)!.slice(0, 10)).toBe(log.truth.asOf);
    expect(log.truth.asOf).toBe("2024-12-30");
    for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/);
  });

  test("takes an order back on a later day, at most the whole of it", () => {
    const orders = new Map(log.rows.map((row) => [row.order_id, row]));
    const withOldId = log.rows.filter((row) => row.order_id.startsWith("R"));
    expect(withOldId.length).toBeGreaterThan(0.4 * log.truth.warts.refunds.rows);
    for (const refund of withOldId) {
      const order = orders.get(refund.order_id.slice(1))!;
      expect(refund.customer_id).toBe(order.customer_id);
      expect(refund.currency).toBe(order.currency);
      expect(-Number(refund.amount)).toBeLessThanOrEqual(Number(order.amount));
      const delay =
        calendarDay(refund.ordered_at.slice(0, 10))! - calendarDay(order.ordered_at.slice(0, 10))!;
      expect(delay).toBeGreaterThanOrEqual(1);
      expect(delay).toBeLessThanOrEqual(30);
    }
  });

  test("shows one channel and country per customer, and the country's currency", () => {
    const seen = new Map<string, string>();
    const currencies = new Map(log.truth.countries.map((country) => [country.name, country.currency]));
    for (const row of log.rows) {
      if (row.customer_id === "") continue;
      const attributes = `${row.channel} ${row.country}`;
      expect(seen.get(row.customer_id) ?? attributes).toBe(attributes);
      seen.set(row.customer_id, attributes);
      if (row.currency !== "XXX") expect(row.currency).toBe(currencies.get(row.country));
    }
  });

  test("agrees with the truth of each customer: nobody buys after dropping out", async () => {
    interface Customer {
      readonly customer_id: string;
      readonly lambda: string;
      readonly p: string;
      readonly dropout_day: string;
      readonly mean_spend: string;
    }
    const customers = await csv<Customer>(join(log.dir, "transactions.customers.csv"));
    const last = new Map<string, string>();
    for (const key of purchaseDays(log.rows).keys()) {
      const [id, day] = key.split(" ") as [string, string];
      if (day > (last.get(id) ?? "")) last.set(id, day);
    }
    expect(customers.length).toBe(20_000);
    expect(customers.filter((customer) => customer.dropout_day !== "").length).toBe(log.truth.droppedOut);
    for (const customer of customers) {
      if (customer.dropout_day !== "") expect(customer.dropout_day).toBe(last.get(customer.customer_id));
      expect(Number(customer.lambda)).toBeGreaterThanOrEqual(0);
      expect(Number(customer.p)).toBeLessThanOrEqual(1);
      expect(Number(customer.mean_spend)).toBeGreaterThan(0);
    }
  });

  test("comes with rates, and with costs of every new customer", async () => {
    expect(await readFile(join(log.dir, "rates.csv"), "utf8")).toBe("currency,rate\nEUR,1\nUSD,0.92\n");
    const costs = await csv<{ channel: string; month: string; cost: string; new_customers: string }>(
      join(log.dir, "acquisition_costs.csv"),
    );
    expect(costs.length).toBe(12 * 4);
    expect(costs.reduce((sum, row) => sum + Number(row.new_customers), 0)).toBe(20_000);
    const first = new Map<string, Row>();
    for (const row of log.rows)
      if (
        row.customer_id !== "" &&
        !first.has(row.customer_id) &&
        calendarDay(row.ordered_at.slice(0, 10)) !== null
      )
        first.set(row.customer_id, row);
    const inMay = [...first.values()].filter(
      (row) => row.channel === "app" && row.ordered_at.startsWith("2023-05"),
    );
    const row = costs.find(({ channel, month }) => channel === "app" && month === "2023-05")!;
    expect(Number(row.new_customers)).toBe(inMay.length);
    expect(Number(row.cost) / inMay.length).toBeGreaterThan(24 * 0.85);
    expect(Number(row.cost) / inMay.length).toBeLessThan(24 * 1.15);
  });

  test("has the same purchases without warts", async () => {
    const { rows, truth } = await run({ size: { customers: 20_000 }, seed: 3, warts: noWarts });
    expect(purchaseDays(rows)).toEqual(purchaseDays(log.rows));
    expect(rows.length).toBe(truth.purchaseDays);
    expect(Object.values(truth.warts).every((wart) => wart.rows === 0)).toBe(true);
  });
});

/** E[X(t)] of BG/NBD (Fader, Hardie & Lee 2005, eq. 9), its 2F1 summed term by term. */
function expectedRepeats(r: number, alpha: number, a: number, b: number, t: number): number {
  const z = t / (alpha + t);
  let term = 1;
  let sum = 1;
  for (let k = 0; term > 1e-15 * sum; k++) {
    term *= (((r + k) * (b + k)) / ((a + b - 1 + k) * (k + 1))) * z;
    sum += term;
  }
  return ((a + b - 1) / (a - 1)) * (1 - (alpha / (alpha + t)) ** r * sum);
}

test("customers buy as BG/NBD and spend as Gamma-Gamma say", async () => {
  const customers = 60_000;
  const days = 365;
  const { r, alpha, a, b, p, q, gamma } = cdnowParameters;
  const { truth, rows } = await run({
    seed: 5,
    size: { customers },
    acquisitionDays: 1,
    days,
    effects: "none",
    columns: "minimal",
    warts: noWarts,
  });
  const x = new Map<string, number>();
  const spend = new Map<string, number>();
  for (const row of rows) {
    x.set(row.customer_id, (x.get(row.customer_id) ?? -1) + 1);
    spend.set(row.customer_id, (spend.get(row.customer_id) ?? 0) + Number(row.amount));
  }
  const counts = [...x.values()];
  const mean = counts.reduce((sum, value) => sum + value, 0) / customers;
  const variance = counts.reduce((sum, value) => sum + (value - mean) ** 2, 0) / customers;
  const t = days - 1;
  expect(Math.abs(mean - expectedRepeats(r, alpha, a, b, t)) / Math.sqrt(variance / customers)).toBeLessThan(
    4,
  );
  // Gaps are rounded, so nobody buys again by day t with the probability of t + 1/2 days.
  const none = (alpha / (alpha + t + 0.5)) ** r;
  const share = counts.filter((value) => value === 0).length / customers;
  expect(Math.abs(share - none) / Math.sqrt((none * (1 - none)) / customers)).toBeLessThan(4);
  expect(truth.repeatCustomers).toBe(counts.filter((value) => value > 0).length);
  const means = [...spend].map(([id, sum]) => sum / (x.get(id)! + 1));
  const meanSpend = means.reduce((sum, value) => sum + value, 0) / customers;
  const spendVariance = means.reduce((sum, value) => sum + (value - meanSpend) ** 2, 0) / customers;
  expect(Math.abs(meanSpend - (p * gamma) / (q - 1)) / Math.sqrt(spendVariance / customers)).toBeLessThan(4);
});

test("the same seed and options give the same bytes, another seed other ones", async () => {
  const options = { ...defaultSimulation, size: { customers: 3000 }, customersTruth: true };
  const [first, again, other] = [folder(), folder(), folder()];
  await simulate(options, first);
  await simulate(options, again);
  await simulate({ ...options, seed: 2 }, other);
  const expected = await digests(first);
  expect(Object.keys(expected)).toEqual([
    "acquisition_costs.csv",
    "rates.csv",
    "transactions.csv",
    "transactions.customers.csv",
    "transactions.truth.json",
  ]);
  expect(await digests(again)).toEqual(expected);
  expect((await digests(other))["transactions.csv"]).not.toBe(expected["transactions.csv"]);
});

test("a number of rows is met within 5 %", async () => {
  const { truth } = await run({ size: { rows: 100_000 } });
  expect(Math.abs(truth.rows / 100_000 - 1)).toBeLessThan(0.05);
});

test("minimal columns hold customer, date and amount in the base currency", async () => {
  const { truth, rows, dir } = await run({ columns: "minimal", warts: noWarts, size: { customers: 500 } });
  expect((await readFile(join(dir, "transactions.csv"), "utf8")).split("\n")[0]).toBe(
    "customer_id,order_date,amount",
  );
  const cents = rows.reduce((sum, row) => sum + Math.round(100 * Number(row.amount)), 0);
  expect(truth.amounts.net).toBe((cents / 100).toFixed(4));
  expect(Object.keys(rows[0]!)).toEqual(["customer_id", "order_date", "amount"]);
});

test("one customer, one day and one row are enough", async () => {
  const { truth, rows } = await run({
    size: { customers: 1 },
    days: 1,
    acquisitionDays: 1,
    warts: noWarts,
    start: "2024-02-29",
  });
  expect(rows.length).toBe(1);
  expect(rows[0]!.ordered_at.slice(0, 10)).toBe("2024-02-29");
  expect(truth).toMatchObject({ rows: 1, customers: 1, repeatCustomers: 0, asOf: "2024-02-29" });
});

test("every option out of its domain is named at once", async () => {
  const parameters = { ...cdnowParameters, alpha: Number.NaN, q: 1 };
  const warts = { ...defaultWartRates, refunds: 1.5 };
  const wrong = {
    ...defaultSimulation,
    seed: 0.5,
    size: { customers: 0 },
    start: "2024-02-30",
    acquisitionDays: 731,
    parameters,
    warts,
    name: "../x",
  };
  const error = await simulate(wrong, folder()).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: "USAGE", exitCode: 2 });
  for (const part of [
    "9 options",
    "seed must",
    "customers must be a whole number from 1 to 200000000; got 0",
    'start must be a date yyyy-mm-dd from 1000-01-01 to 9000-01-01; got "2024-02-30"',
    "acquisition-days must be a whole number from 1 to 730; got 731",
    "alpha must be a number > 0; got NaN",
    "q must be > 1",
    "the rate of refunds must lie in [0, 1]; got 1.5",
    "sum to 1 or less",
    'name must be a plain file name without extension; got "../x"',
  ])
    expect((error as Error).message).toContain(part);
});

test("minimal columns refuse warts, which they could not show", async () => {
  await expect(simulate({ ...defaultSimulation, columns: "minimal" }, folder())).rejects.toThrow(
    "minimal columns cannot show warts",
  );
});

test("files are replaced only by force, and those of the earlier log do not stay behind", async () => {
  const dir = folder();
  const options = { ...defaultSimulation, size: { customers: 50 } };
  await simulate({ ...options, customersTruth: true }, dir);
  await expect(simulate(options, dir)).rejects.toMatchObject({ code: "USAGE" });
  await writeFile(join(dir, "mine.txt"), "kept");
  await simulate({ ...options, force: true }, dir);
  expect((await readdir(dir)).sort()).toEqual([
    "acquisition_costs.csv",
    "mine.txt",
    "rates.csv",
    "transactions.csv",
    "transactions.truth.json",
  ]);
});

test("an interrupted simulation leaves the earlier files as they were, and no others", async () => {
  const dir = folder();
  await simulate({ ...defaultSimulation, size: { customers: 50 } }, dir);
  const before = await digests(dir);
  const abort = new AbortController();
  let steps = 0;
  const stopped = simulate(
    { ...defaultSimulation, size: { customers: 50_000 }, force: true },
    dir,
    abort.signal,
    () => {
      if (++steps === 2) abort.abort();
    },
  );
  await expect(stopped).rejects.toMatchObject({ code: "INTERRUPTED", exitCode: 130 });
  expect(await digests(dir)).toEqual(before);
});

test("a folder that cannot be written to is named", async () => {
  const file = join(root, "in-the-way");
  await writeFile(file, "");
  await expect(simulate({ ...defaultSimulation, size: { customers: 5 } }, file)).rejects.toMatchObject({
    code: "SINK_REFUSED",
    message: expect.stringContaining(`cannot write to ${file}: EEXIST`),
  });
});

test("refunds wait for their day in slots that are used again", () => {
  const queue = new RefundQueue(2000);
  for (let i = 0; i < 3000; i++) queue.add(i % 1500, i, 100 + i, 2 * i);
  const seen: number[] = [];
  for (let day = 0; day < 1500; day++) {
    queue.take(day, (slot) => {
      expect(queue.customer[slot]! % 1500).toBe(day);
      expect(queue.cents[slot]).toBe(100 + queue.customer[slot]!);
      expect(queue.order[slot]).toBe(2 * queue.customer[slot]!);
      seen.push(queue.customer[slot]!);
    });
  }
  expect(seen.length).toBe(3000);
  expect(new Set(seen).size).toBe(3000);
  const slots = queue.customer.length;
  for (let i = 0; i < slots; i++) queue.add(1999, i, 1, 1);
  expect(queue.customer.length).toBe(slots);
});

test("days and dates are each other's inverse, and no calendar has a 30th of February", () => {
  expect(calendarDay("2024-02-29")).toBe(19782);
  expect(isoDate(19782)).toBe("2024-02-29");
  for (const date of ["2024-02-30", "2023-02-29", "0000-00-00", "n/a", "2024-1-1", "24-01-01", "2024-13-01"])
    expect(calendarDay(date)).toBeNull();
});

describe("clv simulate", () => {
  async function command(...argv: string[]): Promise<{ out: string; err: string }> {
    let [out, err] = ["", ""];
    const io: Io = {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      clearLine: () => undefined,
      isTerminal: false,
      columns: 80,
      cwd: root,
      env: {},
      pid: 1,
      isAlive: () => false,
      signal: new AbortController().signal,
    };
    await yargs(["simulate", ...argv])
      .command(simulateCommand(io))
      .strict()
      .exitProcess(false)
      .fail((message, error) => {
        throw error ?? new Error(message);
      })
      .parseAsync();
    return { out, err };
  }

  test("prints what it wrote, for people", async () => {
    const { out, err } = await command("--customers", "400", "--out", "shop");
    expect(out).toContain(`rows of 400 customers, 2023-01-01 to 2024-12-30, in ${join(root, "shop")}\n`);
    expect(out).toContain("BG/NBD           r 0.243, alpha 30.9 days, a 0.793, b 2.426\n");
    expect(out).toContain(
      "files: transactions.csv, transactions.truth.json, rates.csv, acquisition_costs.csv\n",
    );
    expect(err).toMatch(/^[\d,]+ rows, day 730 of 730\n$/);
  });

  test("prints the truth as one JSON object, the same as the file's", async () => {
    const { out } = await command(
      "--customers",
      "400",
      "--out",
      "json",
      "--json",
      "--refund-rate",
      "0.2",
      "--q",
      "5",
    );
    const { out: folderOf, ...truth } = JSON.parse(out) as SimulationTruth & { out: string };
    expect(folderOf).toBe(join(root, "json"));
    expect(truth).toEqual(JSON.parse(await readFile(join(root, "json", "transactions.truth.json"), "utf8")));
    expect(truth.parameters).toEqual({ ...cdnowParameters, q: 5 });
    expect(truth.warts.refunds.rate).toBe(0.2);
    expect(truth.warts.zeroAmounts.rate).toBe(defaultWartRates.zeroAmounts);
  });

  test("switches all warts off, and leaves a single one on", async () => {
    const argv = ["--customers", "300", "--json", "--warts", "none"];
    const clean = JSON.parse((await command(...argv, "--out", "clean")).out) as SimulationTruth;
    expect(clean.rows).toBe(clean.purchaseDays);
    const one = JSON.parse(
      (await command(...argv, "--zero-rate", "1", "--out", "one")).out,
    ) as SimulationTruth;
    expect(one.warts.zeroAmounts.rows).toBe(one.purchaseDays);
    expect(one.rows).toBe(2 * one.purchaseDays);
  });

  test("minimal columns come without warts", async () => {
    const { out } = await command("--rows", "5e3", "--columns", "minimal", "--out", "minimal", "--json");
    const truth = JSON.parse(out) as SimulationTruth;
    expect(truth.columns).toBe("minimal");
    expect(Math.abs(truth.rows / 5000 - 1)).toBeLessThan(0.2);
  });

  test("refuses customers together with rows, and an option given twice", async () => {
    await expect(command("--customers", "1", "--rows", "1")).rejects.toThrow("mutually exclusive");
    await expect(command("--customers", "1", "--seed", "1", "--seed", "2")).rejects.toThrow(
      "--seed is given more than once",
    );
  });
});
