import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { JsonElements } from "../../../../pipeline/sources/json-elements.js";
import { sql } from "../../../../pipeline/sql/sql.js";
import { brief, ingestBench, reasons } from "./ingest-log.js";

const bench = await ingestBench();
const nested = { customer: "customer.id", date: "created_at", amount: "totals.sum" };

const record = (id: unknown, day: string, sum: unknown, more = "") =>
  `{"created_at":"${day}","customer":{"id":${JSON.stringify(id)},"email":"x@y"},"totals":{"sum":${JSON.stringify(sum)}}${more}}`;

describe("objects within objects", () => {
  test("their values have the keys with dots between them as names", async () => {
    const result = await bench.ingest(
      {
        "o.jsonl": `${record(7, "2024-01-01", "1.50")}\n${record("b", "2024-01-02", 2)}\n{"created_at":"2024-01-03","customer":null}\n`,
      },
      { columns: nested, ingest: { maxRejectedShare: 1 } },
    );
    expect(brief(result)).toEqual(["7 2024-01-01 1.5", "b 2024-01-02 2"]);
    expect(reasons(result)).toEqual(["3 MISSING_CUSTOMER"]);
  });

  test("a key with a dot goes before; a key that is an object now and then is none then", async () => {
    const lines = [
      '{"customer.id":"dot","customer":{"id":"in"},"date":"2024-01-01","amount":1}',
      '{"customer.id":"dot","customer":"plain","date":"2024-01-01","amount":1}',
    ].join("\n");
    const by = async (customer: string) =>
      (
        await bench.ingest(
          { "o.jsonl": `${lines}\n` },
          { columns: { customer, date: "date", amount: "amount" }, ingest: { maxRejectedShare: 1 } },
        )
      ).transactions.map((t) => t.customer_id);
    expect(await by("customer.id")).toEqual(["dot", "dot"]);
    expect(await by("customer")).toEqual(["plain"]);
  });

  test("an object is no column, and its fields are named", async () => {
    await expect(
      bench.ingest(
        { "o.jsonl": `${record(7, "2024-01-01", 1)}\n` },
        { columns: { ...nested, customer: "customer" } },
      ),
    ).rejects.toThrow(/lacks columns.customer = "customer".*"customer.id", 3 "customer.email"/);
  });
});

test("structures of typed files are read by the same paths", async () => {
  await bench.engine.execute(
    sql`copy (select {'id': 7, 'at home': {'town': 'x'}} as customer, '2024-01-01' as created_at, {'sum': 1.5} as totals) to ${join(bench.folder, "s.parquet")} (format parquet)`,
  );
  const result = await bench.ingest(null, {
    columns: { ...nested, attributes: { town: "customer.at home.town" } },
    source: { paths: ["s.parquet"] },
  });
  expect(brief(result)).toEqual(["7 2024-01-01 1.5"]);
  expect(result.transactions[0]).toMatchObject({ attr_town: "x" });
});

describe("arrays", () => {
  const three = [record("a", "2024-01-01", 1), record("b", "2024-01-02", 2), record("c", "2024-01-03", "x")];
  test.each([
    ["on one line", `[${three.join(",")}]`],
    ["on many lines", `\uFEFF\n[\n  ${three.join(",\n\n").replaceAll(",", ",\r\n\t")}\n]\n`],
    [
      "within an object",
      `{"object":"list","errors":[],"tags":["a","b"],"orders":[${three.join(" , ")}],"next":{"x":[{"id":1}]}}`,
    ],
    ["compressed", gzipSync(`{"data":[${three.join(",")}]}`)],
  ])("%s", async (_, content) => {
    const result = await bench.ingest(
      { "o.json": content },
      { columns: nested, ingest: { maxRejectedShare: 1 } },
    );
    expect(brief(result)).toEqual(["a 2024-01-01 1", "b 2024-01-02 2"]);
    expect(reasons(result)).toEqual(["3 UNPARSABLE_AMOUNT"]);
    expect(JSON.parse(String(result.rejected[0]?.raw_text))).toEqual(JSON.parse(three[2]!));
    expect(result.account.input).toBe(3);
  });

  test("elements that are no objects are rejected; brackets and quotes in strings are text", async () => {
    const odd = '{"created_at":"2024-01-01","customer":{"id":"q\\"]},{\\\\"},"totals":{"sum":3}}';
    const result = await bench.ingest(
      { "o.json": `[${odd}, 5, [1], {"created_at":}, ${three[0]}]` },
      { columns: nested, ingest: { maxRejectedShare: 1 } },
    );
    expect(brief(result)).toEqual(["a 2024-01-01 1", 'q"]},{\\ 2024-01-01 3']);
    expect(reasons(result)).toEqual(["2 INVALID_JSON", "3 INVALID_JSON", "4 INVALID_JSON"]);
  });

  test.each([
    ["cut off", `[${three[0]},${three[1]}`, "it is cut off after element 1"],
    ["two", `{"a":[${three[0]}],"b":[${three[1]}]}`, 'it holds two arrays of objects, "a" and "b"'],
    ["more", `[${three[0]}] [`, "more follows its end"],
    ["long", `[{"a":"${"x".repeat(8_100_000)}"}]`, "its element 1 is longer than 8 MB"],
  ])("%s", async (_, content, message) => {
    await expect(
      bench.ingest({ "o.json": content }, { columns: nested, source: { format: "json" } }),
    ).rejects.toThrow(message);
  });

  test("wherever chunks are cut", () => {
    const text = Buffer.from('{"n": 1, "ä\\"[": [ {"a":"}]\\\\"} , {"b":[1,{}]}, {} ], "z": "["}');
    for (let size = 1; size < text.length; size++) {
      const elements = new JsonElements();
      const found: string[] = [];
      for (let at = 0; at < text.length; at += size)
        for (const element of elements.push(text.subarray(at, at + size)))
          found.push(element.toString().trim());
      expect(found).toEqual(['{"a":"}]\\\\"}', '{"b":[1,{}]}', "{}"]);
      expect([elements.ended, elements.more]).toEqual([true, false]);
    }
  });

  test("identical elements of an order count once", async () => {
    const one = '{"no":1,"customer":{"id":"a"},"date":"2024-01-01","amount":2}';
    const { account } = await bench.ingest(
      { "o.json": `[${one},${one},${one.replace('"a"', '"b"')}]` },
      { columns: { customer: "customer.id", date: "date", amount: "amount", order: "no" } },
    );
    expect(account).toMatchObject({ accepted: 2, merged: 1 });
  });
});
