import { describe, expect, test } from "vitest";
import { brief, counts, ingestBench, reasons } from "./ingest-log.js";

const bench = await ingestBench();
const lenient = { maxRejectedShare: 1 };

describe("what is rejected, or stops the run", () => {
  const log = `id,date,amount,cur
a,2024-01-01,10,EUR
,2024-01-01,10,EUR
a,2024-02-30,10,EUR
a,yesterday,10,EUR
a,1969-12-31,10,EUR
a,2030-01-02,10,EUR
a,2024-01-01,ten,EUR
a,2024-01-01,,EUR
a,2024-01-01,10000000.01,EUR
a,2024-01-01,-10000000.01,EUR
a,2024-01-01,123456789012345678901,EUR
a,2024-01-01,10,XXX
a,2024-01-01,10,
`;
  const columns = { customer: "id", date: "date", amount: "amount", currency: "cur" };
  const found = [
    "3 MISSING_CUSTOMER",
    "4 IMPOSSIBLE_DATE",
    "5 UNPARSABLE_DATE",
    "6 IMPOSSIBLE_DATE",
    "7 IMPOSSIBLE_DATE",
    "8 UNPARSABLE_AMOUNT",
    "9 UNPARSABLE_AMOUNT",
    "10 ABSURD_AMOUNT",
    "11 ABSURD_AMOUNT",
    "12 ABSURD_AMOUNT",
    "13 UNKNOWN_CURRENCY",
    "14 UNKNOWN_CURRENCY",
  ];

  test("reject (the default): every row with its line, reason and text", async () => {
    const result = await bench.ingest(log, { columns, currency: { base: "EUR" }, ingest: lenient });
    expect(reasons(result)).toEqual(found);
    const lines = log.split("\n");
    expect(result.rejected.map((r) => r.raw_text)).toEqual(
      result.rejected.map((r) => lines[Number(r.line) - 1]),
    );
    expect(counts(result)).toEqual({ input: 13, accepted: 1, rejected: 12, merged: 0, outOfWindow: 0 });
    expect(result.account.rejectedBy.map((r) => [r.reason, r.rows, r.example.line])).toEqual([
      ["ABSURD_AMOUNT", 3, 10],
      ["IMPOSSIBLE_DATE", 3, 4],
      ["UNKNOWN_CURRENCY", 2, 13],
      ["UNPARSABLE_AMOUNT", 2, 8],
      ["MISSING_CUSTOMER", 1, 3],
      ["UNPARSABLE_DATE", 1, 5],
    ]);
  });

  test.each([
    ["missingCustomer", ["MISSING_CUSTOMER"]],
    ["badDate", ["IMPOSSIBLE_DATE", "UNPARSABLE_DATE"]],
    ["badAmount", ["UNPARSABLE_AMOUNT"]],
    ["absurdAmount", ["ABSURD_AMOUNT"]],
    ["unknownCurrency", ["UNKNOWN_CURRENCY"]],
  ] as const)("%s: stop ends the run with exit 3, naming %s and nothing else", async (key, codes) => {
    const error = await bench
      .ingest(log, {
        columns,
        currency: { base: "EUR" },
        ingest: { ...lenient, [key]: "stop" },
      })
      .then(
        () => null,
        (e: unknown) => e as Error & { exitCode: number },
      );
    expect(error).toMatchObject({ code: "TOO_MANY_REJECTED", exitCode: 3 });
    expect(error?.message.split("\n")[0]).toBe(`rows were rejected although ingest.${key} is "stop":`);
    expect([...(error?.message.matchAll(/^ {2}([A-Z_]+)/gm) ?? [])].map((m) => m[1])).toEqual(codes);
  });

  test("stop does nothing where no such row is", async () => {
    const stop = "stop";
    const all = {
      missingCustomer: stop,
      badDate: stop,
      badAmount: stop,
      absurdAmount: stop,
      unknownCurrency: stop,
    } as const;
    expect(counts(await bench.ingest("id,date,amount\na,2024-01-01,1\n", { ingest: all })).accepted).toBe(1);
  });

  test("maxAmount, minDate and maxDate are the last that is believed", async () => {
    const rows = `id,date,amount
a,2024-01-01,100
a,2024-01-01,-100
a,2024-01-01,100.01
a,2023-12-31,1
a,2024-06-30,1
a,2024-07-01,1
`;
    const ingest = { ...lenient, maxAmount: 100, minDate: "2024-01-01", maxDate: "2024-06-30" };
    expect(reasons(await bench.ingest(rows, { ingest }))).toEqual([
      "4 ABSURD_AMOUNT",
      "5 IMPOSSIBLE_DATE",
      "7 IMPOSSIBLE_DATE",
    ]);
  });

  test("maxDate is the day of the run by default, or asOf on the day after; a later asOf is refused", async () => {
    const rows = "id,date,amount\na,2030-01-01,1\na,2030-01-02,1\n";
    expect(reasons(await bench.ingest(rows, { ingest: lenient }))).toEqual(["3 IMPOSSIBLE_DATE"]);
    expect(reasons(await bench.ingest(rows, { asOf: "2030-01-02" }))).toEqual([]);
    await expect(bench.ingest(rows, { asOf: "2030-01-03" })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
    });
  });

  test("maxAmount counts in base currency", async () => {
    const rows = "id,date,amount,cur\na,2024-01-01,100,JPY\na,2024-01-01,100,KWD\n";
    const currency = { base: "EUR", rates: { JPY: 0.006, KWD: 3 } };
    const result = await bench.ingest(rows, { columns, currency, ingest: { ...lenient, maxAmount: 100 } });
    expect(brief(result)).toEqual(["a 2024-01-01 0.6"]);
    expect(reasons(result)).toEqual(["3 ABSURD_AMOUNT"]);
  });
});

describe("maxRejectedShare", () => {
  const log = (bad: number, good: number) =>
    `id,date,amount\n${"a,2024-01-01,1\n".repeat(good)}${"a,2024-13-01,1\n".repeat(bad)}`;

  test("5 % by default, that share included", async () => {
    expect(counts(await bench.ingest(log(5, 95))).rejected).toBe(5);
    await expect(bench.ingest(log(6, 94))).rejects.toMatchObject({ code: "TOO_MANY_REJECTED", exitCode: 3 });
  });

  test("the message names shares, reasons, examples and what to do", async () => {
    const text = "id,date,amount\na,2024-01-01,1\nb,2024-01-01,\nc,2024-01-01,x\n,2024-01-01,2\n";
    const error = await bench.ingest(text, { ingest: { maxRejectedShare: 0.5 } }).catch((e: Error) => e);
    expect((error as Error).message).toBe(
      `3 of 4 rows were rejected (75 %; ingest.maxRejectedShare is 50 %):
  UNPARSABLE_AMOUNT           2  first: orders.csv:3  b,2024-01-01,
  MISSING_CUSTOMER            1  first: orders.csv:5  ,2024-01-01,2
All of them are in rejected_rows of this run. Correct the file or its mapping, or raise ingest.maxRejectedShare.`,
    );
  });

  test("0 lets no row pass, 1 lets all", async () => {
    await expect(bench.ingest(log(1, 999), { ingest: { maxRejectedShare: 0 } })).rejects.toMatchObject({
      exitCode: 3,
    });
    expect(counts(await bench.ingest(log(9, 1), { ingest: lenient })).rejected).toBe(9);
  });

  test("a log without an accepted row ends with exit 3 whatever the share", async () => {
    await expect(bench.ingest(log(3, 0), { ingest: lenient })).rejects.toMatchObject({
      code: "NO_TRANSACTIONS",
      exitCode: 3,
    });
  });
});

describe("nullTokens", () => {
  const ids = ["", "NULL", "null", "NA", "N/A", "nan", "NaN", "None", "\\N", "  ", " NULL ", "na", "0", "k1"];
  const log = `id,date,amount\n${ids.map((id) => `${id},2024-01-01,1\n`).join("")}`;

  test("the defaults, with blanks around them; other spellings are ids", async () => {
    const result = await bench.ingest(log, { ingest: lenient });
    expect(result.transactions.map((t) => t.customer_id)).toEqual(["k1"]);
    expect(counts(result)).toMatchObject({ accepted: 1, rejected: 13 });
  });

  test("own tokens replace them; an empty id is missing all the same", async () => {
    const own = await bench.ingest(log, { ingest: { ...lenient, nullTokens: ["0"], placeholderIds: [] } });
    expect(own.transactions.map((t) => t.customer_id)).toEqual(
      ["NULL", "NULL", "null", "NA", "N/A", "nan", "NaN", "None", "\\N", "na", "k1"].sort(),
    );
    const none = await bench.ingest(
      {
        "a.jsonl": '{"id":"","date":"2024-01-01","amount":1}\n{"id":" x ","date":"2024-01-01","amount":1}\n',
      },
      {
        ingest: { ...lenient, nullTokens: [] },
      },
    );
    expect(none.transactions.map((t) => t.customer_id)).toEqual(["x"]);
    expect(reasons(none)).toEqual(["1 MISSING_CUSTOMER"]);
  });

  test("they hold for attributes and order ids too", async () => {
    const result = await bench.ingest(
      "id,date,amount,no,channel\na,2024-01-01,1,NA,web\na,2024-01-01,1,NA,NULL\n",
      {
        columns: {
          customer: "id",
          date: "date",
          amount: "amount",
          order: "no",
          attributes: { channel: "channel" },
        },
      },
    );
    expect(result.transactions.map((t) => t.attr_channel)).toEqual(["web", null]);
    expect(result.account.merged).toBe(0);
  });

  test("ids that differ only in blanks around them are one customer, inside them not", async () => {
    const log =
      "id,date,amount\nA 1,2024-01-01,1\n A 1,2024-01-02,1\nA 1\t,2024-01-03,1\nA  1,2024-01-04,1\n";
    const { transactions } = await bench.ingest(log);
    expect(transactions.map((t) => t.customer_id)).toEqual(["A  1", "A 1", "A 1", "A 1"]);
  });
});
