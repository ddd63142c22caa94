import { raw } from "../../sql/sql.js";
import { serverKind } from "../database-source.js";

/** A table or query of a PostgreSQL server. */
export const postgres = serverKind({
  name: "postgres",
  rowHash: raw("hashtextextended(cast(s as text), 0)"),
  readsFolders: false,
});
