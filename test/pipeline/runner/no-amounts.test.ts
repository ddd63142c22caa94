import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { customersSchema } from "../../../data/schemas/customers.js";
import { scoresSchema } from "../../../data/schemas/scores.js";
import { transactionsSchema } from "../../../data/schemas/transactions.js";
import { explainCommand } from "../../../pipeline/commands/explain.js";
import { stageCommand } from "../../../pipeline/commands/run.js";
import { statusCommand } from "../../../pipeline/commands/status.js";
import { loadConfig } from "../../../pipeline/config/load-config.js";
import { forget } from "../../../pipeline/forget/forget.js";
import { scratch } from "../cli/clv-process.js";
import { query, type Row, readArrow, sha256 } from "../cli/read-back.js";
import { clvHere, recordingIo, runHere } from "../cli/run-here.js";
import { ordinary, shop } from "../cli/shop-log.js";

const root = await scratch();
const earlier = { asOf: "2024-08-31" };
const later = { asOf: "2024-12-26" };
/** Tables with a column that holds a measure or says which one: of purchases, here. */
const withValue = ["clv_monitoring", "clv_model_parameters", "clv_distribution", "clv_concentration"];
const money = /EUR|CLV|\bvalue\b|[Ss]pend|[Aa]mount|[Rr]evenue|[Mm]argin|[Mm]oney/;
const lines = shop(300, ordinary).map(([who, when, amount], i) => ({
  ...{ order: `O${i}`, who, when, amount },
  channel: Number(who.slice(1)) % 3 === 0 ? "app" : "web",
}));

/** The log of a shop, with or without its amounts. */
async function shopFolder(amounts: boolean, settings = ""): Promise<string> {
  const folder = await mkdtemp(join(root, amounts ? "with-" : "without-"));
  const columns = ["order", "who", "when", ...(amounts ? ["amount"] : []), "channel"] as const;
  const rows = [columns, ...lines.map((line) => columns.map((c) => line[c as keyof typeof line]))];
  await writeFile(join(folder, "log.csv"), rows.map((row) => `${row.join(",")}\n`).join(""));
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [log.csv] }
columns: { order: order, customer: who, date: when, amount: ${amounts ? "amount" : "none"}, attributes: { channel: channel } }
value: { horizonsDays: [90, 365] }
engine: { threads: 2 }
validate: { replicates: 0, models: [bg-nbd, mbg-nbd] }
publish: ["duckdb:out/w.duckdb", "parquet:out/parquet", "csv:out/csv", "arrow:out/arrow"]
${settings}`,
  );
  return folder;
}

const csv = (folder: string): Promise<Row[]> =>
  query(`select * from read_csv('${join(folder, "out/csv/clv_scores.csv")}', all_varchar = true)`);

let valued: string;
let bare: string;
// biome-ignore lint/suspicious/noExplicitAny: the objects are JSON; each test looks at its own part
let [withAmounts, without, next]: any[] = [];

beforeAll(async () => {
  [valued, bare] = [await shopFolder(true), await shopFolder(false)];
  withAmounts = await runHere(valued, earlier);
  without = await runHere(bare, earlier);
  next = await runHere(bare, later);
}, 120_000);

test("purchases are those of the same log with amounts, to the last digit", async () => {
  const [all, own] = [await csv(valued), await csv(bare)];
  expect(own).toHaveLength(300);
  expect(without.purchase).toEqual(withAmounts.purchase);
  const shared = await query(
    `select * from read_csv('${join(bare, "out/csv/clv_scores_history/2024-08-31.csv")}', all_varchar = true)`,
  );
  const ranked = ["value_rank", "value_tier", "model_version", "run_id"];
  const same = Object.keys(shared[0]!).filter((name) => !ranked.includes(name));
  const pick = (row: Row): Row => Object.fromEntries(same.map((name) => [name, row[name]]));
  expect(shared.map(pick)).toEqual(all.map(pick));
  const purchases = (run: typeof without) =>
    [run.totals.intervals.total, ...run.totals.intervals.segments].map((s) =>
      s.horizons.map((h: Row) => h.purchases),
    );
  expect(purchases(without)).toEqual(purchases(withAmounts));
  expect(without.totals.expectedAlive).toBe(withAmounts.totals.expectedAlive);
});

test("customers are ranked by the purchases that are expected of them", async () => {
  const rows = (await csv(bare)).map(
    (r) => [Number(r.expected_purchases_365d), Number(r.value_rank)] as const,
  );
  for (const [expected, rank] of rows)
    expect(rows.filter(([other]) => other > expected)).toHaveLength(rank - 1);
  const { tiers, top } = next.totals;
  expect(tiers.map((t: Row) => t.tier)).toEqual(["top", "high", "middle", "low"]);
  expect(Object.keys(tiers[0])).toEqual(["tier", "customers", "expectedPurchases", "interval"]);
  expect(Object.keys(top[0])).toEqual(["customerId", "x", "pAlive", "expectedPurchases"]);
});

test("tables of the run and of every output have no column of money", async () => {
  const names = (rows: readonly Row[]) => rows.map((r) => String(r.column_name));
  const described = async (from: string, database?: string) =>
    names(await query(`describe select * from ${from}`, database));
  const fields = (schema: { readonly fields: readonly { readonly name: string }[] }) =>
    schema.fields.map(({ name }) => name);
  const scores = fields(scoresSchema([90, 365], ["channel"], true, false));
  const table = (name: string) => `'${join(next.runDir, "tables", `${name}.parquet`)}'`;
  expect(await described(table("transactions"))).toEqual(fields(transactionsSchema(["channel"], false)));
  expect(await described(table("customers"))).toEqual(fields(customersSchema(["channel"], false)));
  expect(await described(table("scores"))).toEqual(scores);
  const out = join(bare, "out");
  expect(await described(`'${out}/parquet/clv_scores.parquet'`)).toEqual(scores);
  expect((await readArrow(join(out, "arrow/clv_scores.arrow"))).columns).toEqual(scores);
  const warehouse = join(out, "w.duckdb");
  for (const { name } of await query("select table_name as name from information_schema.tables", warehouse))
    expect(
      (await described(String(name), warehouse)).filter(
        (c) => money.test(c) || /^clv_?\d*|^currency/.test(c.replace("clv_version", "")),
      ),
      String(name),
    ).toEqual(withValue.includes(String(name)) ? ["value"] : []);
  const measures = await query(
    "select distinct measure || ' ' || text as said from clv_monitoring",
    warehouse,
  );
  expect(measures.filter(({ said }) => money.test(String(said)))).toEqual([]);
});

test("what is printed and what is handed on speaks of purchases alone", async () => {
  for (const run of [without, next]) expect(run.text.replaceAll(root, "")).not.toMatch(money);
  expect(without.spend).toBeNull();
  expect(without.modelVersion).toMatch(/^bg-nbd-[0-9a-f]{12}$/);
  // marts.json says which marts want amounts
  for (const name of await readdir(next.runDir))
    if (name.endsWith(".json") && !["manifest.json", "marts.json"].includes(name)) {
      const text = await readFile(join(next.runDir, name), "utf8");
      // what is null or empty for want of amounts, and the value of a measure
      const said = text.replace(/"(spend|currency)": null|"spendRows": 0|"amounts": \[\]|"value":/g, "");
      expect(said.match(money), name).toBeNull();
    }
  const explained = await clvHere(["explain", "c9"], bare, (io) => [explainCommand(io)]);
  expect(explained.out).toContain("From history to expected purchases");
  expect(explained.out).not.toMatch(money);
  const json = JSON.parse(
    (await clvHere(["explain", "c9", "--json"], bare, (io) => [explainCommand(io)])).out,
  );
  const published = (await csv(bare)).find((r) => r.customer_id === "c9")!;
  expect(json.steps.at(-1).value).toBe(Number(published.expected_purchases_365d));
  expect(json.steps.find((s: Row) => s.name === "E[Y(365)]").value).toBeCloseTo(json.steps.at(-1).value, 12);
  expect((await clvHere(["status"], bare, (io) => [statusCommand(io)])).out).not.toMatch(money);
});

test("a later run validates, judges and compares purchases; only changed customers are counted again", async () => {
  expect(next.decision.action).toBe("validate");
  const [first] = next.validation.overall;
  expect(Object.keys(first.targets)).toEqual(["purchases"]);
  expect(next.gate.outcome).toBe("refit");
  const gates: Row[] = next.gate.gates;
  expect(gates.find((g) => g.gate === "identified")?.found).toBe("purchases identified");
  expect(gates.map((g) => g.gate)).not.toContain("value bias");
  const measures = next.monitoring.measures.map((m: Row) => m.measure);
  expect(measures).toContain("mean_purchases");
  expect(measures).toContain("actual_purchases");
  expect(next.quality.map((c: Row) => c.check)).not.toContain("amountJump");
  const fresh = await runHere(bare, { ...later, runsDir: join(bare, "fresh") }, { until: "summarize" });
  const customers = ({ runDir }: { runDir: string }) => sha256(join(runDir, "tables/customers.parquet"));
  expect(await customers(next)).toBe(await customers(fresh));
});

test("covariates and partitions give what one go gives", async () => {
  const settings = "purchase: { covariates: { purchase: [channel] } }\n";
  const folder = await shopFolder(false, settings);
  const whole = await runHere(folder, { ...later, publish: [] });
  const parts = await clvHere(
    [
      "score",
      "--config",
      "clv.yaml",
      "--asOf",
      later.asOf,
      "--partitions",
      "3",
      "--runsDir",
      "parts",
      "--json",
    ],
    folder,
    (io) => [stageCommand("score", io)],
  );
  expect(parts.code, parts.err).toBe(0);
  const totals = JSON.parse(parts.out).totals;
  expect(totals.horizons[1].expectedPurchases).toBeCloseTo(whole.totals.horizons[1].expectedPurchases, 9);
  expect(totals.intervals.segments).toHaveLength(2);
  expect(Object.keys(totals.intervals.segments[0].horizons[0])).toEqual(["days", "purchases"]);
});

test("orders are merged, and cancelled ones are no purchase, without amounts too", async () => {
  const folder = await mkdtemp(join(root, "orders-"));
  const rows = [
    "A1,a,2024-01-01",
    "A1,a,2024-01-01",
    "A2,a,2024-02-01",
    "A2,a,2024-02-03",
    "CA2,a,2024-02-05",
  ];
  const others = Array.from({ length: 40 }, (_, i) => [
    `B${i},b${i},2024-01-02`,
    `D${i},b${i},2024-03-0${1 + (i % 9)}`,
  ]);
  await writeFile(join(folder, "log.csv"), ["id,who,day", ...rows, ...others.flat(), ""].join("\n"));
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [log.csv] }
columns: { order: id, customer: who, date: day, amount: none }
ingest: { cancelPrefix: C }`,
  );
  const counted = async (duplicateOrders: string): Promise<unknown[]> => {
    const run = await runHere(folder, { ingest: { duplicateOrders } }, { until: "summarize" });
    const [row] = await query(
      `select x, orders from '${join(run.runDir, "tables/customers.parquet")}' where customer_id = 'a'`,
    );
    const { merged, refunds } = run.account;
    return [row!.x, Number(row!.orders), merged, refunds];
  };
  expect(await counted("identical")).toEqual([2, 3, 1, 1]);
  expect(await counted("order-id")).toEqual([1, 2, 2, 1]);
  expect(await counted("keep")).toEqual([2, 4, 0, 1]);
});

test("a forgotten customer leaves no trace, and later runs go on", async () => {
  const { io } = recordingIo(bare);
  const config = await loadConfig("clv.yaml", {}, bare);
  const report = await forget(["c9"], config.runsDir, config, io, () => undefined, {});
  expect(report.places.reduce((sum, place) => sum + place.traces, 0)).toBe(0);
  const run = await runHere(bare, { ...later, seed: 2, uncertainty: { intervals: false } });
  expect(run.account.forgotten).toBeGreaterThan(0);
  expect((await csv(bare)).map((r) => r.customer_id)).not.toContain("c9");
});
