import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { clv, scratch } from "../cli/clv-process.js";
import { query } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { day, type Line, ordinary, shop, uniform, writeLog } from "../cli/shop-log.js";

const root = await scratch();

async function prepare(lines: readonly Line[]): Promise<string> {
  const folder = await mkdtemp(join(root, "log-"));
  await writeLog(join(folder, "log.csv"), lines);
  await writeFile(
    join(folder, "clv.yaml"),
    "source: { paths: [log.csv] }\nmarts: none\ncolumns: { customer: customer_id, date: order_date, amount: amount }\nengine: { threads: 1 }\n",
  );
  return folder;
}

/** Where `null` is an answer: nothing to estimate it from, not a number gone wrong. */
const mayBeNull =
  /^(purchase|spend)\.(standardErrors|covariance|condition|doubt|doubt\.(posterior|bootstrap))|^spend\.(timeUnit|independence\.correlation|fallback|predictor)$|^summary\.holdoutFrom$|^purchase\.(period|leftBecause|candidates|covariates)$|^quality\.\d+\.example$|^gate\.(before|challenger|setAside|backtest|gates\.\d+\.(value|threshold))$|^monitoring\.previousRun$|^totals\.intervals\.(total|segments\.\d+)\.(attribute|value)$/;

function nulls(value: unknown, path = ""): string[] {
  if (value === null) return mayBeNull.test(path) ? [] : [path];
  if (typeof value !== "object") return [];
  return Object.entries(value as object).flatMap(([k, v]) => nulls(v, path ? `${path}.${k}` : k));
}

const gone = /\b(NaN|Infinity|undefined|inf|nan)\b/;

/** A run that ends well, and no number of which is none. */
async function runs(lines: readonly Line[], flags: Record<string, unknown> = {}) {
  const folder = await prepare(lines);
  const run = await runHere(folder, { publish: ["csv:out", "duckdb:w.duckdb"], ...flags });
  const { log, text, said: _said, ...json } = run;
  const forEver = json.totals.residualWhy === undefined;
  expect(nulls(json)).toEqual(forEver ? [] : ["totals.residualClv"]);
  expect(text).not.toMatch(gone);
  expect(log).not.toMatch(gone);
  for (const file of await readdir(run.runDir))
    if (file.endsWith(".json") && file !== "manifest.json")
      expect(await readFile(join(run.runDir, file), "utf8"), file).not.toMatch(gone);
  expect(await readFile(join(folder, "out/clv_scores.csv"), "utf8")).not.toMatch(gone);
  const scores = `'${join(run.runDir, "tables/scores.parquet")}'`;
  const columns = await query(
    `select column_name as name, column_type as type from (describe from ${scores})`,
  );
  const given = columns.filter(({ name }) => forEver || name !== "residual_clv");
  const wrong = given.map(({ name, type }) =>
    type === "DOUBLE"
      ? `count(*) filter (where ${name} is null or not isfinite(${name}))`
      : `count(*) filter (where ${name} is null)`,
  );
  const [row] = await query(`select ${wrong.join(" + ")} as wrong, count(*) as n from ${scores}`);
  expect(row).toEqual({ wrong: "0", n: String(run.customers) });
  const [range] = await query(
    `select min(p_alive) >= 0 and max(p_alive) <= 1 as alive, min(clv_90d) >= 0 and bool_and(clv_90d <= clv_365d) as value,
      bool_and(expected_purchases_90d <= expected_purchases_365d) as purchases from ${scores}`,
  );
  expect(range).toEqual({ alive: true, value: true, purchases: true });
  return { ...run, scores };
}

/** A run that ends with an error: its code, exit code and text; nothing may be published. */
async function refused(lines: readonly Line[], flags: Record<string, unknown> = {}) {
  const folder = await prepare(lines);
  const error = await runHere(folder, { publish: ["csv:out"], ...flags }).then(
    () => expect.fail("the run did not refuse"),
    (thrown) => thrown,
  );
  expect(await readdir(folder)).not.toContain("out");
  expect(error.message).not.toMatch(gone);
  return error;
}

const usual = (): Line[] => shop(400, ordinary);

describe("data that cannot be fitted ends with exit code 4 and says why", () => {
  test("nobody came back", async () => {
    const error = await refused(
      Array.from({ length: 300 }, (_, i): Line => [`c${i}`, day(i % 200), 10 + (i % 7)]),
    );
    expect(error).toMatchObject({ code: "FIT_FAILED", exitCode: 4 });
    expect(error.message).toContain(
      "cannot be fitted to 300 customers (NO_REPEAT_BUYERS): 0 of 300 customers have a repeat purchase.",
    );
    expect(error.message).toContain("check columns.customer");
    expect(error.message, "nothing was searched, so there are no last parameters").not.toContain("Gradient");
  });

  test("one customer", async () => {
    const error = await refused([
      ["only", day(0), 10],
      ["only", day(30), 12],
      ["only", day(50), 9],
    ]);
    expect(error).toMatchObject({ code: "FIT_FAILED", exitCode: 4 });
    expect(error.message).toContain("cannot be fitted to 1 customer (NO_VARIATION)");
  });

  test("everyone on one day", async () => {
    const lines = Array.from({ length: 100 }, (_, i): Line => [`c${i}`, day(0), 10 + i]);
    const error = await refused(lines, { quality: { newestShare: { stop: 0 } } });
    expect(error).toMatchObject({ code: "FIT_FAILED", exitCode: 4 });
    expect(error.message).toMatch(/NO_OBSERVATION_TIME\).*\(T = 0\).*\n.*Set a later asOf/);
  });
});

describe("data without a purchase ends with exit code 3 and says why", () => {
  test("only refunds", async () => {
    const error = await refused(Array.from({ length: 60 }, (_, i): Line => [`c${i}`, day(i % 50), -10]));
    expect(error).toMatchObject({ code: "NO_TRANSACTIONS", exitCode: 3 });
    expect(error.message).toContain("all 60 transactions are refunds");
  });

  test("as-of before the first day", async () => {
    const error = await refused(usual(), { asOf: "2020-01-01" });
    expect(error).toMatchObject({ code: "NO_TRANSACTIONS", exitCode: 3 });
    expect(error.message).toMatch(/none of \d+ rows falls on or before 2020-01-01/);
  });

  test("a header and no row", async () => {
    expect(await refused([])).toMatchObject({ code: "NO_TRANSACTIONS", exitCode: 3 });
  });
});

describe("data that is hard, but can be scored", () => {
  test("two customers: scored with warnings, and called weak", async () => {
    const run = await runs([
      ["a", day(0), 10],
      ["a", day(20), 12],
      ["b", day(5), 7],
    ]);
    expect(run.purchase.verdict.status).toBe("weak");
    expect(run.log).toContain("warning: nbd is used: bg-nbd is in doubt (FEW_REPEAT_BUYERS");
    expect(run.log).toContain("warning: nbd is weak: 1 of 2 customers have a repeat purchase");
    expect(run.text).toContain("no usable gamma-gamma");
    expect(run.said).toContain("No value for ever: the log does not tell who has left");
    // nothing names a currency
    expect(run.text).toMatch(/every purchase counts as 12\.00$/m);
  });

  test("customers who first bought on the as-of date (T = 0) get the value of a new customer, all the same one", async () => {
    const newcomers = Array.from({ length: 80 }, (_, i): Line => [`n${i}`, day(361), 20]);
    const run = await runs([...usual(), ...newcomers]);
    expect(run.customers).toBe(480);
    expect(run.said).toContain("80 customers bought for the first time on 2024-12-27");
    const [row] = await query(
      `select count(*) as n, count(distinct clv_365d) as values, min(p_alive) as alive, min(clv_365d) > 0 as positive
       from ${run.scores} where t_cal_days = 0`,
    );
    expect(row).toEqual({ n: "80", values: "1", alive: 1, positive: true });
  });

  test("everyone always pays the same: nothing varies, that amount for everyone", async () => {
    const run = await runs(
      usual()
        .filter(oncePerDay())
        .map(([c, d]): Line => [c, d, 25]),
    );
    expect(run.spend).toMatchObject({ fallback: null, params: { mean: 25, within: 0, between: 0 } });
    expect(run.log).toContain("warning: credibility is used, since gamma-gamma is not sound here: all");
    expect(run.said).toContain("each is valued at its own mean over all its purchases");
    const [row] = await query(
      `select min(expected_spend) as least, max(expected_spend) as most from ${run.scores}`,
    );
    expect(row).toEqual({ least: 25, most: 25 });
  });

  test("spend with a tail too heavy for a mean (q <= 1): means of the data, never a negative value", async () => {
    const random = uniform(5);
    const levels = Array.from({ length: 400 }, () => 1 / random() ** 1.7);
    const run = await runs(
      shop(400, (r, i) =>
        Math.max(0.01, Math.round(100 * Math.min(2e6, levels[i]!) * (0.9 + 0.2 * r())) / 100),
      ),
    );
    expect(run.spend).toMatchObject({ model: "credibility", fallback: null });
    expect(run.spend.params.within).toBeLessThan(0.02); // purchases are within a tenth of the own level
    expect(run.log).toMatch(
      /warning: credibility is used, since gamma-gamma is not sound here: q = 0\.\d+ <= 1: mean spend over the population is infinite/,
    );
    expect(run.log).toMatch(
      /warning: credibility: \d of 400 customers spend up to \S+ a purchase; in the mean/,
    );
    const [row] = await query(
      `select min(expected_spend) > 0 as positive, corr(ln(expected_spend), ln(historic_value / (x + 1))) as own from ${run.scores}`,
    );
    expect(row!.positive).toBe(true);
    expect(row!.own as number).toBeGreaterThan(0.99);
  });

  test("one giant who buys every day for a thousand days", async () => {
    const giant = Array.from({ length: 1001 }, (_, i): Line => ["giant", day(i - 700), 5]);
    const run = await runs([...usual(), ...giant]);
    const [row] = await query(`select x, t_x_days, p_alive from ${run.scores} where customer_id = 'giant'`);
    expect(row).toMatchObject({ x: 1000, t_x_days: 1000 });
    expect(row!.p_alive as number).toBeLessThan(1e-10); // 60 silent days after one purchase a day
    const buying = await runs([...usual(), ...giant.map(([c, , a], i): Line => [c, day(i - 640), a])]);
    const [alive] = await query(
      `select p_alive, expected_purchases_90d as e from ${buying.scores} where customer_id = 'giant'`,
    );
    expect(alive!.p_alive as number).toBeGreaterThan(0.99);
    expect(alive!.e as number).toBeGreaterThan(60);
  });

  test("everything for nothing: every value is 0", async () => {
    const run = await runs(usual().map(([c, d]): Line => [c, d, 0]));
    expect(run.totals).toMatchObject({ historicValue: 0, residualClv: 0 });
    expect(run.log).toContain("no customer has repeat purchases with a spend above 0");
  });

  test("refunds above all that was ever bought: history below 0, predictions not", async () => {
    const run = await runs([
      ...usual(),
      ...usual()
        .filter(([, d]) => d > day(300))
        .map(([c, d]): Line => [c, d, -5000]),
    ]);
    expect(run.totals.historicValue).toBeLessThan(0);
    expect(run.summary.withoutSpend).toBeGreaterThan(0);
  });

  test("no discounting: everything but the infinite horizon has a value", async () => {
    const folder = await prepare(usual());
    const run = await runHere(folder, { value: { annualDiscountRate: 0 } });
    expect(run.totals.residualClv).toBeNull();
    expect(nulls({ ...run, totals: { ...run.totals, residualClv: 0 } })).toEqual([]);
    expect(run.text).not.toMatch(gone);
    expect(run.text).not.toContain("for ever");
  });
});

test("the command itself ends with these codes, and prints the error alone where JSON is asked for", async () => {
  const folder = await prepare([
    ["a", day(0), 10],
    ["b", day(1), 5],
  ]);
  const fit = await clv(["run", "--config", "clv.yaml", "--json"], { cwd: folder });
  expect([fit.code, JSON.parse(fit.out).error.code]).toEqual([4, "FIT_FAILED"]);
  expect(fit.err).toMatch(/^FIT_FAILED: /m);
  const early = await clv(["run", "--config", "clv.yaml", "--asOf", "2020-01-01", "--json"], { cwd: folder });
  expect([early.code, Object.keys(JSON.parse(early.out))]).toEqual([3, ["error"]]);
  const status = await clv(["status"], { cwd: folder });
  expect(status.out).toContain("FIT_FAILED: bg-nbd cannot be fitted to 2 customers");
});

/** Keeps the first order of each customer and day. */
function oncePerDay(): (line: Line) => boolean {
  const seen = new Set<string>();
  return ([customer, d]) => {
    const key = `${customer} ${d}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
}
