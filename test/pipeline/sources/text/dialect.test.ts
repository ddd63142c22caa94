import { existsSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { detectDialect } from "../../../../pipeline/sources/text/dialect.js";
import { fieldLikeness, isValue } from "../../../../pipeline/sources/text/evidence.js";
import { splitSample } from "../../../../pipeline/sources/text/sample.js";
import { textFolder } from "./files.js";

const files = await textFolder();
const shared = new URL("../../../../../shared/data/", import.meta.url);

async function dialect(content: string | Uint8Array) {
  return detectDialect(await files.put("in", content));
}

const published = [
  [
    "CDNOW_master.txt",
    "whitespace",
    ["customer_id", "date", "number_of_cds", "dollar_value"],
    ["00001", "19970101", "1", "11.77"],
  ],
  ["CDNOW_sample.txt", "whitespace", null, ["00004", "0001", "19970101", "2", "29.33"]],
  [
    "cdnow_elog.csv",
    ",",
    ["masterid", "sampleid", "date", "cds", "sales"],
    ["4", "1", "19970101", "2", "29.33"],
  ],
  ["cdnow_customers_weekly.csv", ",", ["ID", "x", "t_x", "T", "zbar"], ["1", "2", "30.43", "38.86", "22.35"]],
  ["donations_bgbb.csv", ",", ["frequency", "recency", "periods", "weights"], ["0", "0", "6", "3464"]],
] as const;

for (const [name, delimiter, names, first] of published) {
  const file = new URL(name, shared);
  test.skipIf(!existsSync(file))(`${name} (skipped where the file is absent)`, async () => {
    const found = await detectDialect(file.pathname);
    expect(found).toMatchObject({
      delimiter,
      names,
      header: names !== null,
      columns: first.length,
      skip: 0,
      share: 1,
    });
    expect(found.sample[0]).toEqual(first);
    expect(found.sample.length).toBe(name.startsWith("donations") ? 22 : 1000);
  });
}

test("tabs, where fields of every line hold as many blanks", async () => {
  const lines = Array.from(
    { length: 20 },
    (_, i) => `C${i}\t2024-03-${10 + i} 12:30:05\t1 2${10 + i},00 zł\n`,
  );
  const found = await dialect(`customer\tdate\tamount\n${lines.join("")}`);
  expect(found).toMatchObject({ delimiter: "\t", names: ["customer", "date", "amount"], skip: 0 });
});

test("tabs, with texts that hold spaces, commas and times", async () => {
  const found = await dialect(
    "order\tcustomer\tplaced at\tnote\tvalue\n" +
      Array.from(
        { length: 20 },
        (_, i) => `${i}\tAnna B.\t2024-03-${10 + i} 12:30:05\tgift, wrapped\t${i}.90\n`,
      ).join(""),
  );
  expect(found).toMatchObject({
    delimiter: "\t",
    header: true,
    columns: 5,
    names: ["order", "customer", "placed at", "note", "value"],
  });
});

test("semicolons with decimal commas, with and without a header", async () => {
  const rows = Array.from(
    { length: 20 },
    (_, i) => `${1000 + i};${10 + i}.03.2024;${i},90;1.${100 + i},50`,
  ).join("\r\n");
  const named = await dialect(`Kunde;Datum;Betrag;Umsatz\r\n${rows}\r\n`);
  expect(named).toMatchObject({
    delimiter: ";",
    header: true,
    columns: 4,
    names: ["Kunde", "Datum", "Betrag", "Umsatz"],
  });
  const bare = await dialect(rows);
  expect(bare).toMatchObject({ delimiter: ";", header: false, columns: 4, names: null });
  expect(bare.sample).toHaveLength(20);
});

test("an invoice export: quoted descriptions with commas, doubled quotes and line breaks", async () => {
  const found = await dialect(
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n" +
      '536365,85123A,"HEART, WHITE, ""T-LIGHT"" HOLDER",6,12/1/2010 8:26,2.55,17850,United Kingdom\n' +
      '536366,71053,"METAL LANTERN,\nWHITE",6,12/1/2010 8:28,3.39,17850,United Kingdom\n' +
      "C536379,D,Discount,-1,12/1/2010 9:41,27.5,14527,United Kingdom\n".repeat(20),
  );
  expect(found).toMatchObject({ delimiter: ",", quote: '"', header: true, columns: 8, share: 1 });
  expect(found.sample[0]?.[2]).toBe('HEART, WHITE, "T-LIGHT" HOLDER');
  expect(found.sample[1]?.[2]).toBe("METAL LANTERN,\nWHITE");
});

test("timestamps do not make a colon or a space the delimiter", async () => {
  const rows = Array.from({ length: 10 }, (_, i) => `${i},2024-01-0${1 + (i % 9)} 12:30:0${i}\n`).join("");
  expect(await dialect(rows)).toMatchObject({ delimiter: ",", columns: 2, header: false });
  expect(await dialect(rows.replaceAll(",", "|"))).toMatchObject({ delimiter: "|", columns: 2 });
});

test("apostrophes as quotes, and inch marks that are no quotes", async () => {
  const rows = Array.from({ length: 10 }, (_, i) => `${i},'desk, oak',${i}.5\n`).join("");
  expect(await dialect(`id,what,value\n${rows}`)).toMatchObject({ delimiter: ",", quote: "'", columns: 3 });
  const inches = Array.from({ length: 10 }, (_, i) => `${i};"Deluxe" TV 5";${i}.5\n`).join("");
  expect(await dialect(`id;what;value\n${inches}`)).toMatchObject({
    delimiter: ";",
    quote: null,
    columns: 3,
    share: 1,
  });
});

test("titles above the table are skipped, a delimiter at the end of each line adds no column", async () => {
  const found = await dialect(
    "Export of May\n\nshop 7, all tills\nid,day,amount,\n1,2024-05-01,3.50,\n2,2024-05-02,4.50,\n",
  );
  expect(found).toMatchObject({ skip: 3, header: true, columns: 3, names: ["id", "day", "amount"] });
  expect(found.sample).toEqual([
    ["1", "2024-05-01", "3.50"],
    ["2", "2024-05-02", "4.50"],
  ]);
});

test("encodings and compression", async () => {
  const text = "id;Straße\n1;Köln\n2;Übach\n";
  expect(await dialect(text)).toMatchObject({ encoding: "utf-8", names: ["id", "Straße"] });
  expect(await dialect(Buffer.from(text, "latin1"))).toMatchObject({
    encoding: "latin-1",
    names: ["id", "Straße"],
  });
  expect(await dialect(Buffer.from(`\ufeff${text}`, "utf16le"))).toMatchObject({
    encoding: "utf-16le",
    names: ["id", "Straße"],
  });
  expect(await dialect(Buffer.from(text, "utf16le"))).toMatchObject({ encoding: "utf-16le", delimiter: ";" });
  expect(await dialect(gzipSync(`\ufeff${text}`))).toMatchObject({
    encoding: "utf-8",
    names: ["id", "Straße"],
  });
  const ascii = await files.put("ascii", "id,day\n1,2024-01-01\n");
  expect(await detectDialect(ascii, { validUtf8: false })).toMatchObject({ encoding: "latin-1" });
});

test("only the beginning is read, and its last, cut line is left out", async () => {
  const path = await files.put("long", `id,day,amount\n${"1,2024-01-01,10.50\n".repeat(100_000)}`);
  const found = await detectDialect(path, { bytes: 1000 });
  expect(found).toMatchObject({ columns: 3, share: 1 });
  expect(found.sample).toHaveLength(Math.floor((1000 - 14) / 19));
});

test("one column, one line, nothing", async () => {
  expect(await dialect("id\n1\n2\n")).toMatchObject({
    delimiter: ",",
    columns: 1,
    header: true,
    names: ["id"],
  });
  expect(await dialect("id,day,amount")).toMatchObject({
    delimiter: ",",
    columns: 3,
    header: true,
    sample: [],
  });
  await expect(dialect(" \n\n")).rejects.toThrow(/^\/.* holds no line with anything on it/);
});

test("what counts as a value and as a field", () => {
  const values = [
    "12",
    "-3.50",
    "1,234.50",
    "1.234,50",
    "€ 12",
    "12 EUR",
    "(5.00)",
    "50%",
    "2024-01-31",
    "31.01.2024",
    "1e-5",
    ".5",
  ];
  for (const value of [...values, "2024-01-31T12:00:00Z", "1/2/2024 8:26 PM", "12-Jan-2024", "12:30"]) {
    expect([value, isValue(value)]).toEqual([value, true]);
  }
  for (const name of ["id", "C1042", "x y", "2024-01", "1 2", "", "12,"])
    expect([name, isValue(name)]).toEqual([name, false]);
  expect(fieldLikeness("1042,2024-01-01", false)).toBe(0.2);
  expect(fieldLikeness("1042,2024-01-01", true)).toBe(1);
});

test("a sample is split like a file, only that nothing is rejected", () => {
  expect(splitSample(['a,"b,c"'], ",", '"')[0]?.fields).toEqual(["a", "b,c"]);
  const lines = ['1,"x', 'y",2', "", '"open,3', '"a"b,4'];
  expect(splitSample(lines, ",", '"').map((r) => [r.line, r.fields.length, r.broken])).toEqual([
    [1, 3, false],
    [4, 1, true],
    [5, 1, true],
  ]);
});
