import {
  chooseLevels,
  type LevelCovariate,
  type LevelLimits,
  levelLimits,
  levelMinimum,
} from "../../models/spend/spend-covariates.js";
import type { Engine } from "../engines/engine.js";
import { levelCounts } from "../sql/spend-covariates.js";
import type { Sql } from "../sql/sql.js";

/** The levels of each attribute that are frequent among these customers. */
export async function levelCovariates(
  engine: Engine,
  attributes: readonly string[],
  among: { readonly who: "all" | "spenders"; readonly customers: number; readonly table?: Sql },
  signal: AbortSignal,
  limits: LevelLimits = levelLimits,
): Promise<LevelCovariate[]> {
  const table = among.table ?? engine.dialect.table("customers");
  const found: LevelCovariate[] = [];
  for (const name of attributes) {
    const minimum = levelMinimum(among.customers, limits);
    const rows = await engine.rows(
      levelCounts(table, name, { among: among.who, minimum, limit: limits.maxLevels }),
      signal,
    );
    const counts = rows.map((row) => ({
      value: row.value === null ? null : String(row.value),
      customers: Number(row.customers),
    }));
    found.push(chooseLevels(name, counts, among.customers, limits));
  }
  return found;
}
