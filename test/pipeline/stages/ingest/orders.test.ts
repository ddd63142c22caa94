import { describe, expect, test } from "vitest";
import { brief, counts, ingestBench, reasons } from "./ingest-log.js";

const bench = await ingestBench();
const columns = { customer: "id", date: "date", amount: "amount" };
const withOrder = { ...columns, order: "no" };

/** The columns of a customer that the rules here decide about. */
const shape = (c: Record<string, unknown>) =>
  [
    c.customer_id,
    c.x,
    c.t_x,
    c.t_cal,
    Number(c.first_amount),
    Number(c.repeat_spend),
    Number(c.total_spend),
  ].join(" ");

describe("sameDayOrders", () => {
  const log =
    "id,date,amount\na,2024-01-01,10\na,2024-01-01,20\na,2024-01-11,5\nb,2024-01-05,1\nb,2024-01-05,2\n";

  test("merge (the default): several orders a day are one purchase whose amounts add", async () => {
    const { customers, summary } = await bench.summarize(log, { asOf: "2024-01-31" });
    expect(customers.map(shape)).toEqual(["a 1 10 30 30 5 35", "b 0 0 26 3 0 3"]);
    expect(customers.map((c) => c.mean_spend)).toEqual([5, null]);
    expect(summary).toMatchObject({ customers: 2, repeatPurchases: 1, sameDayOrders: 2 });
  });

  test("separate: each order counts; the first day's further ones at the mean of that day", async () => {
    const { customers, summary } = await bench.summarize(log, {
      asOf: "2024-01-31",
      ingest: { sameDayOrders: "separate" },
    });
    expect(customers.map(shape)).toEqual(["a 2 10 30 30 20 35", "b 1 0 26 3 1.5 3"]);
    expect(customers.map((c) => c.mean_spend)).toEqual([10, 1.5]);
    expect(summary).toMatchObject({ repeatPurchases: 3, sameDayOrders: 0 });
  });
});

describe("duplicateOrders", () => {
  // 1: twice the same line, and the same product once more in another colour; 2: a corrected line; no order id: kept
  const log = `no,id,date,amount,colour
1,a,2024-01-01,10,red
1,a,2024-01-01,10,red
1,a,2024-01-01,10,blue
2,a,2024-01-05,7,red
2,a,2024-01-04,7,red
2,a,2024-01-04,9,red
,a,2024-01-09,1,red
,a,2024-01-09,1,red
`;

  test("identical (the default): rows of an order that are equal in every column count once", async () => {
    const result = await bench.ingest(log, { columns: withOrder });
    expect(counts(result)).toEqual({ input: 8, accepted: 7, rejected: 0, merged: 1, outOfWindow: 0 });
    expect(result.transactions.filter((t) => t.day === "2024-01-01")).toHaveLength(2);
    expect(result.transactions.filter((t) => t.day === "2024-01-09")).toHaveLength(2);
  });

  test("order-id: of the rows of an order the earliest day, then the largest amount, stays", async () => {
    const result = await bench.ingest(log, { columns: withOrder, ingest: { duplicateOrders: "order-id" } });
    expect(brief(result)).toEqual(["a 2024-01-01 10", "a 2024-01-04 9", "a 2024-01-09 1", "a 2024-01-09 1"]);
    expect(result.account.merged).toBe(4);
  });

  test("keep: every row counts", async () => {
    const result = await bench.ingest(log, { columns: withOrder, ingest: { duplicateOrders: "keep" } });
    expect(counts(result)).toMatchObject({ accepted: 8, merged: 0 });
  });

  test("without an order column nothing is merged", async () => {
    expect(counts(await bench.ingest(log, { columns }))).toMatchObject({ accepted: 8, merged: 0 });
  });

  test("duplicates are found across files, and are counted as out of window where they lie there", async () => {
    const file = "no,id,date,amount\n1,a,2024-01-01,10\n2,a,2024-02-01,5\n";
    const log = { "may.csv": file, "may-again.csv": `${file}\n` };
    const all = await bench.ingest(log, { columns: withOrder });
    expect(counts(all)).toEqual({ input: 4, accepted: 2, rejected: 0, merged: 2, outOfWindow: 0 });
    const february = await bench.ingest(log, { columns: withOrder, ingest: { since: "2024-02-01" } });
    expect(counts(february)).toEqual({ input: 4, accepted: 1, rejected: 0, merged: 1, outOfWindow: 2 });
  });

  test("a file with the very content of another one counts once, orders or not", async () => {
    const file = "no,id,date,amount\n1,a,2024-01-01,10\n2,,2024-02-01,5\n";
    const empty = "no,id,date,amount\n";
    const files = { "a.csv": file, "b.csv": file, "c.csv": empty, "d.csv": empty };
    const result = await bench.ingest(files, { columns, ingest: { maxRejectedShare: 1 } });
    expect(counts(result)).toEqual({ input: 2, accepted: 1, rejected: 1, merged: 0, outOfWindow: 0 });
    expect(result.account.duplicateFiles).toEqual([{ name: "b.csv", sameAs: "a.csv" }]);
    expect(result.warnings).toEqual(["b.csv has the content of a.csv: it is counted once"]);
  });

  test("rejected rows are never duplicates", async () => {
    const result = await bench.ingest(
      "no,id,date,amount\n1,a,2024-01-01,10\n1,,2024-01-01,10\n1,,2024-01-01,10\n",
      {
        columns: withOrder,
        ingest: { maxRejectedShare: 1, duplicateOrders: "order-id" },
      },
    );
    expect(counts(result)).toEqual({ input: 3, accepted: 1, rejected: 2, merged: 0, outOfWindow: 0 });
  });
});

describe("refunds", () => {
  const log = `id,date,amount
early,2024-01-01,100
early,2024-01-03,-30
early,2024-01-10,50
late,2024-01-01,100
late,2024-01-10,50
late,2024-01-10,-20
late,2024-02-20,-5
once,2024-01-01,100
once,2024-01-20,-100
ghost,2024-01-05,-10
before,2024-01-02,-1
before,2024-01-04,8
`;

  test("net (the default): before the second purchase they belong to the first, afterwards to the repeat ones", async () => {
    const { customers, account, summary } = await bench.summarize(log, { asOf: "2024-03-01" });
    expect(customers.map(shape)).toEqual([
      "before 0 0 57 8 0 7",
      "early 1 9 60 100 50 120",
      "late 1 9 60 100 25 125",
      "once 0 0 60 100 0 0",
    ]);
    expect(account).toMatchObject({ accepted: 12, refunds: 6, amount: 242 });
    expect(summary.customers).toBe(4); // ghost has refunds only
  });

  test("reject: they are rejected, which does not count towards maxRejectedShare", async () => {
    const result = await bench.summarize(log, { ingest: { refunds: "reject", maxRejectedShare: 0 } });
    expect(reasons(result)).toEqual([3, 7, 8, 10, 11, 12].map((line) => `${line} REFUND`));
    expect(result.customers.map((c) => Number(c.total_spend))).toEqual([8, 150, 150, 100]);
  });

  test("a customer with refunds only is no customer, and a log of refunds only has none", async () => {
    await expect(bench.summarize("id,date,amount\na,2024-01-01,-5\n")).rejects.toMatchObject({
      code: "NO_TRANSACTIONS",
      exitCode: 3,
      message: "all 1 transactions are refunds; no customer has a purchase.",
    });
  });
});

describe("cancelPrefix", () => {
  const log = `no,id,date,amount
100,a,2024-01-01,10
C100,a,2024-01-02,10
C101,a,2024-01-03,-4
C102,a,2024-01-04,0
c103,a,2024-01-05,1
`;

  test("orders whose id begins so are refunds whatever their sign, also at 0", async () => {
    const result = await bench.summarize(log, {
      columns: withOrder,
      asOf: "2024-01-31",
      ingest: { cancelPrefix: "C" },
    });
    expect(brief(result)).toEqual([
      "a 2024-01-01 10",
      "a 2024-01-02 -10",
      "a 2024-01-03 -4",
      "a 2024-01-04 0",
      "a 2024-01-05 1",
    ]);
    expect(result.transactions.map((t) => t.is_refund)).toEqual([false, true, true, true, false]);
    expect(result.customers.map(shape)).toEqual(["a 1 4 30 10 1 -3"]);
  });

  test("unset (the default): only the sign tells", async () => {
    const { transactions } = await bench.ingest(log, { columns: withOrder });
    expect(transactions.map((t) => t.is_refund)).toEqual([false, false, true, false, false]);
  });

  test("refunds: reject takes cancellations of any amount", async () => {
    const result = await bench.ingest(log, {
      columns: withOrder,
      ingest: { cancelPrefix: "C", refunds: "reject" },
    });
    expect(reasons(result)).toEqual(["3 REFUND", "4 REFUND", "5 REFUND"]);
  });
});

describe("zeroAmounts", () => {
  const log = "id,date,amount\na,2024-01-01,0\na,2024-01-02,-0.00\na,2024-01-03,0.00004\na,2024-01-04,1\n";

  test("purchase (the default): a purchase of 0", async () => {
    const result = await bench.summarize(log, { asOf: "2024-01-31" });
    expect(result.transactions.map((t) => [Number(t.amount), t.is_refund])).toEqual([
      [0, false],
      [0, false],
      [0, false],
      [1, false],
    ]);
    expect(result.customers.map(shape)).toEqual(["a 3 3 30 0 1 1"]);
  });

  test("reject: rejected, amounts that round to 0 included; not counted towards maxRejectedShare", async () => {
    const result = await bench.ingest(log, { ingest: { zeroAmounts: "reject", maxRejectedShare: 0 } });
    expect(reasons(result)).toEqual(["2 ZERO_AMOUNT", "3 ZERO_AMOUNT", "4 ZERO_AMOUNT"]);
  });
});
