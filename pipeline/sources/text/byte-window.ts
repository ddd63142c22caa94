import { isUtf8 } from "node:buffer";
import { space, tab } from "./byte-classes.js";
import { carriageReturn, lineFeed } from "./bytes.js";
import type { SplitterOptions } from "./splitter-options.js";

/** The bytes of a file that have arrived and are not split yet. */
export class ByteWindow {
  bytes: Buffer = Buffer.alloc(0);
  /** Where the line begins that comes next, and its number from 1. */
  pos = 0;
  line = 1;
  end = 0;
  /** No more bytes will come. */
  ended = false;
  /** Whether all whole lines are valid in their encoding. */
  sound = true;

  private readonly options: SplitterOptions;
  private lastByte: number;

  constructor(options: SplitterOptions) {
    this.options = options;
    this.lastByte = options.terminator;
  }

  push(chunk: Buffer): void {
    const left = this.end - this.pos;
    if (left + chunk.length + 2 > this.bytes.length) {
      const bigger = Buffer.allocUnsafe(2 * (left + chunk.length) + 2);
      this.bytes.copy(bigger, 0, this.pos, this.end);
      this.bytes = bigger;
    } else {
      this.bytes.copyWithin(0, this.pos, this.end);
    }
    chunk.copy(this.bytes, left);
    this.pos = 0;
    this.end = left + chunk.length;
    this.lastByte = chunk[chunk.length - 1] ?? this.lastByte;
    this.settle();
  }

  /** Whether the last line to arrive so far ends with a terminator. */
  get terminated(): boolean {
    return this.lastByte === this.options.terminator;
  }

  /** Two terminators after the last byte stop every scan without a check per byte, also one that looks ahead. */
  private settle(): void {
    const { terminator, encoding } = this.options;
    this.bytes[this.end] = terminator;
    this.bytes[this.end + 1] = terminator;
    // Only whole lines end a record, and a terminator is never part of a longer UTF-8 character.
    const whole = this.bytes.subarray(0, this.end).lastIndexOf(terminator) + 1;
    this.sound = encoding === "latin-1" || isUtf8(this.bytes.subarray(0, whole));
  }

  /** Where the line at `pos` ends, or a place from `end` on where its end has not arrived. */
  lineEnd(): number {
    return this.bytes.indexOf(this.options.terminator, this.pos);
  }

  /** Goes on behind the line that ends at `at`. */
  passLine(at: number): void {
    this.pos = at + 1;
    this.line++;
  }

  /** The line at `pos`, which ends at `at`, without its terminator. */
  lineText(at: number): Buffer {
    const pair =
      this.options.terminator === lineFeed && at > this.pos && this.bytes[at - 1] === carriageReturn;
    return this.bytes.subarray(this.pos, pair ? at - 1 : at);
  }

  /** Where the blank bytes end that begin at `pos`. */
  blankEnd(): number {
    const { delimiter, terminator } = this.options;
    let i = this.pos;
    for (;;) {
      const byte = this.bytes[i];
      if (byte === terminator) return i;
      if (byte !== space && byte !== carriageReturn && !(byte === tab && delimiter === null)) return i;
      i++;
    }
  }
}
