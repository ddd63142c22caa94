import { raw, sql } from "../../sql/sql.js";
import { openText } from "../compression.js";
import type { OfferedColumn } from "../offered-column.js";
import { textKind } from "../read-text.js";
import { sampleJsonLines } from "../sample-text.js";
import type { FileKind } from "../source-kind.js";
import { readJsonKeys } from "../text/header.js";

/** No JSON line holds this character unescaped, so that it can stand for "no separator". */
const noSeparator = "\u0001";

/** JSON lines: one object a line. */
export const jsonl: FileKind = {
  ...textKind({
    names: async () => ["raw"],
    form: () => ({ delimiter: noSeparator, quote: "", header: false, skip: 0 }),
    columns: async (path, _names, { encoding }) => ({
      columns: (await readJsonKeys(path, encoding)).map(
        (name): OfferedColumn => ({
          name,
          value: sql`case when json_valid(c1) then c1 ->> ${jsonPointer(name)} end`,
          type: "text",
        }),
      ),
      broken: { when: raw("not json_valid(c1)"), reason: "INVALID_JSON" },
    }),
  }),
  recognise: async (_head, path) => {
    for await (const chunk of openText(path)) {
      const start = (chunk as Buffer)
        .toString("latin1", 0, 256)
        .replace(/^\xEF\xBB\xBF/, "")
        .trimStart();
      return start.startsWith("{");
    }
    return false;
  },
  sample: sampleJsonLines,
};

/** RFC 6901: unlike a path, it can name any key. */
function jsonPointer(key: string): string {
  return `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
