import type { Config } from "../config/config.js";
import { ClvError } from "../errors.js";
import { type RowsOfOrders, withPartsFilled, withPartsMarked } from "../sql/order-parts.js";
import type { MappedColumns } from "../sql/parse-rows.js";
import type { Sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";

/** Whether what a row becomes depends on the rows above it, so that each must have its number. */
export function needsOrder({ ingest }: Config): boolean {
  return ingest.continuationRows !== "reject";
}

/**
 * Source rows as `ingest.continuationRows` asks of further rows of an order.
 * @throws ClvError CONFIG_INVALID for a table of a server, whose rows have no order
 */
export function rowsOfOrders(
  relation: Sql,
  columns: MappedColumns,
  file: string,
  { engine, config }: Pick<StageContext, "engine" | "config">,
): RowsOfOrders {
  const { continuationRows, nullTokens } = config.ingest;
  if (continuationRows === "reject") return { relation, columns };
  if (columns.line === null)
    throw new ClvError(
      "CONFIG_INVALID",
      `ingest.continuationRows is ${continuationRows}, but the rows of ${file} have no order: a table of a server has none. ` +
        "Select one row an order in source.query, and leave the setting out.",
    );
  const rows = continuationRows === "skip" ? withPartsMarked : withPartsFilled;
  return rows(engine.dialect, relation, columns, nullTokens);
}
