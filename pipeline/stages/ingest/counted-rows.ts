import type { Refunded } from "../../artifacts/account.js";
import type { Row } from "../../engines/engine.js";
import { partReason } from "../../sql/order-parts.js";
import { refundedCounts } from "../../sql/refunded-amounts.js";
import type { Sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { count } from "../../text/format.js";

/** Rows of `transactions`, and what of them a column of refunded amounts has added: a row for each refunded order. */
export interface Written {
  readonly rows: number;
  readonly refunded: Refunded;
}

export function written(rows: number, refunded: Refunded = { orders: 0, amount: 0 }): Written {
  return { rows, refunded };
}

/** How many rows are but parts of an order, among those by reason. */
export function partsIn(reasons: readonly Row[]): number {
  return Number(reasons.find((r) => r.reason === partReason)?.n ?? 0);
}

/** Counts what was refunded of the accepted rows in the window, and warns of more than was paid. */
export async function countRefunded(
  accepted: Sql,
  window: Sql,
  { engine, signal, warn }: StageContext,
): Promise<Refunded> {
  const [row] = await engine.rows(refundedCounts(accepted, window), signal);
  const [orders, beyond] = [Number(row?.n ?? 0), Number(row?.beyond ?? 0)];
  if (beyond > 0)
    warn(
      `${count(beyond)} of ${count(orders)} refunded orders were refunded more than their amount: check columns.refunded and columns.amount`,
    );
  return { orders, amount: Number(row?.amount ?? 0) };
}
