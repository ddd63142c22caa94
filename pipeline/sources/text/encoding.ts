import { isAscii, isUtf8 } from "node:buffer";

/**
 * How the characters of a text file are written. "latin-1" reads the bytes 80-9F, which mean nothing printable in
 * ISO 8859-1, as Windows-1252 does (80 is the euro sign), because that is what such files really are.
 */
export type TextEncoding = "utf-8" | "latin-1" | "utf-16le" | "utf-16be";

export type ByteOrderMark = "utf-8" | "utf-16le" | "utf-16be";

/** Unicode of the bytes 80-9F in Windows-1252; the five that it leaves open keep their own number. */
const windows1252 = [
  0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,
  0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
  0x0153, 0x9d, 0x017e, 0x0178,
];

/** The UTF-8 bytes of each latin-1 byte from 80 on: `latin1Utf8[byte - 128]`. */
export const latin1Utf8: readonly Buffer[] = Array.from({ length: 128 }, (_, i) =>
  Buffer.from(String.fromCharCode(windows1252[i] ?? 128 + i)),
);

/** The byte order mark at the start of a file, or null. */
export function byteOrderMark(head: Buffer): ByteOrderMark | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return null;
}

/**
 * Rewrites UTF-16 to UTF-8, chunk by chunk. What is no valid UTF-16 becomes bytes that are no valid UTF-8 either
 * (a lone surrogate as three bytes, a last odd byte after FF), so that one check finds the bad lines of any encoding.
 */
export async function* utf16ToUtf8(
  chunks: AsyncIterable<Buffer>,
  bigEndian: boolean,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk);
    const even = bytes.length & ~1;
    const last = even < 2 ? 0 : (bytes[even - (bigEndian ? 2 : 1)] ?? 0);
    const end = last >= 0xd8 && last <= 0xdb ? even - 2 : even; // the first half of a pair waits for the second
    rest = Buffer.from(bytes.subarray(end));
    const units = bytes.subarray(0, end);
    if (units.length > 0) yield encodeUnits((bigEndian ? units.swap16() : units).toString("utf16le"));
  }
  if (rest.length >= 2) {
    const unit = bigEndian ? rest.readUInt16BE(0) : rest.readUInt16LE(0);
    yield encodeUnits(String.fromCharCode(unit));
  }
  if (rest.length % 2 === 1) yield Buffer.from([0xff, rest[rest.length - 1] ?? 0]);
}

function encodeUnits(text: string): Buffer {
  if (!/\p{Surrogate}/u.test(text)) return Buffer.from(text);
  return Buffer.concat(
    text.split(/(\p{Surrogate})/u).map((part, i) => {
      if (i % 2 === 0) return Buffer.from(part);
      const unit = part.charCodeAt(0);
      return Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 63), 0x80 | (unit & 63)]);
    }),
  );
}

/** Text of bytes that are known to be valid in their encoding. */
export function decodeText(bytes: Buffer, encoding: "utf-8" | "latin-1"): string {
  if (encoding === "utf-8" || isAscii(bytes)) return bytes.toString("utf8");
  let text = bytes.toString("latin1");
  if (/[\x80-\x9f]/.test(text)) {
    text = text.replace(/[\x80-\x9f]/g, (c) => String.fromCharCode(windows1252[c.charCodeAt(0) - 128] ?? 0));
  }
  return text;
}

/**
 * A line as people should see it, whatever is wrong with it: bytes that are not valid UTF-8 are shown as latin-1, so that
 * each keeps a character of its own, and NUL as its picture (U+2400), because databases refuse it inside text.
 * A line longer than `maxBytes` is cut there.
 * @example rawText(Buffer.from([0x63, 0x61, 0x66, 0xe9]), "utf-8", 100) // "café"
 */
export function rawText(line: Buffer, encoding: "utf-8" | "latin-1", maxBytes: number): string {
  let bytes = line;
  if (line.length > maxBytes) {
    let end = maxBytes;
    if (encoding === "utf-8") while (end > maxBytes - 4 && ((line[end] ?? 0) & 0xc0) === 0x80) end--;
    bytes = line.subarray(0, end);
  }
  const text =
    encoding === "utf-8" && !isUtf8(bytes) ? bytes.toString("latin1") : decodeText(bytes, encoding);
  return text.includes("\0") ? text.replaceAll("\0", "\u2400") : text;
}
