/** Makes transactions in DuckDB, trains a ZILN network on them and predicts. usage: ziln-program.js JOB, a ZilnJob as JSON; prints TimedZiln as JSON. */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openDuckDb } from "../../pipeline/engines/duckdb/duckdb.js";
import { predictZiln } from "../../pipeline/spend/predict-ziln.js";
import { trainZilnModel } from "../../pipeline/spend/train-ziln.js";
import { lit, raw, type Sql, sql } from "../../pipeline/sql/sql.js";

export interface ZilnJob {
  readonly customers: number;
  readonly epochs: number;
  readonly folder: string;
}

export interface TimedZiln {
  readonly customers: number;
  readonly transactions: number;
  readonly trainedOn: number;
  readonly inputs: number;
  readonly backend: string;
  readonly batchSize: number;
  /** From the first statement to features in memory. */
  readonly featureSeconds: number;
  readonly epochSeconds: readonly number[];
  /** Features, backend, epochs, validation and files. */
  readonly trainSeconds: number;
  /** Features of all customers, network, table in the engine. */
  readonly predictSeconds: number;
  readonly startLoss: number;
  readonly loss: number;
}

const job = JSON.parse(process.argv[2] ?? "") as ZilnJob;
const asOf = "2024-12-31";
const folder = mkdtempSync(join(job.folder, "ziln-"));
const engine = await openDuckDb({
  directory: join(folder, "tables"),
  memoryLimit: "1200MB",
  threads: 0,
  spillDirectory: folder,
});
try {
  await engine.materialize({ name: "transactions" }, transactions(job.customers));
  await engine.materialize(
    { name: "customers" },
    sql`select customer_id, min(attr_channel) as attr_channel, min(attr_country) as attr_country from transactions group by customer_id`,
  );
  const [counts] = await engine.rows(sql`select count(*) as n from transactions`);
  const said: { at: number; line: string }[] = [];
  const context = {
    engine,
    runDir: folder,
    signal: new AbortController().signal,
    log: (line: string): void => {
      said.push({ at: performance.now(), line });
    },
    warn: (line: string): void => {
      process.stderr.write(`${line}\n`);
    },
  };
  const start = performance.now();
  const file = await trainZilnModel(context, {
    asOf,
    horizonDays: 90,
    attributes: ["channel", "country"],
    customers: job.customers,
    seed: 1,
    options: { epochs: job.epochs, patience: job.epochs },
  });
  const trained = performance.now();
  const marks = said.filter(({ line }) => line.startsWith("ziln:"));
  const predicted = performance.now();
  await predictZiln(context, { asOf });
  const result: TimedZiln = {
    customers: job.customers,
    transactions: Number(counts?.n),
    trainedOn: file.training.customers,
    inputs: file.layers[0]!.inputs,
    backend: file.backend,
    batchSize: file.training.options.batchSize,
    featureSeconds: (marks[0]!.at - start) / 1000,
    epochSeconds: marks.slice(1).map(({ at }, i) => (at - marks[i]!.at) / 1000),
    trainSeconds: (trained - start) / 1000,
    predictSeconds: (performance.now() - predicted) / 1000,
    startLoss: file.training.startLoss,
    loss: file.training.epochs.at(-1)!.validationLoss,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
}

/** About eight orders a customer over two years, by hashes: customers differ in rate, lifetime, spend, channel and country. */
function transactions(customers: number): Sql {
  const uniform = (...keys: (Sql | string)[]): Sql =>
    sql`((hash(${raw(keys.map((k) => (typeof k === "string" ? lit(k) : k).text).join(", "))}) % 1000003 + 0.5) / 1000003.0)`;
  const i = raw("i");
  const u = (name: string): Sql => uniform(i, name);
  const people = sql`select i, cast(700 * ${u("first")} as integer) as first, cast(1 - 8 * ln(${u("rate")}) as integer) as orders,
    30 - 250 * ln(${u("stay")}) as stay, exp(3 + 0.5 * (${u("a")} + ${u("b")} + ${u("c")} - 1.5) / 0.5) as size,
    'channel ' || cast(floor(6 * ${u("channel")} * ${u("channel 2")}) as integer) as channel,
    'country ' || cast(floor(12 * ${u("country")} * ${u("country 2")}) as integer) as country
  from range(${customers}) t(i)`;
  return sql`select 'customer ' || i as customer_id, date '2023-01-01' + offset_days as day,
    cast(size * (0.5 + ${uniform(i, raw("j"), "amount")}) as decimal(18,4)) as amount, false as is_refund,
    channel as attr_channel, country as attr_country
  from (select *, first + case when j = 0 then 0 else cast(stay * ${uniform(i, raw("j"), "day")} as integer) end as offset_days
    from (${people}), lateral (select unnest(range(orders)) as j)) where offset_days <= 730`;
}
