import { sql } from "../../sql/sql.js";
import type { ChangedFuture, MartServices } from "../services.js";

/** Changes looked at: one point of a share, and ten per cent of anything else. */
export const point = 0.01;
export const factor = 1.1;

/** By how much of itself a driver is moved either way for a point elasticity: its error is about the square of it. */
export const nudge = 3e-4;

/** Columns of mart_sensitivity: discounted purchases under other futures; those with above and below are a little off, for slopes. */
export const futureColumns = [
  ...(["retention", "frequency", "frequency_above", "frequency_below"] as const),
  ...(["discount", "discount_above", "discount_below"] as const),
] as const;
export type FutureColumn = (typeof futureColumns)[number];

export function futures(annualDiscountRate: number): readonly ChangedFuture[] {
  const of: Readonly<Record<FutureColumn, Omit<ChangedFuture, "column">>> = {
    retention: { change: { retention: point } },
    frequency: { change: { frequency: factor } },
    frequency_above: { change: { frequency: 1 + nudge }, even: true },
    frequency_below: { change: { frequency: 1 - nudge }, even: true },
    discount: { annualDiscountRate: annualDiscountRate + point },
    discount_above: { annualDiscountRate: annualDiscountRate * (1 + nudge), even: true },
    discount_below: { annualDiscountRate: annualDiscountRate * (1 - nudge), even: true },
  };
  return futureColumns.map((column) => ({ column, ...of[column] }));
}

/** The tables that the select joins. */
export async function prepare({ inputs, loadFutures, loadBounds }: MartServices): Promise<void> {
  const { facts, table } = inputs;
  await loadFutures("mart_sensitivity", futures(facts.annualDiscountRate));
  await loadBounds(
    "mart_sensitivity_bounds",
    sql`select customer_id, 'base' as group_key from ${table("customers")}`,
  );
}
