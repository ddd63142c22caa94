/** A record of a sample, split leniently: nothing is rejected, only marked. */
export interface SampleRecord {
  readonly fields: readonly string[];
  /** For each field, whether quotes enclosed it. */
  readonly quoted: readonly boolean[];
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** A quote was not closed before the next delimiter or the end of the sample. */
  readonly broken: boolean;
}

const maxRecordLines = 64;

/**
 * The records of a piece of text, by the rules of `normaliseText`; blank lines are left out.
 * @param delimiter one character, or "whitespace"
 * @example splitSample(['a,"b,c"'], ",", '"')[0].fields // ["a", "b,c"]
 */
export function splitSample(
  lines: readonly string[],
  delimiter: string,
  quote: string | null,
  limit = Infinity,
): SampleRecord[] {
  const records: SampleRecord[] = [];
  for (let at = 0; at < lines.length && records.length < limit; ) {
    const first = lines[at] ?? "";
    if ((delimiter === "whitespace" ? first.trim() : first.replace(/^[ \r]+/, "")) === "") {
      at++;
      continue;
    }
    let text = first;
    let split = splitOne(text, delimiter, quote);
    let used = 1;
    while (split === "open" && used < maxRecordLines && at + used < lines.length) {
      text += `\n${lines[at + used]}`;
      used++;
      split = splitOne(text, delimiter, quote);
    }
    const broken = split === "open" || split === "broken";
    if (split === "open" || split === "broken") {
      used = 1;
      split = { fields: [first], quoted: [false] };
    }
    records.push({ ...split, line: at + 1, broken });
    at += used;
  }
  return records;
}

type Split = { fields: string[]; quoted: boolean[] } | "open" | "broken";

function splitOne(record: string, delimiter: string, quote: string | null): Split {
  const white = delimiter === "whitespace";
  const text = white ? record.trim() : record;
  const fields: string[] = [];
  const quoted: boolean[] = [];
  const isDelimiter = (c: string | undefined) => (white ? c === " " || c === "\t" : c === delimiter);
  let i = 0;
  for (;;) {
    if (white) while (isDelimiter(text[i])) i++;
    if (quote !== null && text[i] === quote) {
      let field = "";
      for (i++; ; i++) {
        if (i >= text.length) return "open";
        if (text[i] !== quote) field += text[i];
        else if (text[i + 1] === quote) field += text[i++];
        else break;
      }
      i++;
      while (text[i] === " " && !isDelimiter(" ")) i++;
      if (i < text.length && !isDelimiter(text[i])) return "broken";
      fields.push(field);
      quoted.push(true);
    } else {
      const from = i;
      while (i < text.length && !isDelimiter(text[i])) i++;
      fields.push(text.slice(from, i));
      quoted.push(false);
    }
    if (i >= text.length) return { fields, quoted };
    i++;
  }
}
