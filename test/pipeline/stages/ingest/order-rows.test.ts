import { describe, expect, test } from "vitest";
import { sql } from "../../../../pipeline/sql/sql.js";
import { brief, counts, ingestBench, reasons } from "./ingest-log.js";

const bench = await ingestBench();
const columns = { customer: "id", date: "date", amount: "amount", order: "no" };

describe("continuationRows", () => {
  // 1: two items; 2: blank below; 3: an order without its amount; 4: the customer missing; a further item of 1 far below
  const log = `no,id,date,amount,item
,,,,before any order
1,a,2024-01-01,10,hat
1,a,2024-01-01,,mug
2,b,2024-01-02,20,hat
,,,,mug
3,c,2024-01-03,,hat
4,,2024-01-04,5,hat
1,a,2024-01-01,,tee
,d,2024-01-05,,an order without id and amount
5,e,2024-01-06,7,"two
lines"
5,e,2024-01-06,,
`;

  test("reject (the default): each row is judged by itself", async () => {
    const result = await bench.ingest(log, { columns, ingest: { maxRejectedShare: 1 } });
    expect(counts(result)).toEqual({ input: 11, accepted: 3, rejected: 8, merged: 0, outOfWindow: 0 });
    expect(result.account.parts).toBe(0);
  });

  test("skip: a further row without an amount is part of the order above, and counted as such", async () => {
    const result = await bench.ingest(log, {
      columns,
      ingest: { continuationRows: "skip", maxRejectedShare: 1 },
    });
    expect(brief(result)).toEqual(["a 2024-01-01 10", "b 2024-01-02 20", "e 2024-01-06 7"]);
    expect(reasons(result)).toEqual([
      "2 MISSING_CUSTOMER",
      "7 UNPARSABLE_AMOUNT",
      "8 MISSING_CUSTOMER",
      "10 UNPARSABLE_AMOUNT",
    ]);
    expect(result.account).toMatchObject({ input: 11, accepted: 3, rejected: 4, parts: 4 });
  });

  test("skip without an order column: neither customer nor date nor amount", async () => {
    const result = await bench.ingest("id,date,amount\na,2024-01-01,1\n,,\nb,2024-01-02,2\n,2024-01-02,\n", {
      ingest: { continuationRows: "skip", maxRejectedShare: 1 },
    });
    expect(brief(result)).toEqual(["a 2024-01-01 1", "b 2024-01-02 2"]);
    expect(result.account).toMatchObject({ parts: 1, rejected: 1 });
  });

  test("skip in JSON lines: a line that is no JSON is rejected, not a part", async () => {
    const result = await bench.ingest(
      {
        "o.jsonl":
          '{"no":1,"id":"a","date":"2024-01-01","amount":3}\n{"no":1,"id":"a"}\n{broken\n{"no":2,"id":"b","date":"2024-01-02","amount":4}\n',
      },
      { columns, ingest: { continuationRows: "skip", maxRejectedShare: 1 } },
    );
    expect(reasons(result)).toEqual(["3 INVALID_JSON"]);
    expect(result.account).toMatchObject({ accepted: 2, parts: 1 });
  });

  // lines of orders with amounts of their own: 1 twice the same item; 2 a blank customer that is nobody's
  const lines = `no,id,date,amount,status
1,a,2024-01-01,10,paid
,,,5,
,,,5,
2,,2024-01-02,7,paid
,,,1,
3,b,2024-01-03,20,failed
3,,,4,
4,c,2024-01-04,1,paid
`;

  test("fill: blank columns are those of the order above, and each row counts", async () => {
    const config = { columns, ingest: { continuationRows: "fill", maxRejectedShare: 1 } } as const;
    const result = await bench.ingest(lines, config);
    expect(brief(result)).toEqual([
      "a 2024-01-01 5",
      "a 2024-01-01 5",
      "a 2024-01-01 10",
      "b 2024-01-03 4",
      "b 2024-01-03 20",
      "c 2024-01-04 1",
    ]);
    expect(reasons(result)).toEqual(["5 MISSING_CUSTOMER", "6 MISSING_CUSTOMER"]);
    const twice = await bench.ingest({ "a.csv": lines, "b.csv": `${lines}\n` }, config);
    expect(brief(twice).sort()).toEqual(brief(result).sort());
    expect(twice.account.merged).toBe(6);
  });

  test("fill: what does not count does not with its further rows either", async () => {
    const result = await bench.ingest(lines, {
      columns,
      ingest: { continuationRows: "fill", exclude: { status: ["Failed "] }, maxRejectedShare: 1 },
    });
    expect(reasons(result)).toEqual(["5 MISSING_CUSTOMER", "6 MISSING_CUSTOMER", "7 EXCLUDED", "8 EXCLUDED"]);
  });

  test("fill without an order column: a row with a customer begins a group", async () => {
    const result = await bench.ingest(
      "id,date,amount\n,2024-01-01,9\na,2024-01-01,1\n,2024-01-02,2\n,,3\nb,,4\n",
      {
        ingest: { continuationRows: "fill", maxRejectedShare: 1 },
      },
    );
    expect(brief(result)).toEqual(["a 2024-01-01 1", "a 2024-01-02 2", "a 2024-01-02 3"]);
    expect(reasons(result)).toEqual(["2 MISSING_CUSTOMER", "6 UNPARSABLE_DATE"]);
  });

  test("rows far from each other, over many threads", async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) =>
      i % 3 === 0
        ? `${i},c${i % 7},2024-01-01,1`
        : i % 3 === 1
          ? `${i - 1},c${(i - 1) % 7},2024-01-01,`
          : ",,,",
    );
    const result = await bench.ingest(`no,id,date,amount\n${rows.join("\n")}\n`, {
      columns,
      ingest: { continuationRows: "skip" },
    });
    expect(result.account).toMatchObject({ input: 60_000, accepted: 20_000, rejected: 0, parts: 40_000 });
    const written = await bench.engine.rows(sql`select customer_id from transactions limit 5`);
    expect(written.map((t) => t.customer_id)).toEqual(["c0", "c3", "c6", "c2", "c5"]);
  });
});

describe("exclude", () => {
  const log =
    "no,id,date,amount,status\n1,a,2024-01-01,1,paid\n2,b,2024-01-02,2, FAILED \n3,,2024-01-03,3,Annulé\n4,c,2024-01-04,4,ANNULÉ\n5,d,2024-01-05,5,\n";

  test("rows with one of the values do not count and never stop the run", async () => {
    const result = await bench.ingest(log, {
      columns,
      ingest: { exclude: { Status: ["failed", "annulé"] }, maxRejectedShare: 0 },
    });
    expect(brief(result)).toEqual(["a 2024-01-01 1", "d 2024-01-05 5"]);
    expect(reasons(result)).toEqual(["3 EXCLUDED", "4 EXCLUDED", "5 EXCLUDED"]);
    expect(result.account).toMatchObject({ input: 5, accepted: 2, rejected: 3 });
  });

  test("numbers, truth values, and a blank", async () => {
    const json =
      '{"id":"a","date":"2024-01-01","amount":1,"live":true,"code":1}\n{"id":"b","date":"2024-01-01","amount":1,"live":false,"code":1}\n{"id":"c","date":"2024-01-01","amount":1,"live":true,"code":7}\n{"id":"d","date":"2024-01-01","amount":1,"code":1}\n';
    const kept = async (exclude: Record<string, (string | number | boolean)[]>) =>
      (
        await bench.ingest({ "o.jsonl": json }, { ingest: { exclude, maxRejectedShare: 0 } })
      ).transactions.map((t) => t.customer_id);
    expect(await kept({ live: [false], code: [7] })).toEqual(["a", "d"]);
    expect(await kept({ live: [""] })).toEqual(["a", "b", "c"]);
  });

  test("a column that the file lacks is named", async () => {
    await expect(bench.ingest(log, { columns, ingest: { exclude: { state: ["x"] } } })).rejects.toThrow(
      /lacks ingest.exclude "state"/,
    );
  });
});

describe("columns.refunded", () => {
  const log =
    "no,id,date,amount,back\n1,a,2024-01-01,10.00,0.00\n2,a,2024-01-05,20.00,5.00\n3,b,2024-01-02,7.00,7.00\n4,b,2024-01-09,8.00,-2.50\n5,b,2024-01-10,9.00,\n6,c,2024-01-11,1.00,x\n7,c,2024-01-11,-4.00,4.00\n8,c,2024-01-12,3.00,0\n";

  test("nets the spend; the purchase stays one", async () => {
    const result = await bench.summarize(log, {
      columns: { ...columns, refunded: "back" },
      asOf: "2024-01-31",
      ingest: { maxRejectedShare: 1 },
    });
    expect(
      result.customers.map(
        (c) => `${c.customer_id} ${c.x} ${Number(c.first_amount)} ${Number(c.total_spend)}`,
      ),
    ).toEqual(["a 1 10 25", "b 2 7 14.5", "c 0 3 -1"]);
    expect(reasons(result)).toEqual(["7 UNPARSABLE_AMOUNT"]);
    expect(result.account).toMatchObject({
      accepted: 7,
      refunds: 4,
      refunded: { orders: 3, amount: 14.5 },
      amount: 38.5,
    });
  });

  test("in the base currency; outside the window and in repetitions of an order nothing counts", async () => {
    const result = await bench.ingest(
      "no,id,date,amount,back,cur\n1,a,2024-01-01,10,5,USD\n1,a,2024-01-01,10,0,USD\n2,a,2025-01-01,10,10,EUR\n",
      {
        columns: { ...columns, refunded: "back", currency: "cur" },
        currency: { base: "EUR", rates: { USD: 0.5 } },
        ingest: { duplicateOrders: "order-id", until: "2024-12-31" },
      },
    );
    expect(brief(result)).toEqual(["a 2024-01-01 -2.5", "a 2024-01-01 5"]);
    expect(result.account).toMatchObject({ merged: 1, outOfWindow: 1, refunded: { orders: 1, amount: 2.5 } });
  });

  test("more refunded than paid is warned of", async () => {
    const { warnings } = await bench.ingest("no,id,date,amount,back\n1,a,2024-01-01,10,1000\n", {
      columns: { ...columns, refunded: "back" },
    });
    expect(warnings.join("\n")).toContain("1 of 1 refunded orders were refunded more than their amount");
  });
});
