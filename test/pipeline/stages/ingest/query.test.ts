import { join } from "node:path";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { inspectSource } from "../../../../pipeline/inspect/inspect-source.js";
import { sql } from "../../../../pipeline/sql/sql.js";
import { brief, ingestBench, reasons } from "./ingest-log.js";

const bench = await ingestBench();
const columns = { customer: "id", date: "date", amount: "amount" };
const csv =
  'id;date;amount;status\na;2024-01-01;1,5;paid\nb;2024-01-02;2;open\nc;2024-01-03;"x;\nd;;4,25;paid\n"e";2024-01-05;5;paid\n';
const json = [
  '{"id":"a","date":"2024-01-01","amount":1.5,"state":{"of":"paid"}}',
  '{"id":"b","date":"2024-01-02","amount":2,"state":{"of":"open"}}',
  "{broken",
  '{"id":"d","date":null,"amount":4.25,"state":{"of":"paid"}}',
  '{"id":"e","date":"2024-01-05","amount":5,"state":{"of":"paid"}}',
];
const paid = "select * from source where status = 'paid'";
const loose = { maxRejectedShare: 1 };

describe("source.query over a file", () => {
  test("text: some rows, the others are not read; lines that cannot be split are rejected all the same", async () => {
    const result = await bench.ingest(csv, {
      columns,
      source: { query: `${paid}; `, delimiter: ";" },
      ingest: { ...loose, decimalSeparator: "," },
    });
    expect(brief(result)).toEqual(["a 2024-01-01 1.5", "e 2024-01-05 5"]);
    expect(reasons(result).sort()).toEqual(["2 UNPARSABLE_DATE", "4 UNCLOSED_QUOTE"]);
    const [row] = result.rejected.filter((r) => r.line === 2);
    expect(JSON.parse(String(row?.raw_text))).toMatchObject({ id: "d", amount: "4,25", status: "paid" });
    expect(result.account).toMatchObject({ input: 4, accepted: 2, rejected: 2 });
  });

  test.each([
    ["o.jsonl", json.join("\n")],
    ["o.json", `[${json.filter((line) => line !== "{broken").join(",")}, 5]`],
  ])("%s: columns under their paths, what is no JSON is rejected", async (name, content) => {
    const result = await bench.ingest(
      { [name]: content },
      { columns, source: { query: `select * from source where "state.of" = 'paid'` }, ingest: loose },
    );
    expect(brief(result)).toEqual(["a 2024-01-01 1.5", "e 2024-01-05 5"]);
    expect(
      reasons(result)
        .map((r) => r.replace(/^\d+ /, ""))
        .sort(),
    ).toEqual(["INVALID_JSON", "UNPARSABLE_DATE"]);
  });

  test("typed files: any SELECT, in the types that they have", async () => {
    await bench.engine.execute(
      sql`copy (select 'c' || (i % 3) as id, date '2024-01-01' + cast(i as integer) as date, i as cents, i % 2 = 0 as ok from range(9) r(i)) to ${join(bench.folder, "typed.parquet")} (format parquet)`,
    );
    const arrow = tableToIPC(
      tableFromArrays({
        id: ["a", "b"],
        date: ["2024-01-01", "2024-01-02"],
        cents: Int32Array.of(100, 250),
        ok: [true, false],
      }),
      "file",
    );
    await bench.put({ "typed.arrow": arrow });
    const query =
      "with good as (select * from source where ok) select id, date, cents / 100 as amount from good -- done";
    const read = async (path: string) =>
      brief(await bench.ingest(null, { columns, source: { paths: [path], query } }));
    expect(await read("typed.arrow")).toEqual(["a 2024-01-01 1"]);
    expect(await read("typed.parquet")).toHaveLength(5);
  });

  test.each([
    ["select * from source where statu = 'paid'", /source\.query: Binder Error: .*"statu"/],
    ["selec", /source\.query: Parser Error/],
    ["select 1; select 2", /source\.query is not one SELECT statement/],
    ["drop view source", /source\.query is not one SELECT statement/],
    ["select * from read_csv('/etc/hostname')", /source\.query: Permission Error/],
    ["select 1) to '/tmp/x'; copy (select 1", /source\.query: Parser Error/],
    ["copy source to '/tmp/x.csv'", /source\.query: Permission Error/],
    ["select * from transactions", /source\.query: Catalog Error: .*transactions/],
  ])("%s is refused", async (query, message) => {
    const asked = bench.ingest(csv, { columns, source: { query, delimiter: ";" } });
    await expect(asked).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringMatching(message),
    });
  });

  test("further rows of an order, in the order of the result", async () => {
    const result = await bench.ingest("no,id,date,amount\n1,a,2024-01-01,1\n,,,2\n2,b,2024-01-02,\n", {
      columns: { ...columns, order: "no" },
      source: { query: "select * from source where amount <> ''" },
      ingest: { continuationRows: "fill" },
    });
    expect(brief(result)).toEqual(["a 2024-01-01 1", "a 2024-01-01 2"]);
  });

  test("clv init looks at its rows", async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `k${i % 9};${10 + (i % 18)}.02.2024;${i},5;${i % 2 ? "paid" : "open"}`,
    );
    const [path] = await bench.put({ "init.csv": `Kunde;Datum;Betrag;Status\n${rows.join("\n")}\n` });
    const query = "select Kunde, Datum, Betrag from source where Status = 'paid'";
    const { config, totalRows } = await inspectSource([path!], { query, today: "2025-01-01" });
    expect(config).toMatchObject({
      source: { format: "text", delimiter: ";", query },
      columns: { customer: "Kunde", date: "Datum", amount: "Betrag" },
      ingest: { dateFormat: "%d.%m.%Y", decimalSeparator: "," },
    });
    expect(totalRows).toBe(30);
  });
});
