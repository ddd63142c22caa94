import { Int64, Schema, Utf8 } from "apache-arrow";
import { field } from "./field.js";

/** rejected_rows: every source row that was not accepted. */
export const rejectedRowsSchema = new Schema([
  field("file", new Utf8(), "file name as given, relative to the folder or glob it was found by", "", false),
  field(
    "line",
    new Int64(),
    "1-based physical line of a text file at which the record begins; row number elsewhere",
    "",
    false,
  ),
  field("reason", new Utf8(), "reason code, such as MISSING_CUSTOMER", "", false),
  field(
    "raw_text",
    new Utf8(),
    "the line as it stands in the file; the row as JSON for typed sources",
    "",
    false,
  ),
]);
