import { isUtf8 } from "node:buffer";

/** What becomes of the lines of a text file after its header, by a plain loop over its characters. */
export interface ReferenceSplit {
  /** The first line of every record that can be split. */
  readonly records: readonly number[];
  /** Every other line that is not blank, with the reason. */
  readonly rejected: ReadonlyMap<number, string>;
  /** The text of a line, from 1, without its end. */
  readonly line: (n: number) => Buffer;
}

export interface ReferenceFormat {
  /** One character, or null for runs of spaces and tabs. */
  readonly delimiter: string | null;
  readonly quote: string | null;
  readonly header: boolean;
  /** Without a header: the number of fields. */
  readonly columns?: number;
}

const maxRecordLines = 64;

/**
 * The rules, once more: a line ends with "\n" (or "\r" where the file has no "\n"), and one "\r" before "\n" belongs to
 * the line end. Blank lines (spaces and "\r", with runs of blanks also tabs) count for nothing. A record is a line, or
 * as many lines as its quoted fields span; where that gives no record with the right number of fields, its first line
 * is rejected alone and the next line starts again. NUL or invalid UTF-8 anywhere in a record rejects each of its lines.
 */
export function referenceSplit(content: Buffer, format: ReferenceFormat): ReferenceSplit {
  const bytes = content.subarray(content.subarray(0, 3).equals(Buffer.from("\ufeff")) ? 3 : 0);
  const text = bytes.toString("latin1");
  const end = text.includes("\n") || !text.includes("\r") ? "\n" : "\r";
  const lines = text.split(end);
  if (lines.at(-1) === "") lines.pop();
  const bare = (i: number) => (end === "\n" ? lines[i]!.replace(/\r$/, "") : lines[i]!);
  const isBlank = (i: number) => (format.delimiter === null ? /^[ \t\r]*$/ : /^[ \r]*$/).test(lines[i]!);
  const isValid = (latin1: string) => isUtf8(Buffer.from(latin1, "latin1"));

  let columns = format.columns ?? null;
  let headerSeen = !format.header;
  const records: number[] = [];
  const rejected = new Map<number, string>();
  const rejectLine = (i: number, reason: string) => {
    if (bare(i).includes("\0")) rejected.set(i + 1, "NUL_BYTE");
    else rejected.set(i + 1, isValid(bare(i)) ? reason : "INVALID_ENCODING");
  };
  for (let i = 0; i < lines.length; ) {
    if (isBlank(i)) {
      i++;
      continue;
    }
    const record = scan(lines, i, end, format);
    const wanted = headerSeen ? columns : null;
    const misfit =
      record === null || wanted === null
        ? null
        : record.fields < wanted
          ? "TOO_FEW_FIELDS"
          : record.filled > wanted
            ? "TOO_MANY_FIELDS"
            : null;
    if (record === null || (record.lines > 1 && misfit !== null)) {
      rejectLine(i++, "UNCLOSED_QUOTE");
      continue;
    }
    const whole = lines.slice(i, i + record.lines).join(end);
    const unreadable = whole.includes("\0") ? "NUL_BYTE" : isValid(whole) ? null : "INVALID_ENCODING";
    if (unreadable !== null)
      for (let k = i; k < i + record.lines; k++) if (!isBlank(k)) rejected.set(k + 1, unreadable);
    if (unreadable === null && misfit !== null) rejectLine(i, misfit);
    if (unreadable === null && misfit === null) {
      if (!headerSeen) {
        headerSeen = true;
        columns = record.fields;
      } else records.push(i + 1);
    }
    i += record.lines;
  }
  return { records, rejected, line: (n) => Buffer.from(bare(n - 1), "latin1") };
}

/** The record that begins at a line, or null where a quoted field does not end as it should. */
function scan(lines: readonly string[], from: number, end: string, { delimiter, quote }: ReferenceFormat) {
  const text = `${lines.slice(from, from + maxRecordLines).join(end)}${end}`;
  const isDelimiter = (c: string | undefined) =>
    delimiter === null ? c === " " || c === "\t" : c === delimiter;
  const atEnd = (i: number) => text[i] === end || (end === "\n" && text[i] === "\r" && text[i + 1] === "\n");
  let i = 0;
  let fields = 0;
  let filled = 0;
  let spanned = 1;
  for (;;) {
    if (delimiter === null) {
      while (isDelimiter(text[i])) i++;
      if (atEnd(i)) break;
    }
    let value = "";
    if (quote !== null && text[i] === quote) {
      for (i++; ; i++) {
        if (i >= text.length - 1) return null;
        if (text[i] === quote && text[i + 1] === quote) i++;
        else if (text[i] === quote) break;
        if (text[i] === end) spanned++;
        value += text[i];
      }
      i++;
      if (delimiter !== null) while (text[i] === " ") i++;
      if (!atEnd(i) && !isDelimiter(text[i])) return null;
    } else {
      while (!isDelimiter(text[i]) && !atEnd(i)) value += text[i++];
    }
    fields++;
    if (value !== "") filled = fields;
    if (atEnd(i)) break;
    i++;
  }
  return { fields, filled, lines: spanned };
}
