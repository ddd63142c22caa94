import { describe, expect, test } from "vitest";
import type { ConfigInput } from "../../../../pipeline/config/config.js";
import { findCluster } from "../../../../pipeline/stages/ingest/clusters.js";
import { ingestBench, type Log } from "./ingest-log.js";

const bench = await ingestBench();
const day = (i: number): string =>
  new Date(Date.UTC(2024, 0, 1 + Math.floor(i / 8))).toISOString().slice(0, 10);
type Row = readonly [id: string, date: string, amount: string];
const logOf = (rows: number, change: (row: Row, i: number) => Row = (row) => row, from = 0): string =>
  `id,date,amount\n${Array.from({ length: rows }, (_, i) => change([`k${i % 200}`, day(i + from), "5"], i).join(",")).join("\n")}\n`;
const stopOf = async (log: Log, ingest: ConfigInput["ingest"] = {}): Promise<string> =>
  bench.ingest(log, { ingest }).then(
    () => "",
    (error: Error) => error.message,
  );

describe("a run stops where rejected rows lie together, whatever their share", () => {
  test("at the end of a file, spelt in another way", async () => {
    const text = logOf(3000, ([id, date, amount], i) => [
      id,
      i < 2940 ? date : date.split("-").reverse().join("."),
      amount,
    ]);
    const stop = await stopOf(text);
    expect(stop).toContain("60 rejected rows (UNPARSABLE_DATE) write column date in one other way, as 9.9.9");
    expect(stop).toMatch(/5\d rejected rows lie together in lines 2,94\d to 3,001 of orders.csv, its end/);
    expect(stop).toContain("ingest.clusteredRejections");
  });

  test("in the middle of a file", async () => {
    const text = logOf(3000, ([id, date, amount], i) => [id, i > 900 && i < 950 ? "?" : date, amount]);
    expect(await stopOf(text)).toMatch(/49 rejected rows lie together in lines 903 to 951 of orders.csv \(/);
  });

  test("one file of many", async () => {
    const bad = logOf(40, ([id, date]) => [id, date, "five"], 900);
    const stop = await stopOf({ "a.csv": logOf(900), "b.csv": bad, "c.csv": logOf(900, undefined, 940) });
    expect(stop).toContain("40 of the 41 rows of b.csv were rejected, and few elsewhere (UNPARSABLE_AMOUNT)");
  });

  test("a month whose rows are all over the file", async () => {
    const text = logOf(4000, (_, i) => {
      const at = (i * 1009) % 4000;
      const month = day(at).slice(0, 7);
      return [`k${i % 200}`, day(at), month === "2024-03" && i % 3 > 0 ? "n" : "5"];
    });
    expect(await stopOf(text)).toContain(
      "rows of 2024-03 were rejected, and few of other months (UNPARSABLE_AMOUNT)",
    );
  });

  test("one spelling all over the file", async () => {
    const text = logOf(3000, ([id, date, amount], i) => [
      id,
      i % 97 === 0 ? `${date.slice(5)}/24` : date,
      amount,
    ]);
    expect(await stopOf(text)).toContain(
      "31 rejected rows (UNPARSABLE_DATE) write column date in one other way, as 9-9/9",
    );
  });

  test("a stretch of rows without a customer, of a twentieth of the file and more", async () => {
    const text = logOf(4000, ([id, date, amount], i) => [i > 3700 && i < 3880 ? "" : id, date, amount]);
    expect(await stopOf(text)).toMatch(
      /^1\d\d rejected rows lie together in lines 3,\d+ to 3,\d+ of orders.csv .*MISSING_CUSTOMER/,
    );
  });
});

describe("and goes on where they do not", () => {
  test.each([
    [
      "slips all over the file",
      ([id, date, amount]: Row, i: number): Row => [id, i % 31 === 0 ? "?" : date, amount],
    ],
    [
      "an order of many lines without a customer",
      ([id, date, amount]: Row, i: number): Row => [i % 400 < 12 ? "" : id, date, amount],
    ],
    [
      "a few lines of totals at the end",
      ([id, date, amount]: Row, i: number): Row => [id, i > 2994 ? "Total" : date, amount],
    ],
    [
      "a placeholder for missing dates",
      ([id, date, amount]: Row, i: number): Row => [id, i % 50 === 7 ? "01.01.0001" : date, amount],
    ],
  ])("%s", async (_, change) => expect(await stopOf(logOf(3000, change))).toBe(""));

  test("where the config takes them, with a warning", async () => {
    const text = logOf(3000, ([id, date, amount], i) => [id, i > 2900 ? "?" : date, amount]);
    const { warnings } = await bench.ingest(text, { ingest: { clusteredRejections: "warn" } });
    expect(warnings.join()).toMatch(/99 rejected rows lie together/);
  });

  test("chance makes no clusters: 400 files of slips", () => {
    let state = 7;
    const random = (): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const found = Array.from({ length: 400 }, () => {
      const rows = Array.from({ length: 100 }, () => 12);
      return findCluster(
        rows,
        rows.map((n) => Array.from({ length: n }, random).filter((u) => u < 0.05).length),
      );
    });
    expect(found.filter((cluster) => cluster !== null)).toEqual([]);
  });
});

describe("as-of dates that cannot be meant", () => {
  test("the future is refused", async () => {
    const run = bench.ingest(logOf(400), { asOf: "2030-06-01" });
    await expect(run).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("in the future"),
    });
  });

  test("a log that ends long before asOf is warned of, one that ends a few days before is not", async () => {
    const far = await bench.ingest(logOf(400), { asOf: "2024-09-01" });
    expect(far.warnings.join()).toContain("the log ends on 2024-02-19, 195 days before asOf 2024-09-01");
    expect((await bench.ingest(logOf(400), { asOf: "2024-02-24" })).warnings).toEqual([]);
  });
});
