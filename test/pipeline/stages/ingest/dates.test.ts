import { describe, expect, test } from "vitest";
import { counts, ingestBench, type PartialConfig } from "./ingest-log.js";

const bench = await ingestBench();

/** The day, or the reason, that each text becomes. */
async function days(texts: readonly string[], config: PartialConfig = {}): Promise<string[]> {
  const records = texts.map((text, i) => `c${String(i).padStart(2, "0")}\t${text}\t1\n`).join("");
  const result = await bench.ingest(`id\tdate\tamount\n${records}`, {
    ...config,
    source: { delimiter: "tab" },
    ingest: { minDate: "1900-01-01", ...config.ingest, maxRejectedShare: 1 },
  });
  const day = new Map(result.transactions.map((t) => [t.customer_id, String(t.day)]));
  const reason = new Map(result.rejected.map((r) => [Number(r.line), String(r.reason)]));
  return texts.map((_, i) => day.get(`c${String(i).padStart(2, "0")}`) ?? reason.get(i + 2) ?? "lost");
}

const bad = "UNPARSABLE_DATE";
const impossible = "IMPOSSIBLE_DATE";
const one = "2024-03-01";

describe("dateFormat", () => {
  test("iso (the default): a day, with a time, with a zone", async () => {
    const texts = [
      "2024-03-01",
      " 2024-03-01 ",
      " 2024-3-1",
      "2024-3-1",
      "2024-03-01 23:59:59",
      "2024-03-01T10:00:00.123456",
    ];
    expect(await days([...texts, "2024-03-01T10:00:00Z", "2024-03-01 10:00:00+00", one])).toEqual(
      Array(9).fill(one),
    );
    expect(await days(["2024-02-30", "2024-13-01", "2023-02-29", "2024-03-01 25:00:00", one])).toEqual([
      ...Array(4).fill(impossible),
      one,
    ]);
    expect(
      await days(["20240301", "01.03.2024", "03/01/2024", "now", "", "1709251200", "24-03-01", one]),
    ).toEqual([
      ...Array(6).fill(bad),
      impossible, // a day of the year 24
      one,
    ]);
  });

  test("yyyymmdd", async () => {
    const config: PartialConfig = { ingest: { dateFormat: "yyyymmdd" } };
    expect(await days(["20240301", " 20240301", "20240230", "2024-03-01", "240301"], config)).toEqual([
      one,
      one,
      impossible,
      bad,
      bad,
    ]);
  });

  test("epoch and epoch-ms, with a fraction, and what cannot be an instant", async () => {
    const seconds: PartialConfig = { ingest: { dateFormat: "epoch" } };
    expect(
      await days(["1709251200", "1709337599.9", "1709337600", "x", "1e300", "-1e300", "NaN"], seconds),
    ).toEqual([one, one, "2024-03-02", bad, bad, bad, bad]);
    expect(await days(["1709251200000", "1709337599999"], { ingest: { dateFormat: "epoch-ms" } })).toEqual([
      one,
      one,
    ]);
  });

  test("patterns, with a time, with a zone", async () => {
    const german: PartialConfig = { ingest: { dateFormat: "%d.%m.%Y %H:%M" } };
    expect(
      await days(
        ["01.03.2024 23:59", "1.3.2024 0:00", "30.02.2024 10:00", "2024-03-01", "01.03.2024"],
        german,
      ),
    ).toEqual([one, one, impossible, bad, bad]);
    const american: PartialConfig = { ingest: { dateFormat: "%m/%d/%Y %I:%M %p" } };
    expect(await days(["3/1/2024 11:59 PM", "3/1/2024 12:00 AM"], american)).toEqual([one, one]);
    expect(await days(["13/13/2024 11:59 PM", "March", "3/1/2024 11:59 PM"], american)).toEqual([
      impossible,
      bad,
      one,
    ]);
    const zoned: PartialConfig = { ingest: { dateFormat: "%d %b %Y %H:%M %z" }, timeZone: "Europe/Berlin" };
    expect(
      await days(["29 Feb 2024 23:30 +0000", "01 Mar 2024 22:30 +0000", "01 Mar 2024 23:30 +0000"], zoned),
    ).toEqual([one, one, "2024-03-02"]);
  });
});

describe("a list of formats", () => {
  test("each text is read by the first that reads it; two digits of a year are left to the pattern for them", async () => {
    const config: PartialConfig = { ingest: { dateFormat: ["iso", "%d/%m/%Y %H:%M", "%y-%m-%d"] } };
    const texts = ["2024-03-01", "01/03/2024 20:37", "24-03-01", "2024-03-01T10:00:00Z"];
    expect(await days([...texts, "30/02/2024 10:00", "03/2024"], config)).toEqual([
      ...texts.map(() => one),
      impossible,
      bad,
    ]);
  });
});

describe("timeZone and sourceTimeZone", () => {
  test("zones behind a time: offsets behind a blank, UTC, abbreviations of summer and winter, names", async () => {
    const offset = ["2024-02-29 23:30:00 -0500", "2024-03-01 23:30:00 UTC", "2024-03-02 00:30:00+02"];
    expect(await days(offset)).toEqual([one, one, one]);
    expect(await days(["2024-03-01 23:30:00 UTC"], { timeZone: "Asia/Tokyo" })).toEqual(["2024-03-02"]);
    const named: PartialConfig = { ingest: { dateFormat: "%b %d, %Y %I:%M:%S %p %Z" } };
    const texts = ["Jan 1, 2024 4:30:00 PM PST", "Jul 1, 2024 4:30:00 PM PDT", "Jul 1, 2024 5:30:00 PM PDT"];
    expect(await days([...texts, "Jul 2, 2024 1:30:00 AM Europe/Berlin"], named)).toEqual([
      "2024-01-02",
      "2024-07-01",
      "2024-07-02",
      "2024-07-01",
    ]);
  });

  const late = ["2024-02-29 23:30:00", "2024-02-29T23:30:00Z", "2024-03-01T05:30:00+07:00"];

  test("UTC is the default; times without a zone are taken as they are", async () => {
    expect(await days(late)).toEqual(["2024-02-29", "2024-02-29", "2024-02-29"]);
    expect(await days(late, { timeZone: "Europe/Berlin" })).toEqual(["2024-02-29", one, "2024-02-29"]);
  });

  test("half past eleven in the evening in London is the next day in Berlin, and still yesterday in New York", async () => {
    const from = (timeZone: string, sourceTimeZone: string) =>
      days([...late, one], { timeZone, ingest: { sourceTimeZone } });
    expect(await from("Europe/Berlin", "Europe/London")).toEqual([one, one, "2024-02-29", one]);
    expect(await from("America/New_York", "Europe/London")).toEqual([
      "2024-02-29",
      "2024-02-29",
      "2024-02-29",
      one,
    ]);
  });

  test("summer time moves the day's boundary", async () => {
    const berlin: PartialConfig = { timeZone: "Europe/Berlin", ingest: { sourceTimeZone: "UTC" } };
    // winter: +1; summer, from the last Sunday of March: +2
    expect(
      await days(
        ["2024-03-30 22:30:00", "2024-03-30 23:30:00", "2024-03-31 22:30:00", "2024-03-31 21:30:00"],
        berlin,
      ),
    ).toEqual(["2024-03-30", "2024-03-31", "2024-04-01", "2024-03-31"]);
    // an hour that the clock skips, and one that it shows twice
    const utc: PartialConfig = { timeZone: "UTC", ingest: { sourceTimeZone: "Europe/Berlin" } };
    expect(await days(["2024-03-31 02:30:00", "2024-10-27 02:30:00", "2024-10-27 00:30:00"], utc)).toEqual([
      "2024-03-31",
      "2024-10-27",
      "2024-10-26",
    ]);
  });

  test("epochs are instants: sourceTimeZone does not move them", async () => {
    const config = (sourceTimeZone?: string): PartialConfig => ({
      timeZone: "Asia/Tokyo",
      ingest: { dateFormat: "epoch", ...(sourceTimeZone && { sourceTimeZone }) },
    });
    expect(await days(["1709247600"], config())).toEqual([one]); // 2024-02-29T23:00Z
    expect(await days(["1709247600"], config("America/New_York"))).toEqual([one]);
  });
});

describe("since, until, asOf, afterAsOf", () => {
  const log = "id,date,amount\na,2024-01-01,1\na,2024-02-01,1\na,2024-03-01,1\na,2024-04-01,1\na,x,1\n";
  const lenient = { maxRejectedShare: 1 };
  const window = async (config: PartialConfig) => {
    const result = await bench.summarize(log, { ...config, ingest: { ...lenient, ...config.ingest } });
    const { account, customers } = result;
    expect(account.input).toBe(account.accepted + account.rejected + account.merged + account.outOfWindow);
    return [counts(result).accepted, account.outOfWindowBy, account.asOf, customers[0]?.t_cal];
  };

  test("asOf is the last day with an order by default", async () => {
    expect(await window({})).toEqual([4, { before: 0, after: 0 }, "2024-04-01", 91]);
  });

  test("orders after asOf are dropped and counted", async () => {
    expect(await window({ asOf: "2024-02-15" })).toEqual([2, { before: 0, after: 2 }, "2024-02-15", 45]);
    expect(await window({ asOf: "2024-02-01" })).toEqual([2, { before: 0, after: 2 }, "2024-02-01", 31]);
  });

  test("afterAsOf: stop ends with exit 3, unless until keeps them out", async () => {
    await expect(window({ asOf: "2024-02-15", ingest: { afterAsOf: "stop" } })).rejects.toMatchObject({
      exitCode: 3,
      message:
        '2 of 5 rows are after asOf 2024-02-15 and ingest.afterAsOf is "stop". ' +
        "Set ingest.until to that date, move asOf, or let them be dropped.",
    });
    const until: PartialConfig = { asOf: "2024-02-15", ingest: { afterAsOf: "stop", until: "2024-02-15" } };
    expect(await window(until)).toEqual([2, { before: 0, after: 2 }, "2024-02-15", 45]);
    expect(await window({ asOf: "2024-04-01", ingest: { afterAsOf: "stop" } })).toEqual([
      4,
      { before: 0, after: 0 },
      "2024-04-01",
      91,
    ]);
  });

  test("since and until are the first and last day read", async () => {
    expect(await window({ ingest: { since: "2024-02-01", until: "2024-03-01" } })).toEqual([
      2,
      { before: 1, after: 1 },
      "2024-03-01",
      29,
    ]);
  });

  test("asOf defaults to the last day that is read, not to one that until keeps out", async () => {
    expect(await window({ ingest: { until: "2024-03-20" } })).toEqual([
      3,
      { before: 0, after: 1 },
      "2024-03-01",
      60,
    ]);
  });

  test("a window without orders ends with exit 3 and says so", async () => {
    await expect(window({ asOf: "2023-06-01" })).rejects.toMatchObject({
      code: "NO_TRANSACTIONS",
      exitCode: 3,
      message: expect.stringContaining("none of 5 rows falls on or before 2023-06-01"),
    });
    await expect(window({ ingest: { until: "2023-06-01" } })).rejects.toMatchObject({
      code: "NO_TRANSACTIONS",
    });
    await expect(window({ ingest: { since: "2025-06-01" } })).rejects.toMatchObject({
      code: "NO_TRANSACTIONS",
    });
  });
});
