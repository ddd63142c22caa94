import { doubleQuote } from "./byte-classes.js";

/** Writes a whole number in decimal; returns where it ends. */
export function writeNumber(value: number, out: Buffer, at: number): number {
  if (value > 0x7fffffff) return at + out.write(String(value), at, "latin1");
  let digits = 1;
  for (let bound = 10; bound <= value; bound *= 10) digits++;
  let n = value | 0;
  for (let i = at + digits - 1; i >= at; i--) {
    const rest = (n / 10) | 0;
    out[i] = 48 + n - 10 * rest;
    n = rest;
  }
  return at + digits;
}

/** Puts the bytes from `from` to `end` in quotes, doubling those inside; returns the new end. */
export function putInQuotes(out: Buffer, from: number, end: number): number {
  let inside = 0;
  for (let i = from; i < end; i++) if (out[i] === doubleQuote) inside++;
  let to = end + inside + 1;
  out[to] = doubleQuote;
  for (let i = end - 1; i >= from; i--) {
    const byte = out[i]!;
    out[--to] = byte;
    if (byte === doubleQuote) out[--to] = doubleQuote;
  }
  out[from] = doubleQuote;
  return end + inside + 2;
}
