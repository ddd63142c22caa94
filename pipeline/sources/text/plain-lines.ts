import { comma, delimiterClass, space, terminatorClass } from "./byte-classes.js";
import type { ByteWindow } from "./byte-window.js";
import { carriageReturn, lineFeed } from "./bytes.js";
import { writeNumber } from "./clean-bytes.js";
import type { SplitterOptions } from "./splitter-options.js";

/**
 * The fast way: copies records that are one line, have the right number of fields and need no rewriting, up to the first
 * line that is anything else, or until the output is longer than `full`. Returns where the output ends.
 */
export function copyPlainLines(
  window: ByteWindow,
  kinds: Uint8Array,
  columns: number,
  options: SplitterOptions,
  out: Buffer,
  outFrom: number,
  full: number,
): number {
  const { bytes, end } = window;
  const { terminator, delimiter, maxRecordBytes } = options;
  let { pos, line } = window;
  let outLength = outFrom;
  while (outLength < full) {
    let i = pos;
    if (delimiter === null) while (kinds[bytes[i]!] === delimiterClass) i++;
    if (bytes[i]! <= space) break;
    let o = writeNumber(line, out, outLength);
    out[o++] = comma;
    let fields = 1;
    let byte = bytes[i]!;
    let kind = kinds[byte]!;
    while (kind < terminatorClass) {
      i++;
      if (kind === 0) {
        out[o++] = byte;
      } else {
        out[o++] = comma;
        fields++;
        if (delimiter === null) while (kinds[bytes[i]!] === delimiterClass) i++;
      }
      byte = bytes[i]!;
      kind = kinds[byte]!;
    }
    if (byte === carriageReturn && terminator === lineFeed && bytes[i + 1] === lineFeed) byte = bytes[++i]!;
    if (byte !== terminator || fields !== columns || i >= end || i - pos > maxRecordBytes) break;
    out[o] = lineFeed;
    outLength = o + 1;
    pos = i + 1;
    line++;
  }
  window.pos = pos;
  window.line = line;
  return outLength;
}
