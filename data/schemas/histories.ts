import { Int32, Int64, Schema } from "apache-arrow";
import { field } from "./field.js";

/** histories: the distinct purchase histories, ordered by x, t_x, t_cal; what every purchase model is fitted on. */
export const historiesSchema = new Schema([
  field("x", new Int32(), "repeat purchases: purchase days after the first", "purchases"),
  field("t_x", new Int32(), "first to last purchase", "days; periods for a discrete model"),
  field("t_cal", new Int32(), "first purchase to the as-of date", "days; periods for a discrete model"),
  field(
    "covariate_group",
    new Int32(),
    "row of covariate_groups that their covariates are in; 0 without covariates",
  ),
  field("n", new Int64(), "customers with this history", "customers"),
  field(
    "log_gaps",
    new Int64(),
    "sum over them of ln(days between consecutive purchases); null where no model needs it",
    "1e-9 ln days",
  ),
]);
