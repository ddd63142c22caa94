import { isUtf8 } from "node:buffer";
import { carriageReturn } from "./bytes.js";

/** Counts lines over chunks that may cut a line, or a "\r\n", anywhere. */
export class LineScan {
  lines = 0;
  /** Lines that a terminator ends. */
  ended = 0;
  blank = 0;
  longest = 0;
  carriageReturns = 0;
  /** "\r" directly before the terminator. */
  pairs = 0;
  private readonly terminator: number;
  /** Of the line under way: its bytes in earlier chunks, and whether they were all blank. */
  private before = 0;
  private blankSoFar = true;
  private lastByte = 0;

  constructor(terminator: number) {
    this.terminator = terminator;
  }

  add(chunk: Buffer): void {
    const hasCr = chunk.includes(carriageReturn);
    let start = 0;
    const end = chunk.indexOf(this.terminator);
    if (end >= 0) {
      this.longest = Math.max(this.longest, this.before + end);
      if (this.blankSoFar && isBlank(chunk, 0, end)) this.blank++;
      if ((end > 0 ? chunk[end - 1] : this.lastByte) === carriageReturn) this.pairs++;
      this.ended++;
      start = this.wholeLines(chunk, end + 1, hasCr);
      this.before = 0;
      this.blankSoFar = true;
    }
    this.before += chunk.length - start;
    this.blankSoFar &&= isBlank(chunk, start, chunk.length);
    this.lastByte = chunk[chunk.length - 1] ?? this.lastByte;
    if (hasCr) this.carriageReturns += count(chunk, carriageReturn);
  }

  /** The lines that lie in one chunk as a whole, from `start` on; returns where the next one begins. */
  private wholeLines(chunk: Buffer, from: number, hasCr: boolean): number {
    const terminator = this.terminator;
    let { longest, blank, pairs, ended } = this;
    let start = from;
    for (let end = chunk.indexOf(terminator, start); end >= 0; end = chunk.indexOf(terminator, start)) {
      if (end - start > longest) longest = end - start;
      if (chunk[start]! <= 32 && isBlank(chunk, start, end)) blank++;
      if (hasCr && chunk[end - 1] === carriageReturn) pairs++;
      ended++;
      start = end + 1;
    }
    Object.assign(this, { longest, blank, pairs, ended });
    return start;
  }

  end(): void {
    this.lines = this.ended + (this.before > 0 ? 1 : 0);
    if (this.before > 0 && this.blankSoFar) this.blank++;
    this.longest = Math.max(this.longest, this.before);
  }
}

function count(bytes: Buffer, byte: number): number {
  let n = 0;
  for (let i = bytes.indexOf(byte); i >= 0; i = bytes.indexOf(byte, i + 1)) n++;
  return n;
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== 32 && bytes[i] !== carriageReturn) return false;
  return true;
}

/** Whether bytes are UTF-8 over chunks that may cut a character anywhere. */
export class Utf8Check {
  private sound = true;
  private rest: Buffer = Buffer.alloc(0);

  add(chunk: Buffer): void {
    if (!this.sound) return;
    let start = 0;
    if (this.rest.length > 0) {
      // Up to three bytes of the cut character, and as many continuation bytes as follow.
      while (start < 3 && start < chunk.length && ((chunk[start] ?? 0) & 0xc0) === 0x80) start++;
      const joined = Buffer.concat([this.rest, chunk.subarray(0, start)]);
      if (start === chunk.length && joined.length < 4 && unfinished(joined) === 0) {
        this.rest = joined;
        return;
      }
      this.sound = isUtf8(joined);
      this.rest = Buffer.alloc(0);
    }
    const end = start + unfinished(chunk.subarray(start));
    this.rest = Buffer.from(chunk.subarray(end));
    this.sound &&= isUtf8(chunk.subarray(start, end));
  }

  valid(): boolean {
    return this.sound && this.rest.length === 0;
  }
}

/** Where the last character of the bytes begins if it is cut off, else their length. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needs > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
