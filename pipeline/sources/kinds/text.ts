import { id } from "../../sql/sql.js";
import type { OfferedColumn } from "../offered-column.js";
import { textKind } from "../read-text.js";
import { sampleText } from "../sample-text.js";
import type { FileKind } from "../source-kind.js";
import { delimiterOf, readTextHeader } from "../text/header.js";

/** Delimited text: CSV, TSV and others. */
export const text: FileKind = {
  ...textKind({
    names: readTextHeader,
    form: ({ delimiter, quote, header, skip }) => ({
      delimiter: delimiterOf(delimiter),
      quote,
      header,
      skip,
    }),
    columns: async (_path, names) => ({
      columns: names.map((name, i): OfferedColumn => ({ name, value: id(`c${i + 1}`), type: "text" })),
      broken: null,
    }),
  }),
  recognise: () => true,
  sample: sampleText,
};
