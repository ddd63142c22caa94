import { Int32, Int64, Schema, Utf8 } from "apache-arrow";
import { field } from "./field.js";

/** covariate_groups: the combinations of attributes that a purchase model takes as covariates; empty without any. */
export function covariateGroupsSchema(attributes: readonly string[]): Schema {
  return new Schema([
    field("covariate_group", new Int32(), "0, 1, 2, ..."),
    ...attributes.map((name) => field(`attr_${name}`, new Utf8(), "value of the attribute")),
    field("n", new Int64(), "customers in the group", "customers"),
  ]);
}
