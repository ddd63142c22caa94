import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { Field, Float64, Schema, Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { raw } from "../../../../pipeline/sql/sql.js";
import {
  brief,
  type Content,
  counts,
  type Ingested,
  ingestBench,
  type Log,
  type PartialConfig,
} from "./ingest-log.js";

const bench = await ingestBench();
const lenient = { maxRejectedShare: 1 };
const careful = "not one record a line; splitting it with care";

async function read(log: Log | null, config: PartialConfig = {}): Promise<Ingested> {
  const result = await bench.ingest(log, { ...config, ingest: { ...lenient, ...config.ingest } });
  const { input, accepted, rejected, merged, outOfWindow } = result.account;
  expect(input).toBe(accepted + rejected + merged + outOfWindow);
  return result;
}

/** file:line reason raw text */
const rejects = ({ rejected }: Ingested) =>
  rejected.map((r) => `${r.file}:${r.line} ${r.reason} ${r.raw_text}`);

const rows = ["a,2024-01-01,1.5", "b,2024-01-02,x", ",2024-01-03,3", "d,2024-01-04,4"];
const plain = `id,date,amount\n${rows.join("\n")}\n`;
const accepted = ["a 2024-01-01 1.5", "d 2024-01-04 4"];
const rejectedOf = (file: string) => [
  `${file}:3 UNPARSABLE_AMOUNT b,2024-01-02,x`,
  `${file}:4 MISSING_CUSTOMER ,2024-01-03,3`,
];

describe("text: accepted rows, and line and raw text of the rejected ones", () => {
  const variants: Readonly<Record<string, Content>> = {
    plain,
    "no newline at the end": plain.trimEnd(),
    CRLF: plain.replaceAll("\n", "\r\n"),
    "CRLF and LF": plain.replace("\n", "\r\n").replace("x\n", "x\r\n"),
    "CR alone": plain.replaceAll("\n", "\r"),
    "byte order mark": `\ufeff${plain}`,
    "UTF-16": Buffer.from(`\ufeff${plain}`, "utf16le"),
    "UTF-16, big end first": Buffer.from(`\ufeff${plain}`, "utf16le").swap16(),
    "quoted header": plain.replace("id,date,amount", '"id","date","amount"'),
    "empty columns at the end": plain.replace(/^([ad].*)$/gm, "$1,,"),
  };

  test.each(Object.keys(variants))("%s", async (name) => {
    const result = await read(variants[name] ?? "");
    expect(brief(result)).toEqual(accepted);
    expect(rejects(result)).toEqual(rejectedOf("orders.csv"));
  });

  test("the engine's own reader takes what has one record a line", async () => {
    expect((await read(plain)).log).toEqual([]);
    expect((await read(plain.replaceAll("\n", "\r\n"))).log).toEqual([]);
  });

  test("a header of several lines, lines before it, blank lines", async () => {
    const text = `exported 2024\n\n"id","the\ndate",amount\na,2024-01-01,1\n \nb,2024-01-02,x\n`;
    const result = await read(text, {
      source: { skip: 1 },
      columns: { customer: "id", date: "the\ndate", amount: "amount" },
    });
    expect(brief(result)).toEqual(["a 2024-01-01 1"]);
    expect(rejects(result)).toEqual(["orders.csv:7 UNPARSABLE_AMOUNT b,2024-01-02,x"]);
    expect(result.account.input).toBe(2);
  });

  test("quoted fields over several lines: the record is named by its first line", async () => {
    const text = `id,date,amount,note\na,2024-01-01,1,"two\nlines"\nb,2024-01-02,x,"three\n\nlines"\nc,2024-01-03,"1,000.50",""\nd,2024-01-04,4\n`;
    const result = await read(text);
    expect(brief(result)).toEqual(["a 2024-01-01 1", "c 2024-01-03 1000.5"]);
    expect(rejects(result)).toEqual([
      'orders.csv:4 UNPARSABLE_AMOUNT b,2024-01-02,x,"three',
      "orders.csv:8 TOO_FEW_FIELDS d,2024-01-04,4",
    ]);
    expect(result.account.input).toBe(4);
    const joined = await read('id,date,amount\n"a\nb",2024-01-01,1\n');
    expect(brief(joined)).toEqual(["a\nb 2024-01-01 1"]);
    expect(joined.log).toEqual([`orders.csv: ${careful}`]);
  });

  test("lines that cannot be split keep their text and reason", async () => {
    const text = Buffer.concat([
      Buffer.from(`${plain}e,2024-01-05\nf,2024-01-06,6,7\ng,2024-01-07,"7\nh,2024-01-08,8\0\n`),
      Buffer.from("caf\xe9,2024-01-09,9\n", "latin1"),
    ]);
    expect(rejects(await read(text))).toEqual([
      ...rejectedOf("orders.csv"),
      "orders.csv:6 TOO_FEW_FIELDS e,2024-01-05",
      "orders.csv:7 TOO_MANY_FIELDS f,2024-01-06,6,7",
      'orders.csv:8 UNCLOSED_QUOTE g,2024-01-07,"7',
      "orders.csv:9 NUL_BYTE h,2024-01-08,8\u2400",
      "orders.csv:10 INVALID_ENCODING café,2024-01-09,9",
    ]);
  });

  test("latin-1, in the header too", async () => {
    const text = Buffer.from(
      "Kundennr\xfc,date,amount\nM\xfcller,2024-01-01,1\nM\xfcller,2024-01-02,\x80\n",
      "latin1",
    );
    const result = await read(text, {
      source: { encoding: "latin-1" },
      columns: { customer: "kundennrü", date: 2, amount: 3 },
    });
    expect(brief(result)).toEqual(["Müller 2024-01-01 1"]);
    expect(rejects(result)).toEqual(["orders.csv:3 UNPARSABLE_AMOUNT Müller,2024-01-02,€"]);
  });

  test("runs of blanks between fields, without header, with quotes in it", async () => {
    const columns = { customer: 1, date: 2, amount: 3 };
    const bare = await read(" a  2024-01-01 1\n\nb\t2024-01-02  x \n", {
      source: { delimiter: "whitespace", header: false },
      columns,
    });
    expect(brief(bare)).toEqual(["a 2024-01-01 1"]);
    expect(rejects(bare)).toEqual(["orders.csv:3 UNPARSABLE_AMOUNT b\t2024-01-02  x "]);
    const quoted = await read('"customer id"  date amount\n"a b" 2024-01-01 1\n', {
      source: { delimiter: "whitespace" },
      columns: { customer: "customer id", date: "date", amount: "amount" },
    });
    expect(brief(quoted)).toEqual(["a b 2024-01-01 1"]);
  });

  test("without header the usual number of fields counts, not that of a broken first line", async () => {
    const result = await read("broken\na,2024-01-01,1\nb,2024-01-02,2\n", {
      source: { header: false },
      columns: { customer: 1, date: 2, amount: 3 },
    });
    expect(brief(result)).toEqual(["a 2024-01-01 1", "b 2024-01-02 2"]);
    expect(rejects(result)).toEqual(["orders.csv:1 TOO_FEW_FIELDS broken"]);
  });

  test.each([
    [";", ";"],
    ["|", "|"],
    ["\t", "tab"],
    ["\t", "\\t"],
  ])("delimiter %j as %j", async (character, delimiter) => {
    const result = await read(plain.replaceAll(",", character), { source: { delimiter } });
    expect(brief(result)).toEqual(accepted);
  });

  test("quote: another character, or none", async () => {
    const single = await read("id,date,amount\n'a,''b',2024-01-01,1\n", { source: { quote: "'" } });
    expect(brief(single)).toEqual(["a,'b 2024-01-01 1"]);
    const none = await read('id,date,amount\n"a,2024-01-01,1\n', { source: { quote: "" } });
    expect(brief(none)).toEqual(['"a 2024-01-01 1']);
  });
});

describe("compressed, and several files", () => {
  test("gzip and zstd, plain and careful", async () => {
    for (const text of [plain, plain.replace("b,2024-01-02,x", "b,2024-01-02,x\n")]) {
      const shift = text === plain ? 0 : 1;
      const gzip = await read({ "orders.csv.gz": gzipSync(text) });
      expect(brief(gzip)).toEqual(accepted);
      expect(gzip.rejected.map((r) => r.line)).toEqual([3, 4 + shift]);
      const [path = ""] = await bench.put({ "orders.txt": text });
      const packed = join(bench.folder, "orders.csv.zst");
      await bench.engine.execute(
        raw(
          `copy (select content as c from read_text('${path}')) to '${packed}' (format csv, header false, quote '', escape '', delim '\x01', compression zstd)`,
        ),
      );
      const zstd = await read({ "orders.csv.zst": await readFile(packed) });
      expect(brief(zstd)).toEqual(accepted);
      expect(zstd.rejected.map((r) => `${r.line} ${r.raw_text}`)).toEqual(
        gzip.rejected.map((r) => `${r.line} ${r.raw_text}`),
      );
    }
  });

  test("damaged gzip ends with exit 3 and the file's name", async () => {
    const cut = gzipSync(plain).subarray(0, 40);
    await expect(read({ "orders.csv.gz": cut })).rejects.toMatchObject({
      code: "SOURCE_UNREADABLE",
      exitCode: 3,
      message: expect.stringContaining("orders.csv.gz is not a whole gzip file"),
    });
  });

  const files = {
    "2024/01/a.csv": plain,
    "2024/02/b.csv": `amount,id,date\n7,e,2024-02-01\n,f,2024-02-02\n`,
    "2024/02/c.csv.gz": gzipSync("id,date,amount\ng,2024-02-03,8\n"),
    "2024/readme.md": "not a log",
  };
  const everyRow = [...accepted, "e 2024-02-01 7", "g 2024-02-03 8"];

  test("a folder: every log in it, each by its own header", async () => {
    const result = await read(files, { source: { paths: ["2024"] } });
    expect(brief(result)).toEqual(everyRow);
    expect(rejects(result)).toEqual([
      ...rejectedOf("01/a.csv"),
      "02/b.csv:3 UNPARSABLE_AMOUNT ,f,2024-02-02",
    ]);
    expect(result.account.files).toEqual([
      { name: "01/a.csv", rows: 4 },
      { name: "02/b.csv", rows: 2 },
      { name: "02/c.csv.gz", rows: 1 },
    ]);
  });

  test("a glob, and a file named twice, which is read once", async () => {
    const glob = await read(files, {
      source: { paths: ["2024/*/b.csv", "2024/02/*.csv*", "2024/02/b.csv"] },
    });
    expect(brief(glob)).toEqual(["e 2024-02-01 7", "g 2024-02-03 8"]);
    expect(rejects(glob)).toEqual(["02/b.csv:3 UNPARSABLE_AMOUNT ,f,2024-02-02"]);
  });

  test("a path that matches nothing ends with exit 3, naming it", async () => {
    await expect(
      read(files, { source: { paths: ["2024/01/a.csv", "2025", "*.parquet"] } }),
    ).rejects.toMatchObject({
      code: "SOURCE_NOT_FOUND",
      exitCode: 3,
      message: expect.stringMatching(/^2 of 3 source paths match no file: .*2025, .*\*\.parquet/),
    });
  });

  test("names that look like patterns or partitions are files", async () => {
    const line = (id: string) => `id,date,amount\n${id},2024-01-01,1\n`;
    const log = {
      "a[1].csv": line("x"),
      "a1.csv": line("y"),
      "b*.csv": line("z"),
      "bb.csv": line("v"),
      "d=1/e?.csv": line("w"),
    };
    const result = await read(log);
    expect(brief(result)).toEqual(["v", "w", "x", "y", "z"].map((id) => `${id} 2024-01-01 1`));
    expect(result.log).toEqual([]);
  });

  test("empty files among others are passed over with a warning; nothing but empty ones ends with exit 3", async () => {
    const result = await read({ "a.csv": "", "b.csv": "\n \n", "c.csv": plain, "d.csv": "id,date,amount\n" });
    expect(brief(result)).toEqual(accepted);
    expect(result.warnings).toEqual(["a.csv is empty", "b.csv is empty"]);
    for (const nothing of ["", "\n", "id,date,amount\n", "id,date,amount"])
      await expect(read(nothing)).rejects.toMatchObject({ code: "NO_TRANSACTIONS", exitCode: 3 });
  });
});

describe("JSON lines", () => {
  test("numbers and text, keys in any order, blank lines, what is no JSON", async () => {
    const lines = [
      '{"id": 17, "date": "2024-01-01", "amount": 1.5}',
      '{"amount": "2", "date": "2024-01-02", "id": "b", "extra": {"x": [1]}}',
      "",
      '{"id": "c", "date": "2024-01-03", "amount": 3',
      '{"id": "d", "date": "2024-01-04"}',
      '{"id": null, "date": "2024-01-05", "amount": 5}',
      "[1, 2]",
      '{"id": "é \\"q\\"", "date": "2024-01-06", "amount": 6}',
    ];
    for (const end of ["\n", "\r\n"]) {
      const result = await read({ "a.jsonl": lines.join(end) });
      expect(brief(result)).toEqual(["17 2024-01-01 1.5", "b 2024-01-02 2", 'é "q" 2024-01-06 6']);
      expect(rejects(result)).toEqual([
        `a.jsonl:4 INVALID_JSON ${lines[3]}`,
        `a.jsonl:5 UNPARSABLE_AMOUNT ${lines[4]}`,
        `a.jsonl:6 MISSING_CUSTOMER ${lines[5]}`,
        `a.jsonl:7 MISSING_CUSTOMER ${lines[6]}`,
      ]);
    }
  });

  test("keys of any spelling, mapped or not", async () => {
    const record = { id: "a", "the date": "2024-01-01", 'am"ount/~\\': 5, "": 1, "$.*": 2, no: 1 };
    const columns = { customer: "id", date: "the date", amount: 'am"ount/~\\', order: "no" };
    expect(brief(await read({ "a.jsonl": `${JSON.stringify(record)}\n` }, { columns }))).toEqual([
      "a 2024-01-01 5",
    ]);
  });

  test("compressed and without an extension that says so", async () => {
    const result = await read(
      { "a.txt.gz": gzipSync('\ufeff{"id":"a","date":"2024-01-01","amount":1}\n') },
      { source: { paths: ["a.txt.gz"] } },
    );
    expect(brief(result)).toEqual(["a 2024-01-01 1"]);
  });
});

/** The Parquet file that a query gives. */
async function parquet(select: string): Promise<Buffer> {
  const path = join(bench.folder, "made.parquet");
  await bench.engine.execute(raw(`copy (${select}) to '${path}' (format parquet)`));
  return readFile(path);
}

const typedRows = `select * from (values ('a', date '2024-01-01', 1.5), ('b', date '2024-01-02', null),
  (null, date '2024-01-03', 3), ('d', date '2024-01-04', 4)) v(id, date, amount)`;
const typedRejects = (file: string, decimals = true) => [
  `${file}:2 UNPARSABLE_AMOUNT {"id":"b","date":"2024-01-02","amount":null}`,
  `${file}:3 MISSING_CUSTOMER {"id":null,"date":"2024-01-03","amount":3${decimals ? ".0" : ""}}`,
];

describe("Parquet", () => {
  test("row numbers and rows as JSON", async () => {
    const result = await read({ "a.parquet": await parquet(typedRows) });
    expect(brief(result)).toEqual(accepted);
    expect(rejects(result)).toEqual(typedRejects("a.parquet"));
  });

  test("dates of every type; DATE and texts do not move with the zone", async () => {
    const types = {
      date: "date '2024-02-29'",
      timestamp: "timestamp '2024-02-29 23:30:00'",
      timestamptz: "timestamptz '2024-02-29 23:30:00+00'",
      timestamp_ns: "cast('2024-02-29 23:30:00' as timestamp_ns)",
      timestamp_ms: "cast('2024-02-29 23:30:00' as timestamp_ms)",
      text: "'2024-02-29'",
    };
    const days: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(types)) {
      const file = await parquet(`select 'a' as id, ${value} as date, 1 as amount`);
      const result = await read(
        { "a.parquet": file },
        { timeZone: "Europe/Berlin", ingest: { sourceTimeZone: "UTC" } },
      );
      days[name] = result.transactions[0]?.day;
    }
    const next = "2024-03-01";
    expect(days).toEqual({
      date: "2024-02-29",
      timestamp: next,
      timestamptz: next,
      timestamp_ns: next,
      timestamp_ms: next,
      text: "2024-02-29",
    });
  });

  test("whole numbers as dates: by their format, and rejected under another", async () => {
    const file = {
      "a.parquet": await parquet("select 'a' as id, 20240229 as date, 1709251200::bigint as at, 1 as amount"),
    };
    const columns = { customer: "id", date: "date", amount: "amount" };
    for (const dateFormat of ["yyyymmdd", "%Y%m%d"])
      expect(brief(await read(file, { ingest: { dateFormat } }))).toEqual(["a 2024-02-29 1"]);
    expect(
      brief(await read(file, { columns: { ...columns, date: "at" }, ingest: { dateFormat: "epoch" } })),
    ).toEqual(["a 2024-03-01 1"]);
    await expect(read(file)).rejects.toMatchObject({ code: "NO_TRANSACTIONS", exitCode: 3 });
  });

  test("amounts of every type, minus zero, NaN, infinite and absurd ones", async () => {
    const values = [
      "1.5::decimal(10,2)",
      "1.5::double",
      "1.5::float",
      "2::integer",
      "2::hugeint",
      "2::utinyint",
      "'1.5'",
      "-0.0::double",
      "'nan'::double",
      "'inf'::double",
      "1e300::double",
      "null::double",
    ];
    const outcome: unknown[] = [];
    for (const value of values) {
      const file = {
        "a.parquet": await parquet(
          `select 'a' as id, date '2024-01-01' as date, ${value} as amount union all select 'z', date '2024-01-01', null`,
        ),
      };
      const result = await read(file).catch(() => null);
      outcome.push(
        result ? [Number(result.transactions[0]?.amount), result.transactions[0]?.is_refund] : null,
      );
    }
    expect(outcome).toEqual([
      [1.5, false],
      [1.5, false],
      [1.5, false],
      [2, false],
      [2, false],
      [2, false],
      [1.5, false],
      [0, false],
      null,
      null,
      null,
      null,
    ]);
    const file = await parquet(
      "select 'a' as id, date '2024-01-01' as date, unnest([1, 'nan', 'inf', 1e300, null]::double[]) as amount",
    );
    expect((await read({ "a.parquet": file })).rejected.map((r) => r.reason)).toEqual([
      "UNPARSABLE_AMOUNT",
      "UNPARSABLE_AMOUNT",
      "ABSURD_AMOUNT",
      "UNPARSABLE_AMOUNT",
    ]);
  });

  test("numeric ids read like text ids: no decimals on whole numbers", async () => {
    const ids = async (value: string) => {
      const file = await parquet(`select ${value} as id, date '2024-01-01' as date, 1 as amount`);
      return (await read({ "a.parquet": file })).transactions.map((t) => t.customer_id);
    };
    expect(await ids("12345::bigint")).toEqual(["12345"]);
    expect(await ids("12345::double")).toEqual(["12345"]);
    expect(await ids("12345.5::double")).toEqual(["12345.5"]);
    expect(await ids("'00123'")).toEqual(["00123"]);
    expect(await ids("1234567890123456789::bigint")).toEqual(["1234567890123456789"]);
  });

  test("other types in columns that are not mapped, partitions in the path, empty and damaged files", async () => {
    const file = await parquet(
      "select 'a'::enum('a', 'b') as id, date '2024-01-01' as date, 1 as amount, '\\xFF'::blob as b, {'x': 1} as s, [1] as l, interval 1 day as i, true as t union all select null, date '2024-01-01', 1, null, null, null, null, null",
    );
    const columns = { customer: "id", date: "date", amount: "amount", attributes: { channel: "channel" } };
    const result = await read({ "channel=web/a.parquet": file }, { columns });
    expect(result.transactions).toMatchObject([{ customer_id: "a", attr_channel: "web" }]);
    expect(rejects(result)).toEqual([expect.stringMatching(/^a\.parquet:2 MISSING_CUSTOMER \{"id":null,/)]);
    const empty = await parquet(`${typedRows} where false`);
    await expect(read({ "a.parquet": empty })).rejects.toMatchObject({ code: "NO_TRANSACTIONS" });
    await expect(read({ "a.parquet": file.subarray(0, 200) })).rejects.toMatchObject({
      code: "SOURCE_UNREADABLE",
      exitCode: 3,
      message: expect.stringContaining("a.parquet cannot be read as parquet: "),
    });
  });
});

describe("Arrow", () => {
  const table = () =>
    new Table({
      id: vectorFromArray(["a", "b", null, "d"], new Utf8()),
      date: vectorFromArray(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"], new Utf8()),
      amount: vectorFromArray(["1.5", null, "3", "4"], new Utf8()),
    });
  const textRejects = (file: string) =>
    typedRejects(file, false).map((r) => r.replace('"amount":3', '"amount":"3"'));

  test.each(["file", "stream"] as const)("an IPC %s", async (kind) => {
    const result = await read({ "a.arrow": tableToIPC(table(), kind) });
    expect(brief(result)).toEqual(accepted);
    expect(rejects(result)).toEqual(textRejects("a.arrow"));
  });

  test("several batches are numbered through", async () => {
    const { batches } = table();
    const result = await read({ "a.arrow": tableToIPC(new Table([...batches, ...batches]), "file") });
    expect(result.rejected.map((r) => r.line)).toEqual([2, 3, 6, 7]);
  });

  test("empty and truncated files", async () => {
    const schema = new Schema([
      new Field("id", new Utf8()),
      new Field("date", new Utf8()),
      new Field("amount", new Float64()),
    ]);
    for (const kind of ["file", "stream"] as const)
      await expect(read({ "a.arrow": tableToIPC(new Table(schema), kind) })).rejects.toMatchObject({
        code: "NO_TRANSACTIONS",
      });
    const cut = tableToIPC(table(), "file").subarray(0, 300);
    await expect(read({ "a.arrow": cut })).rejects.toMatchObject({ code: "SOURCE_UNREADABLE", exitCode: 3 });
  });
});

describe("DuckDB file", async () => {
  const path = join(bench.folder, "shop.duckdb");
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(`create table orders as ${typedRows}; create table "other one" as select 1 as x`);
  connection.closeSync();
  instance.closeSync();
  const file = async () => ({ "shop.duckdb": await readFile(path) });

  test("a table, a query", async () => {
    const table = await read(await file(), { source: { table: "orders" } });
    expect(brief(table)).toEqual(accepted);
    expect(rejects(table)).toEqual(typedRejects("shop.duckdb"));
    const query = await read(await file(), {
      source: { query: "select * from orders where id is not null;" },
    });
    expect(counts(query)).toMatchObject({ input: 3, accepted: 2, rejected: 1 });
  });

  test("no table, a wrong one, a wrong query: exit 3 with what there is", async () => {
    await expect(read(await file())).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("holds 2 tables (orders, other one); name one as source.table."),
    });
    await expect(read(await file(), { source: { table: "order" } })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("none named order (source.table)"),
    });
    await expect(read(await file(), { source: { query: "select nothing" } })).rejects.toMatchObject({
      exitCode: 3,
    });
  });
});

describe("columns", () => {
  const columns = { customer: "id", date: "date", amount: "amount" };

  test("by name in any case, by position; of two with one name the first", async () => {
    expect(brief(await read(plain.replace("id,date", " ID ,Date")))).toEqual(accepted);
    expect(brief(await read(plain, { columns: { customer: 1, date: 2, amount: "3" } }))).toEqual(accepted);
    const twice = "id,date,amount,amount\na,2024-01-01,1,2\n";
    expect(brief(await read(twice))).toEqual(["a 2024-01-01 1"]);
    expect(brief(await read(twice, { columns: { ...columns, amount: 4 } }))).toEqual(["a 2024-01-01 2"]);
  });

  test("missing ones end with exit 3: all of them, and what the file has", async () => {
    const wanted = { customer: "customer", date: "date", amount: 9, attributes: { channel: "channel" } };
    await expect(read(plain, { columns: wanted })).rejects.toMatchObject({
      code: "COLUMN_NOT_FOUND",
      exitCode: 3,
      message: expect.stringContaining(
        'orders.csv lacks columns.customer = "customer", columns.amount = 9, columns.attributes.channel = "channel". It has 3 columns: 1 "id", 2 "date", 3 "amount".',
      ),
    });
    await expect(read(plain, { columns: {} })).rejects.toMatchObject({
      message: expect.stringContaining(
        "columns.customer (not set), columns.date (not set), columns.amount (not set, nor both quantity and unitPrice; none where the log has no amounts)",
      ),
    });
  });

  test("attributes keep their values, and may be named like columns of the run", async () => {
    const result = await bench.summarize(
      "id,date,amount,c\na,2024-01-02,1,\na,2024-01-01,1,\na,2024-01-03,1,web\na,2024-01-03,1,app\n",
      {
        columns: { ...columns, attributes: { day: "c", 'odd "name"': "c" } },
      },
    );
    expect(result.customers).toMatchObject([{ customer_id: "a", attr_day: "app", 'attr_odd "name"': "app" }]);
  });
});
