import { Field, Int32, Int64, Schema } from "apache-arrow";

/** histories: the distinct purchase histories, ordered by x, t_x, t_cal; what every purchase model is fitted on. */
export const historiesSchema = new Schema([
  /** repeat purchases: purchase days after the first */
  new Field("x", new Int32(), true),
  /** days from the first to the last purchase; periods for a discrete model */
  new Field("t_x", new Int32(), true),
  /** days from the first purchase to the as-of date; periods for a discrete model */
  new Field("t_cal", new Int32(), true),
  /** row of covariate_groups that their covariates are in; 0 without covariates */
  new Field("covariate_group", new Int32(), true),
  /** customers with this history */
  new Field("n", new Int64(), true),
  /** sum over them of ln(days between consecutive purchases), in 1e-9; null where no model needs it */
  new Field("log_gaps", new Int64(), true),
]);
