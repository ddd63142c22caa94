import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Int32, Table, Utf8, vectorFromArray } from "apache-arrow";
import { beforeAll, describe, expect, test } from "vitest";
import { gammaVariate, normal, seededRandom } from "../../../models/numeric/random.js";
import { zilnMean } from "../../../models/spend/ziln.js";
import { applyNetwork, networkTensors, randomNetwork } from "../../../models/spend/ziln-network.js";
import type { Engine } from "../../../pipeline/engines/engine.js";
import { predictZiln } from "../../../pipeline/spend/predict-ziln.js";
import { openTensorFlow } from "../../../pipeline/spend/tf-backend.js";
import { trainZilnModel } from "../../../pipeline/spend/train-ziln.js";
import { readZiln, type ZilnFile } from "../../../pipeline/spend/ziln-file.js";
import { zilnValues } from "../../../pipeline/spend/ziln-values.js";
import { sql } from "../../../pipeline/sql/sql.js";
import { dayAfter } from "../../../pipeline/time/calendar.js";
import { quiet, spendEngine } from "./spend-engine.js";

const asOfDay = 540;
const horizon = 90;
const date = (day: number): string => dayAfter("2024-12-31", day - asOfDay);

interface Customer {
  readonly customer: string;
  readonly channel: string | null;
  readonly orders: readonly { readonly day: number; readonly amount: number }[];
}

/** Customers who buy at their own rate and stay for their own time; channels differ in spend, staying and rate. */
function shop(count: number, seed: number): Customer[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const u = random();
    const channel = u < 0.45 ? "web" : u < 0.75 ? "app" : u < 0.95 ? "shop" : null;
    const [size, stay] = { web: [30, 150], app: [20, 900], shop: [90, 300], none: [30, 60] }[
      channel ?? "none"
    ]!;
    const first = Math.floor(random() * 460);
    const end = first - Math.log(1 - random()) * stay!;
    const rate = gammaVariate(random, 2, 60);
    const taste = size! * Math.exp(0.3 * normal(random));
    const orders: { day: number; amount: number }[] = [];
    for (let t = first; t <= Math.min(end, asOfDay + horizon); t += -Math.log(1 - random()) / rate)
      orders.push({
        day: Math.floor(t),
        amount: Math.round(100 * taste * Math.exp(0.4 * normal(random))) / 100 + 1,
      });
    return { customer: `c${i}`, channel, orders };
  });
}

async function store(engine: Engine, customers: readonly Customer[]): Promise<void> {
  const orders = customers.flatMap(({ customer, channel, orders }) =>
    orders.filter((o) => o.day <= asOfDay).map((o) => ({ customer, channel, ...o })),
  );
  const table = new Table({
    customer_id: vectorFromArray(
      orders.map((o) => o.customer),
      new Utf8(),
    ),
    ago: vectorFromArray(
      orders.map((o) => asOfDay - o.day),
      new Int32(),
    ),
    cents: vectorFromArray(
      orders.map((o) => Math.round(100 * o.amount)),
      new Int32(),
    ),
    attr_channel: vectorFromArray(
      orders.map((o) => o.channel),
      new Utf8(),
    ),
  });
  await engine.load({ name: "orders" }, table.batches);
  await engine.execute(
    sql`create or replace table transactions as select customer_id, date ${date(asOfDay)} - ago as day,
      cast(cents / 100 as decimal(18,4)) as amount, false as is_refund, attr_channel from orders`,
  );
  await engine.execute(
    sql`create or replace table customers as select customer_id, arg_min(attr_channel, day) as attr_channel,
      cast(sum(amount) as double) as total_spend, cast(date ${date(asOfDay)} - min(day) as integer) as t_cal
    from transactions group by customer_id`,
  );
}

/** Normalised Gini: how well an order finds the value, 1 for the best order and about 0 for a random one. */
function gini(values: readonly number[], predicted: readonly number[]): number {
  const area = (by: readonly number[]): number => {
    const order = values.map((_, i) => i).sort((p, q) => by[q]! - by[p]!);
    const total = values.reduce((sum, v) => sum + v, 0);
    let seen = 0;
    let sum = 0;
    for (const i of order) {
      seen += values[i]!;
      sum += seen / total;
    }
    return sum / values.length - (values.length + 1) / (2 * values.length);
  };
  return area(predicted) / area(values);
}

const customers = shop(2500, 3);
const { engine, folder } = await spendEngine(2);
const { engine: single, folder: singleFolder } = await spendEngine(1);
const inputs = {
  asOf: date(asOfDay),
  horizonDays: horizon,
  attributes: ["channel"],
  customers: customers.length,
  seed: 1,
  options: { hidden: [16, 8], epochs: 10, batchSize: 256, learningRate: 0.01 },
  backends: ["wasm" as const],
};
const context = { engine, runDir: folder, ...quiet };
let file: ZilnFile;
const lines: string[] = [];
beforeAll(async () => {
  await store(engine, customers);
  file = await trainZilnModel({ ...context, log: (line) => lines.push(line) }, inputs);
});

describe("training", () => {
  test("learns, says how, and keeps what a prediction needs", async () => {
    expect(file.cut).toBe(date(asOfDay - horizon));
    expect(lines).toContain("tensors are worked out by WebAssembly");
    expect(lines.filter((line) => line.includes("epoch")).length).toBe(file.training.epochs.length);
    expect(file.training.epochs[file.training.best - 1]!.validationLoss).toBeLessThan(
      file.training.startLoss - 0.2,
    );
    expect(file.encoding.attributes[0]!.levels).toEqual(["web", "app", "shop", null]);
    const { customers, meanPredicted, meanValue } = file.training.validation;
    expect(customers).toBe(Math.round(0.1 * file.training.customers));
    // the mean of about 230 skewed values is known to some 15 %
    expect(Math.abs(meanPredicted / meanValue - 1)).toBeLessThan(0.5);
    expect((await readZiln(folder)).file).toEqual(JSON.parse(JSON.stringify(file)));
  });

  test("is the same to the byte with one thread and other order of rows", async () => {
    await store(single, [...customers].reverse());
    await trainZilnModel({ ...context, engine: single, runDir: singleFolder }, inputs);
    for (const name of ["ziln.json", "ziln.weights.bin"])
      expect(await readFile(join(singleFolder, name))).toEqual(await readFile(join(folder, name)));
  });

  test("of a sample takes about as many as asked for", async () => {
    const sampled = await trainZilnModel(
      { ...context, runDir: singleFolder },
      { ...inputs, maxCustomers: 1000, options: { hidden: [4], epochs: 1 } },
    );
    expect(Math.abs(sampled.training.customers - 1000)).toBeLessThan(160);
    expect(sampled.training.population).toBe(file.training.population);
  });

  test("of a history that is too short says what to do", async () => {
    await expect(trainZilnModel(context, { ...inputs, horizonDays: 535 })).rejects.toThrow(
      /ziln cannot be trained: \d+ customers bought up to .* Use a shorter horizon/,
    );
  });
});

describe("prediction", () => {
  test("of every customer ranks what they then spend better than their past revenue a day", async () => {
    expect(await predictZiln(context, { asOf: date(asOfDay) })).toBe(customers.length);
    const rows = await engine.rows(
      sql`select c.customer_id, c.total_spend, c.t_cal, ziln_value, ziln_probability
        from customers c join ziln_values z on z.customer_id = c.customer_id`,
    );
    expect(rows).toHaveLength(customers.length);
    const future = new Map(
      customers.map((c) => [
        c.customer,
        c.orders.reduce((sum, o) => sum + (o.day > asOfDay ? o.amount : 0), 0),
      ]),
    );
    const values = rows.map((r) => future.get(String(r.customer_id))!);
    const predicted = rows.map((r) => Number(r.ziln_value));
    const past = rows.map((r) => Number(r.total_spend) / (Number(r.t_cal) + 1));
    expect(gini(values, values)).toBe(1);
    const own = gini(values, predicted);
    expect(own).toBeGreaterThan(gini(values, past) + 0.05);
    expect(own).toBeGreaterThan(0.5);
    const total = (some: readonly number[]): number => some.reduce((sum, v) => sum + v, 0);
    expect(Math.abs(total(predicted) / total(values) - 1)).toBeLessThan(0.25);
    for (const r of rows) expect(Number(r.ziln_probability)).toBeLessThanOrEqual(1);
    expect(Math.max(...predicted)).toBeLessThanOrEqual(file.largestValue);
  });

  test("by plain JavaScript is the same to single precision", async () => {
    const one = await engine.rows(sql`select * from ziln_values order by customer_id`);
    await predictZiln(context, { asOf: date(asOfDay), backends: ["cpu"] });
    const other = await engine.rows(sql`select * from ziln_values order by customer_id`);
    one.forEach((row, i) => {
      const [a, b] = [Number(row.ziln_value), Number(other[i]!.ziln_value)];
      expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-4 * a);
    });
  });

  test("refuses weights that are not those of the file, and a folder without any", async () => {
    const path = join(singleFolder, "ziln.weights.bin");
    const bytes = await readFile(path);
    bytes[8]! ^= 1;
    await writeFile(path, bytes);
    const there = { ...context, runDir: singleFolder };
    await expect(predictZiln(there, { asOf: date(asOfDay) })).rejects.toThrow(
      "is not the one that ziln.json names",
    );
    await rm(join(singleFolder, "ziln.json"));
    await expect(predictZiln(there, { asOf: date(asOfDay) })).rejects.toThrow("Run the fit stage again");
  });

  test("of a customer does not depend on who else is there", async () => {
    await openTensorFlow(() => undefined, ["wasm"]);
    const random = seededRandom(5);
    const network = randomNetwork(29, [64, 32], [0, 3, 1], random);
    const rows = 5000;
    const features = Float32Array.from({ length: rows * 29 }, () => normal(random));
    const all = zilnValues(network, features, rows, Number.POSITIVE_INFINITY).values;
    for (const i of [0, 1, 17, 4095, 4096, 4999]) {
      const alone = zilnValues(network, features.slice(i * 29, (i + 1) * 29), 1, Number.POSITIVE_INFINITY);
      expect(alone.values[0]).toBe(all[i]);
    }
    const tensors = networkTensors(network);
    const { tensor2d } = await import("@tensorflow/tfjs-core");
    const [l, mu, s] = applyNetwork(tensor2d(features.slice(0, 29), [1, 29]), tensors).dataSync();
    expect(Math.abs(all[0]! / zilnMean(l!, mu!, s!) - 1)).toBeLessThan(1e-5);
    expect(zilnValues(network, features, rows, 10).values.every((v) => v <= 10)).toBe(true);
  });
});

describe("backends", () => {
  test("the next one is used where one is not installed, and the log says so", async () => {
    const said: string[] = [];
    expect(await openTensorFlow((line) => said.push(line))).toMatch(/tensorflow|wasm/);
    expect(said.join()).toMatch(
      /by the native TensorFlow library|by WebAssembly \(the native TensorFlow library: not installed\)/,
    );
    await expect(openTensorFlow(() => undefined, [])).rejects.toThrow("no backend for tensors works");
  });
});
