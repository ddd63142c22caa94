import { unsplittableReasons } from "../sources/text/unsplittable.js";
import { reasonCodes } from "../sql/parse-rows.js";
import { say } from "../text/messages/say.js";
import { redaction } from "./person.js";
import type { RejectedLines } from "./rejected-lines.js";

const reasons = [...new Set([...reasonCodes, ...unsplittableReasons])].join("|");
/** `reasonLines`: reason, rows, place, text. */
const rejected = new RegExp(
  String.raw`^( {2}(${reasons}) +[\d,]+ {2}${say("data.rejected.first")}: )(.*)$`,
  "gm",
);

/** What else quotes the user's data in messages: before it, the quotation, after it. */
const quotations: readonly RegExp[] = [
  // DuckDB, reading text
  /(\bOriginal Line: )(.*)()$/gm,
  /(\b[Cc]ould not (?:convert|parse) string ["'])(.*?)(["'](?: |$))/gm,
  // PostgreSQL
  /(\bFailing row contains \()(.*)(\)\.)$/gm,
  /(\bKey \([^()]*\)=\()(.*)(\) )/g,
  // Spark
  /(\bThe value ')(.*?)(' of the type )/g,
  // COLUMN_NOT_FOUND: the names of a header, which may be a line of data in truth
  /(\b\d+ )("(?:[^"\\]|\\.)*")(?=(?:, \d+ "|\. `clv init))()/g,
];

/**
 * A message without the lines in it that are about a person.
 * @param note is called with the id for each of them
 */
export async function withoutQuotedLines(
  message: string,
  lines: RejectedLines,
  note: (id: string) => void,
): Promise<string> {
  let text = message;
  for (const [whole, before, reason, quoted] of message.matchAll(rejected)) {
    const place = placeIn(quoted!, lines);
    const file = place.trimEnd().replace(/:\d+$/, "");
    const id = await lines.personOf({ file, reason: reason!, text: quoted!.slice(place.length) });
    if (id === null) continue;
    note(id);
    text = text.replace(whole, () => before + place + redaction);
  }
  for (const quotation of quotations)
    text = text.replace(quotation, (whole, before: string, quoted: string, after: string) => {
      const id = lines.personIn(quoted);
      if (id === null) return whole;
      note(id);
      return before + redaction + after;
    });
  return text;
}

/** `log.csv:12  ` before a text; without a line number where a table has none. Names of files may hold two blanks as well. */
function placeIn(quoted: string, { isSource }: RejectedLines): string {
  const places = [...quoted.matchAll(/ {2}/g)].map(({ index }) => quoted.slice(0, index + 2));
  return places.find((place) => isSource(place.trimEnd().replace(/:\d+$/, ""))) ?? places[0] ?? "";
}
