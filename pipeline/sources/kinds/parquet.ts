import { sql } from "../../sql/sql.js";
import { literalPath } from "../literal-path.js";
import { fileRowNumber, typedRelation } from "../read-typed.js";
import { sampleParquet } from "../sample-tables.js";
import type { FileKind } from "../source-kind.js";
import { refuseWideDecimals } from "../wide-decimals.js";

export const parquet: FileKind = {
  isTyped: true,
  isLoaded: false,
  recognise: (head) => head.toString("latin1").startsWith("PAR1"),
  open: async ({ path }, _index, _work, { engine, config }) => {
    await refuseWideDecimals(path, config.columns, engine);
    return typedRelation(
      engine,
      sql`read_parquet(${literalPath(path)}, file_row_number = true)`,
      fileRowNumber,
    );
  },
  sample: sampleParquet,
};
