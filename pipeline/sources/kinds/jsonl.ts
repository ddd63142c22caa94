import { raw } from "../../sql/sql.js";
import { openText } from "../compression.js";
import { jsonColumns, jsonIdentity } from "../json-fields.js";
import { textKind } from "../read-text.js";
import { sampleJsonLines } from "../sample-text.js";
import type { FileKind } from "../source-kind.js";
import { readJsonFields } from "../text/header.js";

/** No JSON line holds this character unescaped, so that it can stand for "no separator". */
const noSeparator = "\u0001";

/** JSON lines: one object a line. */
export const jsonl: FileKind = {
  ...textKind({
    names: async () => ["raw"],
    form: () => ({ delimiter: noSeparator, quote: "", header: false, skip: 0 }),
    columns: async (path, _names, { encoding }) => {
      const { fields, keys } = await readJsonFields(path, encoding);
      return {
        columns: jsonColumns(fields, raw("c1")),
        identity: jsonIdentity(keys, raw("c1")),
        broken: { when: raw("not json_valid(c1)"), reason: "INVALID_JSON" },
      };
    },
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
