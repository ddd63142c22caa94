import {
  appendFileSync,
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { mkdtemp, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import { resolveSources } from "../../../pipeline/sources/resolve-sources.js";
import { assertUnchanged, whileUnchanged } from "../../../pipeline/sources/unchanged.js";
import { scratch } from "../cli/clv-process.js";
import { change, query, sha256 } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";

const root = await scratch();

interface Order {
  readonly customer_id: string;
  readonly order_date: string;
  readonly amount: number;
}

/** Orders of equal length, so that other amounts make a file of the same size. */
const orders = (rows: number, amount: number): Order[] =>
  Array.from({ length: rows }, (_, i) => ({
    customer_id: `c${i % 10}`,
    order_date: `2024-01-${10 + (i % 20)}`,
    amount,
  }));

const csv = (rows: readonly Order[]): string =>
  `customer_id,order_date,amount\n${rows.map((r) => `${Object.values(r).join(",")}\n`).join("")}`;
const jsonl = (rows: readonly Order[]): string => rows.map((r) => `${JSON.stringify(r)}\n`).join("");

/** How a log of each kind of file is written. */
const kinds: Readonly<Record<string, (path: string, rows: readonly Order[]) => void | Promise<void>>> = {
  "log.csv": (path, rows) => writeFileSync(path, csv(rows)),
  // a blank line sends it through the careful splitter
  "careful.csv": (path, rows) => writeFileSync(path, `${csv(rows)}\n`),
  "log.csv.gz": (path, rows) => writeFileSync(path, gzipSync(csv(rows))),
  "log.jsonl": (path, rows) => writeFileSync(path, jsonl(rows)),
  "log.jsonl.gz": (path, rows) => writeFileSync(path, gzipSync(jsonl(rows))),
  "log.arrow": (path, rows) => {
    const column = <K extends keyof Order>(name: K) => rows.map((row) => row[name]);
    const table = tableFromArrays({
      customer_id: column("customer_id"),
      order_date: column("order_date"),
      amount: Float64Array.from(column("amount")),
    });
    writeFileSync(path, tableToIPC(table, "file"));
  },
  "log.parquet": async (path, rows) => {
    writeFileSync(`${path}.csv`, csv(rows));
    await query(`copy (from read_csv('${path}.csv', all_varchar = true)) to '${path}' (format parquet)`);
    rmSync(`${path}.csv`);
  },
  "log.duckdb": async (path, rows) => {
    writeFileSync(`${path}.csv`, csv(rows));
    rmSync(path, { force: true });
    await change(path, `create table orders as from read_csv('${path}.csv', all_varchar = true)`);
    rmSync(`${path}.csv`);
  },
};

/** What may happen to a file; `other` is one of other content. */
const changes: Readonly<Record<string, (path: string, other: string) => void>> = {
  "appended to": (path) => appendFileSync(path, "c1,2024-02-01,9\n"),
  truncated: (path) => truncateSync(path, statSync(path).size >> 1),
  removed: (path) => rmSync(path),
  "replaced, with the dates of the old one": (path, other) => {
    const { atime, mtime } = statSync(path);
    copyFileSync(other, `${path}.new`);
    utimesSync(`${path}.new`, atime, mtime);
    renameSync(`${path}.new`, path);
  },
  "rewritten in place, with the dates of the old content": (path, other) => {
    const { atime, mtime } = statSync(path);
    const file = openSync(path, "r+");
    writeSync(file, readFileSync(other));
    closeSync(file);
    utimesSync(path, atime, mtime);
  },
};

async function home(name: string, rows: readonly Order[]) {
  const folder = await mkdtemp(join(root, "changed-"));
  const path = join(folder, name);
  const write = (to: readonly Order[]) => kinds[name]!(path, to);
  await write(rows);
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [${name}] }
columns: { customer: customer_id, date: order_date, amount: amount }
ingest: { maxRejectedShare: 1 }
`,
  );
  return {
    folder,
    path,
    write,
    /** Until the log is read; `watch` sees what happens meanwhile. */
    async ingest(watch?: (event: string) => void, flags = {}) {
      const options = { until: "ingest", ...(watch && { watch }) } as const;
      const { account, runDir } = await runHere(folder, flags, options);
      return { input: account.input, amount: account.amount, runDir };
    },
    readings: async () =>
      (await readdir(join(folder, "runs", "ingested")).catch(() => [])).filter((n) => n !== "uses.json"),
  };
}

const changed = { code: "SOURCE_CHANGED", exitCode: 3 };

/** Does something once, at the first event that begins or ends so. */
function once(when: string, work: () => void): (event: string) => void {
  let done = false;
  return (event) => {
    if (done || !(event === when || event.endsWith(when))) return;
    done = true;
    work();
  };
}

describe("a file that changes between hashing and the end of reading: SOURCE_CHANGED, nothing of it is kept", () => {
  const all = Object.keys(changes);
  const swaps = all.filter((how) => /replaced|rewritten/.test(how));
  const cases = Object.keys(kinds).flatMap((kind) =>
    (kind === "log.csv" || kind === "log.parquet" ? all : swaps).map((how) => [kind, how] as const),
  );

  test.each(cases)("%s, %s", async (kind, how) => {
    const shop = await home(kind, orders(40, 11));
    const other = join(shop.folder, `other-${kind}`);
    await kinds[kind]!(other, orders(40, 99));
    const broken = shop.ingest(once("ingest", () => changes[how]!(shop.path, other)));
    await expect(broken).rejects.toMatchObject({
      ...changed,
      message: expect.stringContaining(`${kind} was written or replaced while it was read`),
    });
    expect(await shop.readings()).toEqual([]);
    await shop.write(orders(40, 11));
    expect(await shop.ingest()).toMatchObject({ input: 40, amount: 440 });
  });

  test("while it is read, between two looks into it", async () => {
    const shop = await home("careful.csv", orders(40, 11));
    const event = "not one record a line; splitting it with care";
    // a quote that spans lines is found by the engine's reader only
    writeFileSync(shop.path, csv(orders(40, 11)).replace("c1,", '"c1\n",'));
    let seen = 0;
    const broken = shop.ingest(
      once(event, () => {
        seen += 1;
        appendFileSync(shop.path, "c1,2024-02-01,9\n");
      }),
    );
    await expect(broken).rejects.toMatchObject(changed);
    expect([seen, await shop.readings()]).toEqual([1, []]);
  });

  test("an empty file that is filled meanwhile is not passed over", async () => {
    const shop = await home("log.csv", orders(40, 11));
    writeFileSync(join(shop.folder, "late.csv"), "");
    const flags = { source: { paths: ["log.csv", "late.csv"] } };
    const fill = once("ingest", () => writeFileSync(join(shop.folder, "late.csv"), csv(orders(5, 20))));
    await expect(shop.ingest(fill, flags)).rejects.toMatchObject(changed);
    expect(await shop.ingest(undefined, flags)).toMatchObject({ input: 45, amount: 540 });
  });

  test("one of several files: none of that run is kept", async () => {
    const shop = await home("log.csv", orders(40, 11));
    const second = join(shop.folder, "second.csv");
    writeFileSync(second, csv(orders(5, 20)));
    const flags = { source: { paths: ["log.csv", "second.csv"] } };
    const append = once("ingest", () => appendFileSync(second, "c1,2024-02-01,9\n"));
    await expect(shop.ingest(append, flags)).rejects.toMatchObject(changed);
    expect(await shop.readings()).toEqual([]);
    expect(await shop.ingest(undefined, flags)).toMatchObject({ input: 46, amount: 549 });
  });

  test("the currency rates", async () => {
    const shop = await home("log.csv", orders(40, 11));
    writeFileSync(
      shop.path,
      csv(orders(40, 11))
        .replaceAll(/\n(?!$)/g, ",USD\n")
        .replace(/\n$/, ",USD\n")
        .replace("amount,USD", "amount,currency"),
    );
    const rates = join(shop.folder, "rates.csv");
    writeFileSync(rates, "currency,rate\nUSD,2\n");
    const flags = { columns: { currency: "currency" }, currency: { ratesFile: "rates.csv" } };
    const replace = once("ingest", () => writeFileSync(rates, "currency,rate\nUSD,3\n"));
    await expect(shop.ingest(replace, flags)).rejects.toMatchObject({
      ...changed,
      message: expect.stringContaining("rates.csv"),
    });
    expect(await shop.readings()).toEqual([]);
    expect(await shop.ingest(undefined, flags)).toMatchObject({ amount: 1320 });
  });
});

test("a file that is written while it is hashed", async () => {
  const folder = await mkdtemp(join(root, "hashed-"));
  for (const name of ["log.csv", "log.parquet"] as const) {
    const path = join(folder, name);
    await kinds[name]!(path, orders(200_000, 11));
    await wait(20);
    const size = statSync(path).size;
    const file = openSync(path, "r+");
    const writer = setInterval(() => writeSync(file, "5", size - 3), 0);
    const config = configSchema.parse({ source: { paths: [path] } });
    await expect(resolveSources(config, new AbortController().signal), name).rejects.toMatchObject(changed);
    clearInterval(writer);
    closeSync(file);
  }
});

describe("a stamp", () => {
  test.each(Object.keys(changes))("tells without reading the file that it was %s", async (how) => {
    const shop = await home("log.csv", orders(40, 11));
    const other = join(shop.folder, "other.csv");
    writeFileSync(other, csv(orders(40, 99)));
    await wait(20); // more than a step of the clock
    const config = configSchema.parse({ source: { paths: [shop.path] } });
    const [file] = await resolveSources(config, new AbortController().signal);
    const settled = { ...file!, stamp: { ...file!.stamp!, settled: true } };
    await assertUnchanged(settled);
    await wait(20);
    await expect(whileUnchanged(settled, async () => changes[how]!(shop.path, other))).rejects.toMatchObject(
      changed,
    );
  });

  test("of a file that was just written leaves open whether it is the same: it is hashed", async () => {
    const shop = await home("log.csv", orders(40, 11));
    const config = configSchema.parse({ source: { paths: [shop.path] } });
    const [file] = await resolveSources(config, new AbortController().signal);
    expect(file!.stamp!.settled).toBe(false);
    await assertUnchanged(file!);
    await expect(assertUnchanged({ ...file!, sha256: "other" })).rejects.toMatchObject(changed);
  });
});

test("what lies in the log of a DuckDB file counts as its content", async () => {
  const shop = await home("log.duckdb", orders(40, 11));
  const first = await shop.ingest();
  expect(first).toMatchObject({ input: 40, amount: 440 });
  const before = await sha256(shop.path);
  await change(
    shop.path,
    "pragma disable_checkpoint_on_shutdown",
    "insert into orders values ('c1', '2024-02-01', '60')",
  );
  expect(await sha256(shop.path)).toBe(before);
  expect((await stat(`${shop.path}.wal`)).size).toBeGreaterThan(0);
  const second = await shop.ingest();
  expect(second).toMatchObject({ input: 41, amount: 500 });
  expect(second.runDir).not.toBe(first.runDir);
  const append = once("ingest", () => appendFileSync(`${shop.path}.wal`, "x"));
  await expect(shop.ingest(append, { ingest: { keepIngested: 0 } })).rejects.toMatchObject(changed);
});
