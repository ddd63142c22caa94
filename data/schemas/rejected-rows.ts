import { Field, Int64, Schema, Utf8 } from "apache-arrow";

/** rejected_rows: every source row that was not accepted. */
export const rejectedRowsSchema = new Schema([
  /** file name as given, relative to the folder or glob it was found by */
  new Field("file", new Utf8(), false),
  /** 1-based physical line of a text file at which the record begins; row number elsewhere */
  new Field("line", new Int64(), false),
  /** reason code, such as MISSING_CUSTOMER */
  new Field("reason", new Utf8(), false),
  /** the line as it stands in the file; the row as JSON for typed sources */
  new Field("raw_text", new Utf8(), false),
]);
