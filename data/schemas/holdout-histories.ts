import { Int32, Int64, Schema } from "apache-arrow";
import { field } from "./field.js";

/** holdout_histories: histories as of the cut with the purchases after it, ordered by x, t_x, t_cal, y; empty unless models are compared. */
export const holdoutHistoriesSchema = new Schema([
  field("x", new Int32(), "repeat purchases up to the cut: purchase days after the first", "purchases"),
  field("t_x", new Int32(), "first to last purchase before the cut", "days"),
  field("t_cal", new Int32(), "first purchase to the cut", "days"),
  field("y", new Int32(), "purchase days from the cut to the as-of date", "purchases"),
  field("n", new Int64(), "customers with this history and this y", "customers"),
  field(
    "log_gaps",
    new Int64(),
    "sum over them of ln(days between consecutive purchases up to the cut); null where no model needs it",
    "1e-9 ln days",
  ),
]);
