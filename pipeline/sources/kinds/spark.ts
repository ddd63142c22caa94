import { raw } from "../../sql/sql.js";
import { serverKind } from "../database-source.js";

/** A table or query of a Spark server, or Parquet folders that it can see. */
export const spark = serverKind({
  name: "spark",
  rowHash: raw("xxhash64(struct(s.*))"),
  readsFolders: true,
});
