import { isUtf8 } from "node:buffer";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { expect, test } from "vitest";
import { normaliseText, type TextFormat } from "../../../../pipeline/sources/text/records.js";
import { splitSample } from "../../../../pipeline/sources/text/sample.js";
import { RecordSplitter } from "../../../../pipeline/sources/text/splitter.js";
import type { SplitterOptions } from "../../../../pipeline/sources/text/splitter-options.js";
import { readCsv, readCsvText, textFolder } from "./files.js";

const files = await textFolder();
const csv: TextFormat = { delimiter: ",", quote: '"', columns: 3, header: false, skip: 0, encoding: "utf-8" };
let count = 0;

async function normalise(content: string | Uint8Array, format: Partial<TextFormat> = {}) {
  const path = await files.put(`in${++count}`, content);
  const out = files.path(`out${count}.csv`);
  const result = await normaliseText(path, { ...csv, ...format }, out);
  return { result, records: await readCsv(out), rejects: await readCsv(`${out}.unsplittable`), out };
}

test("a record keeps its line number, fields and empty fields", async () => {
  const { records, rejects, result } = await normalise("a,b,c\n1,,3\r\n\n4,5,");
  expect(records).toEqual([
    ["1", "a", "b", "c"],
    ["2", "1", "", "3"],
    ["4", "4", "5", ""],
  ]);
  expect(rejects).toEqual([]);
  expect(result).toMatchObject({ records: 3, blank: 1, lines: 4, recordLines: 3, header: null, columns: 3 });
});

test("quoted fields: delimiters, doubled quotes, newlines; quotes inside a field are characters", async () => {
  const { records, rejects, result } = await normalise(
    'a,"x, y","5"" TV"\nb,"two\r\nlines",5" TV\nc,"", "d"\ne,"f" ,g\n',
  );
  expect(rejects).toEqual([]);
  expect(records).toEqual([
    ["1", "a", "x, y", '5" TV'],
    ["2", "b", "two\r\nlines", '5" TV'],
    ["4", "c", "", ' "d"'],
    ["5", "e", "f", "g"],
  ]);
  expect(result.recordLines).toBe(5);
});

test("an unclosed quote rejects its own line and nothing else", async () => {
  const lines = Array.from({ length: 300 }, (_, i) => `${i},"x${i}",y`);
  lines[52] = '52,"never closed,y';
  lines[120] = '120,"closed" badly,y';
  lines[299] = '299,"last,y';
  const { records, rejects } = await normalise(`${lines.join("\n")}\n`);
  expect(rejects).toEqual([
    ["53", "UNCLOSED_QUOTE", lines[52]],
    ["121", "UNCLOSED_QUOTE", lines[120]],
    ["300", "UNCLOSED_QUOTE", lines[299]],
  ]);
  expect(records).toHaveLength(297);
  const bare = Array.from({ length: 300 }, (_, i) => (i === 52 ? '52,"never closed,y' : `${i},x,y`)).join(
    "\n",
  );
  const second = await normalise(bare);
  expect(second.rejects.map((r) => r[0])).toEqual(["53"]);
  expect(second.records).toHaveLength(299);
});

test("a quoted field may span maxRecordLines lines and no more", async () => {
  const record = (lines: number) => `a,"${Array(lines).fill("x").join("\n")}",c\nd,e,f\n`;
  const fits = await normalise(record(4), { maxRecordLines: 4 });
  expect(fits.records.map((r) => r[0])).toEqual(["1", "5"]);
  const long = await normalise(record(5), { maxRecordLines: 4 });
  expect(long.rejects.map((r) => r.slice(0, 2))).toEqual([
    ["1", "UNCLOSED_QUOTE"],
    ...["2", "3", "4"].map((line) => [line, "TOO_FEW_FIELDS"]),
    ["5", "TOO_FEW_FIELDS"],
  ]);
  expect(long.records).toEqual([["6", "d", "e", "f"]]);
});

test("fields: too few, too many, and empty ones at the end", async () => {
  const { records, rejects, result } = await normalise('1,2\n1,2,3,,\n1,2,3,4\n1,2,3,""\n,,\n1,2,3, \n');
  expect(records.map((r) => r.join())).toEqual(["2,1,2,3", "4,1,2,3", "5,,,"]);
  expect(rejects).toEqual([
    ["1", "TOO_FEW_FIELDS", "1,2"],
    ["3", "TOO_MANY_FIELDS", "1,2,3,4"],
    ["6", "TOO_MANY_FIELDS", "1,2,3, "],
  ]);
  expect(result.unsplittableBy).toMatchObject({ TOO_FEW_FIELDS: 1, TOO_MANY_FIELDS: 2, UNCLOSED_QUOTE: 0 });
});

test("bytes that are no text: each line keeps a readable form of every byte", async () => {
  const bytes = Buffer.concat([
    Buffer.from("é,b,c\n"),
    Buffer.from("caf\xe9,b,c\n", "latin1"),
    Buffer.from("n\0l,b,c\n"),
    Buffer.from('m,"x\n\ny\xe9",c\n', "latin1"),
  ]);
  const { records, rejects, result } = await normalise(bytes);
  expect(records).toEqual([["1", "é", "b", "c"]]);
  expect(rejects).toEqual([
    ["2", "INVALID_ENCODING", "café,b,c"],
    ["3", "NUL_BYTE", "n\u2400l,b,c"],
    ["4", "INVALID_ENCODING", 'm,"x'],
    ["6", "INVALID_ENCODING", 'yé",c'],
  ]);
  expect(result.blank).toBe(1);
});

test("encodings: latin-1 with the euro sign of Windows, UTF-16 by its mark, a dropped UTF-8 mark", async () => {
  const latin = await normalise(Buffer.from('\x80 5,"\xfc",\xe9\n', "latin1"), { encoding: "latin-1" });
  expect(latin.records).toEqual([["1", "€ 5", "ü", "é"]]);
  const text = 'id,"é, ü",🙂\n1,2,3\n';
  const wanted = [
    ["1", "id", "é, ü", "🙂"],
    ["2", "1", "2", "3"],
  ];
  const little = Buffer.from(`\ufeff${text}`, "utf16le");
  expect((await normalise(little)).records).toEqual(wanted);
  expect((await normalise(Buffer.from(little).swap16())).records).toEqual(wanted);
  expect((await normalise(little.subarray(2), { encoding: "utf-16le" })).records).toEqual(wanted);
  expect((await normalise(`\ufeff${text}`)).records).toEqual(wanted);
  const lone = Buffer.from("a,\ud83d,c\nd,e,f\n", "utf16le");
  const broken = await normalise(lone, { encoding: "utf-16le" });
  expect(broken.rejects.map((r) => r.slice(0, 2))).toEqual([["1", "INVALID_ENCODING"]]);
  expect(broken.records).toEqual([["2", "d", "e", "f"]]);
});

test("line ends: a bare \\r ends lines only in a file without \\n", async () => {
  expect((await normalise("a,b,c\rd,e,f\r\r1,2,3")).records.map((r) => r[0])).toEqual(["1", "2", "4"]);
  expect((await normalise("a,b\rx,c\nd,e,f\r\n")).records).toEqual([
    ["1", "a", "b\rx", "c"],
    ["2", "d", "e", "f"],
  ]);
});

test("whitespace: runs of spaces and tabs, those at the ends ignored", async () => {
  const { records, result } = await normalise(
    " id  date\tvalue\r\n 00001 19970101  11,77 \r\n \t \n 2\t19970102 5.00",
    {
      delimiter: "whitespace",
      quote: null,
      header: true,
      columns: null,
    },
  );
  expect(result).toMatchObject({ header: ["id", "date", "value"], columns: 3, blank: 1, headerLines: 1 });
  expect(records).toEqual([
    ["2", "00001", "19970101", "11,77"],
    ["4", "2", "19970102", "5.00"],
  ]);
});

test("skip, header and another quote character", async () => {
  const { records, result } = await normalise("Report, of\n\nid|'a''s'|c\n1|'x|y'|say \"hi\"\n", {
    delimiter: "|",
    quote: "'",
    skip: 1,
    header: true,
    columns: null,
  });
  expect(result).toMatchObject({ header: ["id", "a's", "c"], skipped: 1, blank: 1, records: 1, lines: 4 });
  expect(records).toEqual([["4", "1", "x|y", 'say "hi"']]);
});

test("a header that cannot be split is an error, not a rejected line", async () => {
  await expect(normalise('a,"b,c\n1,2,3\n', { header: true })).rejects.toThrow(/the header, line 1 of/);
  await expect(normalise("a,b\n", { delimiter: "§" })).rejects.toThrow(/^delimiter "§"/);
});

test("a line longer than maxRecordBytes is cut and passed over, wherever the chunks end", async () => {
  const long = "é".repeat(3_000_000);
  const { records, rejects, result } = await normalise(`a,b,c\n${long}\nd,e,f\n${"x".repeat(2 << 20)}`);
  expect(records.map((r) => r[0])).toEqual(["1", "3"]);
  expect(rejects.map((r) => [r[0], r[1], r[2]?.length])).toEqual([
    ["2", "LINE_TOO_LONG", 1 << 19],
    ["4", "LINE_TOO_LONG", 1 << 20],
  ]);
  expect(result.lines).toBe(4);
});

test("an empty file has no records, and no header", async () => {
  for (const content of ["", "\n", " \r\n\r\n"]) {
    expect((await normalise(content, { header: true })).result).toMatchObject({
      records: 0,
      header: null,
      unsplittable: 0,
    });
  }
});

const options: SplitterOptions = {
  delimiter: 0x2c,
  quote: 0x22,
  encoding: "utf-8",
  terminator: 10,
  skip: 0,
  header: false,
  columns: 3,
  maxRecordLines: 3,
  maxRecordBytes: 60,
};

function splitInChunks(bytes: Buffer, cuts: readonly number[], change: Partial<SplitterOptions>) {
  const splitter = new RecordSplitter({ ...options, ...change });
  const out: Buffer[] = [];
  const rejects: unknown[] = [];
  const drain = () => {
    for (let status = splitter.split(); ; status = splitter.split()) {
      out.push(Buffer.from(splitter.out.subarray(0, splitter.outLength)));
      splitter.outLength = 0;
      rejects.push(...splitter.takeRejects());
      if (status !== "full") return;
    }
  };
  let start = 0;
  for (const cut of [...cuts.map((c) => c % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    if (cut > start) splitter.push(bytes.subarray(start, cut));
    start = cut;
    drain();
  }
  splitter.finish();
  drain();
  return {
    text: Buffer.concat(out).toString(),
    rejects: rejects as { line: number; reason: string; text: string }[],
    splitter,
  };
}

/** Well-formed lines, then damage: bytes put in, taken out or changed. */
const damaged = fc
  .tuple(
    fc.array(
      fc.constantFrom(
        "a,b,c",
        '1,"x, y",2',
        '"q""q",,"z"',
        '7,"two\nlines",8',
        "é,ü,🙂",
        "",
        "  ",
        "x,y",
        "1,2,3,4",
        "1,2,3,,",
      ),
      { maxLength: 12 },
    ),
    fc.constantFrom("\n", "\r\n"),
    fc.boolean(),
    fc.array(
      fc.tuple(
        fc.constantFrom("insert", "delete", "replace"),
        fc.nat(400),
        fc.constantFrom(0x22, 0x2c, 0x0a, 0x0d, 0x20, 0x00, 0xe9, 0x61, 0xc3, 0x27, 0x09),
      ),
      { maxLength: 8 },
    ),
  )
  .map(([lines, newline, last, damages]) => {
    const bytes = [...Buffer.from(lines.join(newline) + (last ? newline : ""))];
    for (const [kind, at, byte] of damages) {
      const where = at % (bytes.length + 1);
      bytes.splice(where, kind === "insert" ? 0 : 1, ...(kind === "delete" ? [] : [byte]));
    }
    return Buffer.from(bytes);
  });

const changes = fc.record({
  encoding: fc.constantFrom("utf-8" as const, "latin-1" as const),
  delimiter: fc.constantFrom(0x2c, 0x3b, null),
  quote: fc.constantFrom(0x22, 0x27, null),
  columns: fc.constantFrom(1, 2, 3, null),
  maxRecordBytes: fc.constantFrom(12, 60),
  terminator: fc.constantFrom(10, 10, 13),
});

/** A file whose lines end in "\\r" has no "\\n". */
function lineEnds(bytes: Buffer, terminator: number): Buffer {
  return Buffer.from(bytes.map((byte) => (byte === 10 ? terminator : byte)));
}

test("damaged files: every non-blank line is in exactly one record or one rejected line", () => {
  fc.assert(
    fc.property(damaged, changes, (damage, change) => {
      const bytes = lineEnds(damage, change.terminator);
      const { text, rejects, splitter } = splitInChunks(bytes, [], change);
      const newline = String.fromCharCode(change.terminator);
      const lines = bytes.toString("latin1").split(newline);
      if (lines.at(-1) === "") lines.pop();
      const seen = lines.map(() => 0);
      const rows = readCsvText(text);
      for (const [line, ...fields] of rows) {
        expect(fields).toHaveLength(splitter.columns ?? -1);
        const from = Number(line) - 1;
        const span = fields.join("").split(newline).length;
        for (let i = from; i < from + span; i++) seen[i] = (seen[i] ?? Number.NaN) + 1;
      }
      for (const { line } of rejects) seen[line - 1] = (seen[line - 1] ?? Number.NaN) + 1;
      const blank = change.delimiter === null ? /^[ \r\t]*$/ : /^[ \r]*$/;
      lines.forEach((line, i) => {
        if (seen[i] !== 1) expect([i + 1, line, seen[i]]).toEqual([i + 1, expect.stringMatching(blank), 0]);
      });
      expect(splitter.line - 1).toBe(lines.length);
      expect(splitter.recordLines + splitter.unsplittable + splitter.blank).toBe(lines.length);
      expect(splitter.records).toBe(rows.length);
    }),
    { seed: 20240601, numRuns: 4000 },
  );
});

test("damaged files: where the chunks end makes no difference", () => {
  fc.assert(
    fc.property(damaged, changes, fc.array(fc.nat(500), { maxLength: 6 }), (damage, change, cuts) => {
      const bytes = lineEnds(damage, change.terminator);
      const whole = splitInChunks(bytes, [], change);
      const parts = splitInChunks(bytes, cuts, change);
      expect(parts.text).toBe(whole.text);
      expect(parts.rejects).toEqual(whole.rejects);
      expect(parts.splitter.blank).toBe(whole.splitter.blank);
    }),
    { seed: 20240602, numRuns: 4000 },
  );
});

test("damaged files: a record has the fields that a plain reading of its text gives", () => {
  let compared = 0;
  fc.assert(
    fc.property(
      damaged,
      fc.constantFrom(",", "whitespace"),
      fc.constantFrom('"', null),
      (bytes, delimiter, quote) => {
        fc.pre(isUtf8(bytes));
        const { text } = splitInChunks(bytes, [], {
          delimiter: delimiter === "," ? 0x2c : null,
          quote: quote === null ? null : 0x22,
          maxRecordBytes: 999,
        });
        const plain = new Map(
          splitSample(bytes.toString().split(/\r?\n|\r$/), delimiter, quote).map(({ line, fields }) => [
            line,
            fields,
          ]),
        );
        for (const [line, ...fields] of readCsvText(text)) {
          const other = plain.get(Number(line));
          if (other?.length !== 3) continue;
          compared++;
          expect(fields.map((f) => f.replaceAll("\r\n", "\n"))).toEqual(other);
        }
      },
    ),
    { seed: 20240605, numRuns: 3000 },
  );
  expect(compared).toBeGreaterThan(2000);
});

test("well-formed files: any table comes back as it was", () => {
  const field = fc.string({
    unit: fc.constantFrom("a", "é", '"', ",", " ", ";", "\n", "\r", "🙂", "'"),
    maxLength: 6,
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(field, field, field), { maxLength: 8 }),
      fc.array(fc.nat(300), { maxLength: 4 }),
      (table, cuts) => {
        const quoted = table
          .map((row) => row.map((f) => `"${f.replaceAll('"', '""')}"`).join(","))
          .join("\n");
        const roomy = { maxRecordLines: 99, maxRecordBytes: 9999 };
        const { text, rejects } = splitInChunks(Buffer.from(quoted), cuts, roomy);
        expect(rejects).toEqual([]);
        expect(readCsvText(text).map((row) => row.slice(1))).toEqual(table);
      },
    ),
    { seed: 20240603, numRuns: 2000 },
  );
});

test("DuckDB reads the clean file with the same fields, whatever the damage", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const columns = "{line: 'BIGINT', a: 'VARCHAR', b: 'VARCHAR', c: 'VARCHAR'}";
  await fc.assert(
    fc.asyncProperty(damaged, async (bytes) => {
      const { records, rejects, out } = await normalise(bytes);
      const read = async (path: string, types: string) => {
        const reader = await connection.runAndReadAll(
          `select * from read_csv('${path}', auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', columns = ${types})`,
        );
        return reader.getRows().map((row) => row.map((value) => String(value ?? "")));
      };
      expect(await read(out, columns)).toEqual(records);
      expect(
        await read(`${out}.unsplittable`, "{line: 'BIGINT', reason: 'VARCHAR', text: 'VARCHAR'}"),
      ).toEqual(rejects);
    }),
    { seed: 20240604, numRuns: 80 },
  );
  connection.closeSync();
  instance.closeSync();
});
