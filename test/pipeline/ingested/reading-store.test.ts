import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Account } from "../../../pipeline/artifacts/account.js";
import { scratch, start } from "../cli/clv-process.js";
import { query, sha256 } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { ordinary, shop } from "../cli/shop-log.js";

const root = await scratch();

const header = "order_id,customer_id,order_date,amount\n";
const rows = (...lines: readonly string[]): string => header + lines.map((line) => `${line}\n`).join("");

interface Home {
  readonly folder: string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Runs until the summary; which files were read again, and what the ingest says of them. */
  run(flags?: Record<string, unknown>): Promise<{
    readonly read: readonly string[];
    readonly account: Account;
    readonly log: string;
    readonly runDir: string;
  }>;
  readings(): Promise<string[]>;
}

async function home(files: Readonly<Record<string, string>>): Promise<Home> {
  const folder = await mkdtemp(join(root, "store-"));
  await mkdir(join(folder, "log"));
  const write: Home["write"] = async (content) => {
    for (const [name, text] of Object.entries(content)) await writeFile(join(folder, "log", name), text);
  };
  await write(files);
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [log] }
columns: { order: order_id, customer: customer_id, date: order_date, amount: amount }
ingest: { maxRejectedShare: 1 }
`,
  );
  return {
    folder,
    write,
    async run(flags = {}) {
      const { log, runDir } = await runHere(folder, flags, { until: "summarize", verbosity: "debug" });
      const account = JSON.parse(await readFile(join(runDir, "account.json"), "utf8"));
      const old = new Set([...log.matchAll(/(\S+): as it was read before/g)].map((m) => m[1]));
      const read = (account as Account).files.map((f) => f.name).filter((name) => !old.has(name));
      return { read, account, log, runDir };
    },
    async readings() {
      const names = await readdir(join(folder, "runs", "ingested")).catch(() => []);
      return names.filter((name) => name !== "uses.json");
    },
  };
}

const january = rows("1,a,2024-01-01,10", "2,b,2024-01-05,20", "3,,2024-01-06,5", "4,a,2024-01-20,7");
const february = rows("5,b,2024-02-01,8", "6,c,2024-02-03,30", "7,c,2024-02-30,1", "8,a,2024-02-20,-7");
const march = rows("9,c,2024-03-01,8", "10,a,2024-03-03,30");

/** A reading of the store, by the name of its file. */
async function readingOf({ folder, readings }: Home, name: string): Promise<string> {
  for (const key of await readings()) {
    const place = join(folder, "runs", "ingested", key);
    if (JSON.parse(await readFile(join(place, "part.json"), "utf8")).source.name === name) return place;
  }
  throw new Error(`no reading of ${name}`);
}

describe("files are read once", () => {
  test("one more file: only that one is read; the account and rejected rows are those of all", async () => {
    const shop = await home({ "1.csv": january, "2.csv": february });
    expect((await shop.run()).read).toEqual(["1.csv", "2.csv"]);
    await shop.write({ "3.csv": march });
    const { read, account, runDir } = await shop.run();
    expect(read).toEqual(["3.csv"]);
    expect(account).toMatchObject({ input: 10, accepted: 8, rejected: 2, refunds: 1, duplicateFiles: [] });
    expect(await query(`select * from '${runDir}/tables/rejected_rows.parquet' order by file`)).toEqual([
      { file: "1.csv", line: "4", reason: "MISSING_CUSTOMER", raw_text: "3,,2024-01-06,5" },
      { file: "2.csv", line: "4", reason: "IMPOSSIBLE_DATE", raw_text: "7,c,2024-02-30,1" },
    ]);
  });

  test("a file under another name is the same; one of the same name with other content is not", async () => {
    const shop = await home({ "1.csv": january, "2.csv": february });
    await shop.run();
    await rename(join(shop.folder, "log", "1.csv"), join(shop.folder, "log", "0.csv"));
    const renamed = await shop.run();
    expect(renamed.read).toEqual([]);
    const [rejected] = await query(
      `select file from '${renamed.runDir}/tables/rejected_rows.parquet' order by 1`,
    );
    expect(rejected).toEqual({ file: "0.csv" });
    await shop.write({ "2.csv": february.replace("6,c,2024-02-03,30", "6,c,2024-02-03,33") });
    const corrected = await shop.run();
    expect(corrected.read).toEqual(["2.csv"]);
    expect(corrected.account.amount).toBeCloseTo(renamed.account.amount! + 3, 9);
  });

  test("twice the same content under two names counts once, with a warning", async () => {
    const shop = await home({ "1.csv": january, "1-again.csv": january, "2.csv": header, "3.csv": header });
    const { account, log } = await shop.run();
    expect(account).toMatchObject({ input: 4, duplicateFiles: [{ name: "1.csv", sameAs: "1-again.csv" }] });
    expect(log).toMatch(/1\.csv has the content of 1-again\.csv: it is counted once/);
  });

  test("other rules for rows make other readings; the window, horizons and limits of a run do not", async () => {
    const shop = await home({ "1.csv": january });
    await shop.run();
    for (const flags of [
      { asOf: "2024-01-31" },
      { ingest: { since: "2024-01-02" } },
      { ingest: { until: "2024-01-10" } },
      { ingest: { maxRejectedShare: 0.5 } },
      { value: { horizonsDays: [30] } },
    ])
      expect((await shop.run(flags)).read, JSON.stringify(flags)).toEqual([]);
    for (const flags of [
      { columns: { order: 1, customer: 1 } },
      { ingest: { refunds: "reject" } },
      { ingest: { duplicateOrders: "keep" } },
      { timeZone: "Asia/Tokyo" },
      { currency: { base: "USD" } },
      { source: { skip: 1, header: false }, columns: { order: 1, customer: 2, date: 3, amount: 4 } },
    ])
      expect((await shop.run(flags)).read, JSON.stringify(flags)).toEqual(["1.csv"]);
  });

  test("other currency rates make other readings", async () => {
    const shop = await home({ "1.csv": rows("USD,a,2024-01-01,10", "EUR,b,2024-01-02,10") });
    const flags = {
      columns: { order: 1, currency: "order_id" },
      currency: { base: "EUR", ratesFile: "rates.csv" },
    };
    const rate = (usd: number) => writeFile(join(shop.folder, "rates.csv"), `currency,rate\nUSD,${usd}\n`);
    await rate(0.5);
    expect((await shop.run(flags)).account.amount).toBe(15);
    expect((await shop.run(flags)).read).toEqual([]);
    await rate(0.25);
    const changed = await shop.run(flags);
    expect(changed).toMatchObject({ read: ["1.csv"], account: { amount: 12.5 } });
  });

  test("the latest believable day may move where no row lies between", async () => {
    const shop = await home({ "1.csv": january, "2.csv": rows("5,b,2024-02-01,8", "6,b,2024-06-01,9") });
    const until = (maxDate: string) => shop.run({ ingest: { maxDate } });
    expect((await until("2024-03-01")).account).toMatchObject({ rejected: 2 });
    expect((await until("2024-05-31")).read).toEqual([]);
    expect((await until("2024-02-01")).read).toEqual([]);
    expect(await until("2024-06-01")).toMatchObject({ read: ["2.csv"], account: { rejected: 1 } });
    expect(await until("2024-01-31")).toMatchObject({ read: ["2.csv"], account: { rejected: 3 } });
  });

  test("keepIngested 0 keeps nothing", async () => {
    const shop = await home({ "1.csv": january });
    const flags = { ingest: { keepIngested: 0 } };
    await shop.run(flags);
    expect((await shop.run(flags)).read).toEqual(["1.csv"]);
    expect(await shop.readings()).toEqual([]);
  });
});

describe("corrections in later files", () => {
  const files = {
    "1.csv": rows("1,a,2024-01-01,10", "1,a,2024-01-01,5", "2,b,2024-01-05,20", ",b,2024-01-06,1"),
    "2.csv": rows("2,b,2024-01-07,12", "2,b,2024-01-07,12", "3,a,2024-01-09,4"),
    "3.csv": rows("1,a,2024-01-02,9", ",b,2024-01-06,1"),
  };
  const transactions = async (runDir: string) =>
    (
      await query(
        `select customer_id || ' ' || day || ' ' || amount::double as t from '${runDir}/tables/transactions.parquet' order by 1`,
      )
    ).map((row) => row.t);

  test("last-file: an order is what the last file that holds it says", async () => {
    const shop = await home(files);
    const { account, runDir } = await shop.run({ ingest: { duplicateOrders: "last-file" } });
    expect(await transactions(runDir)).toEqual([
      "a 2024-01-02 9.0",
      "a 2024-01-09 4.0",
      "b 2024-01-06 1.0",
      "b 2024-01-06 1.0",
      "b 2024-01-07 12.0",
    ]);
    expect(account).toMatchObject({ input: 9, accepted: 5, merged: 4 });
  });

  test("whoever loses an order to another customer of a new file is counted again", async () => {
    const many = Array.from({ length: 40 }, (_, i) => `${100 + i},x${i},2024-01-0${1 + (i % 9)},5`);
    for (const duplicateOrders of ["order-id", "last-file"]) {
      const shop = await home({ "1.csv": rows("1,a,2024-01-01,10", "2,b,2024-01-05,20", ...many) });
      await shop.run({ ingest: { duplicateOrders } });
      await shop.write({ "2.csv": rows("2,z,2024-01-04,20") });
      const { log, runDir } = await shop.run({ ingest: { duplicateOrders } });
      expect(log).toMatch(/^ *2 customers have other transactions .*: only these are counted again$/m);
      const found = await query(
        `select customer_id from '${runDir}/tables/customers.parquet' where customer_id in ('a', 'b', 'z') order by 1`,
      );
      expect(found.map((row) => row.customer_id)).toEqual(["a", "z"]);
    }
  });
});

describe("the store", () => {
  test("lets go of what none of the last runs used", async () => {
    const shop = await home({ "1.csv": january });
    const flags = { ingest: { keepIngested: 2 } };
    await shop.run(flags);
    const first = await readingOf(shop, "1.csv");
    await rm(join(shop.folder, "log", "1.csv"));
    await shop.write({ "2.csv": february });
    await shop.run(flags);
    expect(await shop.readings()).toHaveLength(2);
    await shop.run(flags);
    expect(await shop.readings(), "the same run again is no further use").toHaveLength(2);
    await shop.write({ "2.csv": march });
    await shop.run(flags);
    expect(await shop.readings()).not.toContain(first.split("/").at(-1));
    expect(await shop.readings()).toHaveLength(2);
  });

  test.each([
    "rows.parquet",
    "rejected.parquet",
    "part.json",
  ])("notices that %s was damaged, and mends it", async (name) => {
    const shop = await home({ "1.csv": january, "2.csv": february });
    const before = await shop.run();
    const file = join(await readingOf(shop, "2.csv"), name);
    const bytes = await readFile(file);
    bytes[bytes.length >> 1]! ^= 1;
    await rm(file);
    await writeFile(file, name === "part.json" ? bytes.subarray(0, 40) : bytes);
    const after = await shop.run();
    expect(after.read).toEqual(["2.csv"]);
    expect(await sha256(join(after.runDir, "tables/transactions.parquet"))).toBe(
      await sha256(join(before.runDir, "tables/transactions.parquet")),
    );
    expect((await shop.run()).read).toEqual([]);
    if (name !== "part.json") expect(after.log).toMatch(/was damaged: 2\.csv is read again/);
  });

  test("takes a half-made reading for none, and clears it away", async () => {
    const shop = await home({ "1.csv": january });
    const draft = join(shop.folder, "runs", "ingested", `.new-${"0".repeat(64)}`);
    await mkdir(draft, { recursive: true });
    await writeFile(join(draft, "rows.parquet"), "PAR1");
    await shop.run();
    expect((await shop.readings()).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("shares the blocks of a single file with the run that read it", async () => {
    const shop = await home({ "1.csv": rows("1,a,2024-01-01,10", "2,b,2024-01-05,20") });
    const { runDir } = await shop.run({ columns: { order: 1 }, ingest: { duplicateOrders: "keep" } });
    expect((await stat(join(runDir, "tables/transactions.parquet"))).nlink).toBe(1);
    const plain = await home({ "1.csv": rows("1,a,2024-01-01,10", "2,b,2024-01-05,20") });
    await writeFile(
      join(plain.folder, "clv.yaml"),
      "source: { paths: [log] }\ncolumns: { customer: customer_id, date: order_date, amount: amount }\n",
    );
    const table = join((await plain.run()).runDir, "tables/transactions.parquet");
    const { ino, nlink } = await stat(table);
    expect(nlink).toBe(2);
    expect((await stat(join(await readingOf(plain, "1.csv"), "rows.parquet"))).ino).toBe(ino);
  });
});

test("a run that is killed at any time leaves a store that the next one can use", async () => {
  const lines = shop(3000, ordinary).map(([who, when, amount], i) => `${i},${who},${when},${amount}`);
  const third = Math.ceil(lines.length / 3);
  const files = Object.fromEntries(
    [0, 1, 2].map((i) => [`${i}.csv`, rows(...lines.slice(i * third, (i + 1) * third))]),
  );
  const expected = await (await home(files)).run();
  const killed = await home(files);
  for (const pause of [150, 300, 450, 600, 800]) {
    const running = start(["summarize", "--config", "clv.yaml"], { cwd: killed.folder });
    setTimeout(() => running.child.kill("SIGKILL"), pause);
    await running.finished;
  }
  const { runDir } = await killed.run();
  for (const table of ["transactions", "customers", "rejected_rows"])
    expect(await sha256(join(runDir, "tables", `${table}.parquet`))).toBe(
      await sha256(join(expected.runDir, "tables", `${table}.parquet`)),
    );
  expect((await killed.run()).read).toEqual([]);
});
