import { Field, Int32, Int64, Schema } from "apache-arrow";

/** holdout_histories: histories as of the cut with what came after it, ordered by x, t_x, t_cal, y; empty unless models are compared. */
export const holdoutHistoriesSchema = new Schema([
  /** repeat purchases up to the cut: purchase days after the first */
  new Field("x", new Int32(), true),
  /** days from the first to the last purchase before the cut */
  new Field("t_x", new Int32(), true),
  /** days from the first purchase to the cut */
  new Field("t_cal", new Int32(), true),
  /** purchase days from the cut to the as-of date */
  new Field("y", new Int32(), true),
  /** customers with this history and this y */
  new Field("n", new Int64(), true),
  /** sum over them of ln(days between consecutive purchases up to the cut), in 1e-9; null where no model needs it */
  new Field("log_gaps", new Int64(), true),
]);
