import { Field, Int32, Int64, Schema, Utf8 } from "apache-arrow";

/** covariate_groups: the combinations of attributes that a purchase model takes as covariates; empty without any. */
export function covariateGroupsSchema(attributes: readonly string[]): Schema {
  return new Schema([
    /** 0, 1, 2, ... */
    new Field("covariate_group", new Int32(), true),
    ...attributes.map((name) => new Field(`attr_${name}`, new Utf8(), true)),
    /** customers */
    new Field("n", new Int64(), true),
  ]);
}
