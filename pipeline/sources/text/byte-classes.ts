import { carriageReturn } from "./bytes.js";
import type { SplitterOptions } from "./splitter-options.js";

export const space = 0x20;
export const tab = 0x09;
export const comma = 0x2c;
export const doubleQuote = 0x22;

/** What a byte means while scanning; everything else, which is 0, is copied as it is. */
export const delimiterClass = 1;
export const terminatorClass = 2;
export const otherClass = 3;

/** What each byte means in an unquoted field, in a quoted one, and in a line that is to be copied as a whole. */
export interface ByteClasses {
  readonly outside: Uint8Array;
  readonly inside: Uint8Array;
  readonly whole: Uint8Array;
}

/** @param high whether bytes from 80 on need a look of their own */
export function byteClasses(options: SplitterOptions, high: boolean): ByteClasses {
  const outside = new Uint8Array(256);
  const inside = new Uint8Array(256);
  if (high) for (let byte = 128; byte < 256; byte++) outside[byte] = inside[byte] = otherClass;
  for (const byte of [0, doubleQuote]) outside[byte] = inside[byte] = otherClass;
  outside[carriageReturn] = outside[comma] = otherClass;
  for (const byte of options.delimiter === null ? [space, tab] : [options.delimiter])
    outside[byte] = delimiterClass;
  outside[options.terminator] = inside[options.terminator] = terminatorClass;
  const whole = outside.slice();
  if (options.quote !== null) inside[options.quote] = whole[options.quote] = otherClass;
  return { outside, inside, whole };
}
