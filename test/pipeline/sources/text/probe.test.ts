import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openText } from "../../../../pipeline/sources/compression.js";
import { hashFile } from "../../../../pipeline/sources/text/hash.js";
import { probeText } from "../../../../pipeline/sources/text/probe.js";
import { LineScan, Utf8Check } from "../../../../pipeline/sources/text/scan.js";
import { textFolder } from "./files.js";

const files = await textFolder();

/** "id,amount\n1,2.50\n" as `zstd -19` wrote it. */
const zstdFile = Buffer.from("KLUv/QRoiQAAaWQsYW1vdW50CjEsMi41MAqGRxVv", "base64");

test("what one pass finds in an ordinary file", async () => {
  const text = '\ufeffid,name\r\n1,"é"\r\n \r\n\n2,x';
  const path = await files.put("a.csv", text);
  expect(await probeText(path)).toEqual({
    compression: "none",
    bytes: Buffer.byteLength(text),
    sha256: createHash("sha256").update(text).digest("hex"),
    textBytes: Buffer.byteLength(text) - 3,
    lines: 5,
    blankLines: 2,
    longestLine: 8,
    hasQuote: true,
    hasNul: false,
    hasBareCr: false,
    validUtf8: true,
    bom: "utf-8",
  });
});

test("signs of trouble: NUL, a bare \\r, bytes that are no UTF-8", async () => {
  const plain = await probeText(await files.put("ok", "a,b\nc,d\n"));
  expect(plain).toMatchObject({
    lines: 2,
    hasQuote: false,
    hasNul: false,
    hasBareCr: false,
    validUtf8: true,
  });
  expect(await probeText(await files.put("nul", "a\0b\n"))).toMatchObject({ hasNul: true });
  expect(await probeText(await files.put("cr", "a\rb\r\nc"))).toMatchObject({ hasBareCr: true, lines: 2 });
  expect(await probeText(await files.put("crcrlf", "a\r\r\nb\r\n"))).toMatchObject({
    hasBareCr: true,
    lines: 2,
  });
  expect(await probeText(await files.put("last", "a\nb\r"))).toMatchObject({ hasBareCr: true, lines: 2 });
  expect(await probeText(await files.put("latin", Buffer.from("caf\xe9\n", "latin1")))).toMatchObject({
    validUtf8: false,
  });
  expect(await probeText(await files.put("cut", Buffer.from("a\n€").subarray(0, 4)))).toMatchObject({
    validUtf8: false,
  });
  expect(await probeText(await files.put("empty", ""))).toMatchObject({
    bytes: 0,
    lines: 0,
    blankLines: 0,
    validUtf8: true,
  });
});

test("old Mac and UTF-16 files are counted in characters", async () => {
  expect(await probeText(await files.put("mac", "ab\r\rc"))).toMatchObject({
    lines: 3,
    blankLines: 1,
    longestLine: 2,
    hasBareCr: true,
  });
  // U+0A0A has the byte of "\n" twice and is no line end
  const wide = await probeText(await files.put("wide", Buffer.from("\ufeffa,\u0a0a\r\nb,c\r\n", "utf16le")));
  expect(wide).toMatchObject({
    lines: 2,
    bom: "utf-16le",
    hasNul: false,
    hasBareCr: false,
    validUtf8: false,
  });
});

test("gzip of one and several members is counted decompressed and hashed as it lies there", async () => {
  const packed = Buffer.concat([gzipSync("a,b\n1,2\n"), gzipSync("3,4\n")]);
  const probe = await probeText(await files.put("b.csv.gz", packed));
  expect(probe).toMatchObject({ compression: "gzip", bytes: packed.length, textBytes: 12, lines: 3 });
  expect(probe.sha256).toBe(createHash("sha256").update(packed).digest("hex"));
});

test("zstd is read", async () => {
  const path = await files.put("c.csv", zstdFile);
  expect(await probeText(path)).toMatchObject({ compression: "zstd", textBytes: 17, lines: 2 });
  const cut = await files.put("cut.csv", zstdFile.subarray(0, -5));
  await expect(probeText(cut)).rejects.toMatchObject({ code: "SOURCE_UNREADABLE" });
});

test("errors say what is wrong with the file", async () => {
  const gone = files.path("gone.csv");
  await expect(probeText(gone)).rejects.toMatchObject({ code: "SOURCE_NOT_FOUND" });
  await expect(probeText(files.path("."))).rejects.toThrow(/is a directory/);
  const zip = await files.put("d.csv", Buffer.from("PK\u0003\u0004rest of it"));
  await expect(probeText(zip)).rejects.toThrow(/^\/.* is a zip archive/);
  const cut = await files.put("e.csv.gz", gzipSync("a,b\n".repeat(5000)).subarray(0, -12));
  await expect(probeText(cut)).rejects.toThrow(/^\/.*e\.csv\.gz is not a whole gzip file/);
  await expect(openText(gone).toArray()).rejects.toMatchObject({ code: "SOURCE_NOT_FOUND" });
});

test("an aborted probe stops with the signal's reason", async () => {
  const path = await files.put("f.csv", "a,b\n");
  await expect(probeText(path, AbortSignal.abort(new Error("stop here")))).rejects.toThrow("stop here");
});

test("a large file is hashed in its own thread to the same sum, and that thread can be stopped", async () => {
  const path = await files.put("g.bin", Buffer.alloc(40 << 20, "clv"));
  const size = 40 << 20;
  const sha256 = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  expect(await hashFile(path, size)).toEqual({ bytes: size, sha256 });
  expect(await hashFile(path, 0)).toEqual({ bytes: size, sha256 });
  const stop = new AbortController();
  const hashing = hashFile(path, size, stop.signal);
  stop.abort(new Error("stop here"));
  await expect(hashing).rejects.toThrow("stop here");
});

test("where the chunks end makes no difference", () => {
  const bytes = fc
    .array(fc.constantFrom("a", "é", "€", "🙂", "\n", "\r\n", "\r", " ", "\xe9raw", "\xf0raw"), {
      maxLength: 30,
    })
    .map((parts) =>
      Buffer.concat(
        parts.map((p) => (p.endsWith("raw") ? Buffer.from(p[0] ?? "", "latin1") : Buffer.from(p))),
      ),
    );
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(99), { maxLength: 8 }), (all, cuts) => {
      const lines = new LineScan(10);
      const utf8 = new Utf8Check();
      let start = 0;
      for (const cut of [...cuts.map((c) => c % (all.length + 1)).sort((a, b) => a - b), all.length]) {
        if (cut > start) {
          lines.add(all.subarray(start, cut));
          utf8.add(all.subarray(start, cut));
          start = cut;
        }
      }
      lines.end();
      const text = all.toString("latin1");
      const expected = text.split("\n");
      if (expected.at(-1) === "") expected.pop();
      expect(lines.lines).toBe(expected.length);
      expect(lines.blank).toBe(expected.filter((l) => /^[ \r]*$/.test(l)).length);
      expect(lines.longest).toBe(Math.max(0, ...expected.map((l) => l.length)));
      expect(lines.carriageReturns - lines.pairs).toBe(text.match(/\r(?!\n)/g)?.length ?? 0);
      expect(utf8.valid()).toBe(Buffer.from(all.toString("utf8")).equals(all));
    }),
    { seed: 20240611, numRuns: 4000 },
  );
});
