import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { ClvError } from "../../../../pipeline/errors.js";
import { rawText } from "../../../../pipeline/sources/text/encoding.js";
import { thorough } from "../../../thorough.js";
import { type Ingested, ingestBench, type PartialConfig } from "./ingest-log.js";
import { type ReferenceFormat, referenceSplit } from "./reference-splitter.js";

const bench = await ingestBench();

interface Kind {
  readonly extension: string;
  readonly head: string;
  readonly body: readonly string[];
  readonly config: PartialConfig;
  readonly format: ReferenceFormat;
}

const order = { customer: "id", date: "date", amount: "amount", order: "no" };

const kinds: Readonly<Record<string, Kind>> = {
  csv: {
    extension: "csv",
    head: "id,date,amount,no,note\na,2024-01-01,1,1,first\n",
    body: [
      'b,2024-01-02,2.50,2,"with, comma"',
      'c,2024-01-03,-3,3,"quoted ""well"""',
      'd,2024-01-04,4,4,"two\nlines"',
      "é,2024-01-05,1e2,5,ü",
      ",2024-01-06,6,6,",
      'b,2024-01-02,2.50,2,"with, comma"',
      '"f",2024-02-30,x,"7",""',
      'g,2024-01-08,8,8,5" screen',
    ],
    config: { columns: order },
    format: { delimiter: ",", quote: '"', header: true },
  },
  semicolon: {
    extension: "csv",
    head: "id;date;amount;no\na;2024-01-01;1,00;1\n",
    body: [
      "b;2024-01-02;1.234,56;2",
      "c;2024-01-03;-3,5;3",
      "c;2024-01-03;-3,5;3",
      '"d;e";2024-01-04;"4,00";4',
      "f;;;",
      "g;2024-01-07;7;7",
    ],
    config: {
      source: { delimiter: ";" },
      columns: order,
      ingest: { decimalSeparator: ",", duplicateOrders: "order-id" },
    },
    format: { delimiter: ";", quote: '"', header: true },
  },
  whitespace: {
    extension: "txt",
    head: " id  date     amount\n00001 19970101 29.33\n",
    body: [
      "00001 19970118  29.73",
      " 00002\t19970101  0.00",
      "00003 19970230 14.96",
      "00004  19970101",
      "00005 19970102 x",
      "00006 19970103 7 ",
    ],
    config: {
      source: { delimiter: "whitespace", quote: "" },
      columns: { customer: "id", date: "date", amount: "amount" },
      ingest: { dateFormat: "yyyymmdd" },
    },
    format: { delimiter: null, quote: null, header: true },
  },
  "JSON lines": {
    extension: "jsonl",
    head: '{"id":"a","date":"2024-01-01","amount":1,"no":1}\n',
    body: [
      '{"id":"b","date":"2024-01-02T10:00:00Z","amount":"2.5","no":2}',
      '{"amount":3,"date":"2024-01-03","id":"c","note":{"x":[1,"y"]}}',
      '{"id":"\\u00e9","date":"2024-01-04","amount":4e0,"no":4}',
      '{"id":null,"date":"2024-01-05","amount":5}',
      '{"id":"é","date":"2024-13-01","amount":"x"}',
      '{"id":"b","date":"2024-01-02T10:00:00Z","amount":"2.5","no":2}',
    ],
    config: { columns: order },
    format: { delimiter: "\u0001", quote: null, header: false, columns: 1 },
  },
};

/** What breaks readers: quotes, line ends, separators, NUL, half characters, marks. */
const nasty = [
  '"',
  '""',
  "\n",
  "\r",
  "\r\n",
  "\n\n",
  ",",
  ";",
  " ",
  "\t",
  "\0",
  "\\",
  "{",
  "}",
  "'",
  "\u0001",
  "\u00a0",
  "NULL",
  "e9",
  "\ufeff",
]
  .map((s) => Buffer.from(s))
  .concat([Buffer.from([0xff]), Buffer.from([0xc3]), Buffer.from([0xe2, 0x82]), Buffer.from([0x80])]);

type Change = (content: Buffer) => Buffer;
const cut = (content: Buffer, at: number, remove: number, insert: Buffer) =>
  Buffer.concat([content.subarray(0, at), insert, content.subarray(at + remove)]);
const place = fc.double({ min: 0, max: 1, noNaN: true });
const inLines = (content: Buffer, change: (lines: string[]) => void): Buffer => {
  const lines = content.toString("latin1").split("\n");
  change(lines);
  return Buffer.from(lines.join("\n"), "latin1");
};

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...nasty)).map(
    ([p, bytes]): Change =>
      (c) =>
        cut(c, Math.floor(p * c.length), 0, bytes),
  ),
  fc.tuple(place, fc.constantFrom(...nasty)).map(
    ([p, bytes]): Change =>
      (c) =>
        cut(c, Math.floor(p * c.length), 1, bytes),
  ),
  fc.tuple(place, fc.integer({ min: 1, max: 12 })).map(
    ([p, n]): Change =>
      (c) =>
        cut(c, Math.floor(p * c.length), n, Buffer.alloc(0)),
  ),
  fc.tuple(place, fc.uint8Array({ maxLength: 4 })).map(
    ([p, bytes]): Change =>
      (c) =>
        cut(c, Math.floor(p * c.length), 0, Buffer.from(bytes)),
  ),
  place.map(
    (p): Change =>
      (c) =>
        inLines(c, (lines) => lines.splice(Math.floor(p * lines.length), 1)),
  ),
  fc.tuple(place, place).map(
    ([p, q]): Change =>
      (c) =>
        inLines(c, (lines) =>
          lines.splice(Math.floor(p * lines.length), 0, lines[Math.floor(q * lines.length)] ?? ""),
        ),
  ),
  place.map(
    (p): Change =>
      (c) =>
        inLines(c, (lines) => {
          const at = Math.floor(p * lines.length);
          lines[at] = `${lines[at]}\r`;
        }),
  ),
  fc.constant<Change>((c) =>
    inLines(c, (lines) =>
      lines.forEach((line, i) => {
        lines[i] = `${line}\r`;
      }),
    ),
  ),
  place.map(
    (p): Change =>
      (c) =>
        c.subarray(0, Math.floor(p * c.length)),
  ),
);

const mutated = (content: Buffer): fc.Arbitrary<Buffer> =>
  fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map((list) => list.reduce((c, apply) => apply(c), content));
const bodyOf = (kind: Kind) => Buffer.from(`${kind.body.join("\n")}\n`);

async function ingest(files: Record<string, Buffer>, kind: Kind): Promise<Ingested> {
  return bench.ingest(files, { ...kind.config, ingest: { ...kind.config.ingest, maxRejectedShare: 1 } });
}

const splitReasons = new Set([
  "TOO_FEW_FIELDS",
  "TOO_MANY_FIELDS",
  "UNCLOSED_QUOTE",
  "NUL_BYTE",
  "INVALID_ENCODING",
]);

/** Every line of every file is where it belongs, with its text as it stands there. */
function check(result: Ingested, files: Record<string, Buffer>, kind: Kind): void {
  const { account, rejected, transactions } = result;
  let input = 0;
  for (const [name, content] of Object.entries(files)) {
    const reference = referenceSplit(content, kind.format);
    const own = rejected.filter((r) => r.file === name);
    const unsplit = own.filter((r) => splitReasons.has(String(r.reason)));
    expect(new Map(unsplit.map((r) => [Number(r.line), r.reason])), name).toEqual(reference.rejected);
    const records = new Set(reference.records);
    for (const r of own) {
      const text = rawText(reference.line(Number(r.line)), "utf-8", 1 << 20);
      expect(String(r.raw_text)).toBe(text.replace(/^\ufeff/, "")); // the driver drops a mark when it hands text over
      expect(records.has(Number(r.line)) || reference.rejected.has(Number(r.line)), `${name}:${r.line}`).toBe(
        true,
      );
    }
    expect(new Set(own.map((r) => r.line)).size).toBe(own.length);
    const rows = records.size + reference.rejected.size;
    expect(account.files.find((f) => f.name === name)?.rows, name).toBe(rows);
    input += rows;
  }
  expect(account.input).toBe(input);
  expect(account.input).toBe(account.accepted + account.rejected + account.merged + account.outOfWindow);
  expect(transactions.length).toBe(account.accepted);
  expect(rejected.length).toBe(account.rejected);
}

const perRun = 25;
/** 1,000 files and more with CLV_THOROUGH=1: about 10 s each on an idle machine of two cores. */
vi.setConfig({ testTimeout: 240_000 });

test.each(
  Object.entries(kinds),
)("mutated %s files: no row is lost, each rejected line is itself", async (_, kind) => {
  const head = Buffer.from(kind.head);
  await fc.assert(
    fc.asyncProperty(
      fc.array(mutated(bodyOf(kind)), { minLength: perRun, maxLength: perRun }),
      async (bodies) => {
        // files of the same content count once
        const distinct = [...new Map(bodies.map((body) => [body.toString("latin1"), body])).values()];
        const named = distinct.map((body, i) => [`${i}.${kind.extension}`, Buffer.concat([head, body])]);
        const files = Object.fromEntries(named) as Record<string, Buffer>;
        check(await ingest(files, kind), files, kind);
      },
    ),
    { numRuns: thorough ? 9 : 3, seed: 1, endOnFailure: true },
  );
});

test.each(
  Object.entries(kinds),
)("%s files mutated anywhere, the header too: exit 2 or 3 at worst", async (_, kind) => {
  const whole = Buffer.concat([Buffer.from(kind.head), bodyOf(kind)]);
  let read = 0;
  await fc.assert(
    fc.asyncProperty(mutated(whole), async (content) => {
      const files = { [`0.${kind.extension}`]: content };
      const result = await ingest(files, kind).catch((error: unknown) => error);
      if (result instanceof Error) {
        expect(result).toBeInstanceOf(ClvError);
        expect([2, 3]).toContain((result as ClvError).exitCode);
      } else {
        check(result as Ingested, files, kind);
        read++;
      }
    }),
    { numRuns: thorough ? 25 : 8, seed: 2, endOnFailure: true },
  );
  expect(read).toBeGreaterThan(0);
});

test.each([
  "csv",
  "semicolon",
  "JSON lines",
])("the engine's reader and our splitter read %s alike", async (name) => {
  const kind = kinds[name]!;
  const lines = kind.body.filter((line) => !line.includes("\n"));
  const body = Buffer.from(`${lines.join("\n")}\n`);
  const bodies = fc.array(
    change.map((apply) => apply(body)),
    { minLength: perRun, maxLength: perRun },
  );
  let plain = 0;
  await fc.assert(
    fc.asyncProperty(bodies, async (changed) => {
      const named = changed.map(
        (b, i) => [`${i}.${kind.extension}`, Buffer.concat([Buffer.from(kind.head), b])] as const,
      );
      const fast = await ingest(Object.fromEntries(named), kind);
      // a blank line at the end is no row, but keeps the engine's own reader away
      const blankLine = named.map(([file, content]) => [
        file,
        Buffer.concat([content, Buffer.from("\n \n")]),
      ]);
      const careful = await ingest(Object.fromEntries(blankLine), kind);
      expect(careful.transactions).toEqual(fast.transactions);
      expect(careful.rejected).toEqual(fast.rejected);
      plain += perRun - fast.log.length;
    }),
    { numRuns: 1, seed: 3, endOnFailure: true },
  );
  expect(plain).toBeGreaterThan(perRun / 2);
});
