import { configSchema } from "../../../pipeline/config/config.js";
import { customers } from "../../../pipeline/sql/customers.js";
import { id, list, type Sql, sql } from "../../../pipeline/sql/sql.js";
import type { StageContext } from "../../../pipeline/stage.js";
import { quiet, spendEngine } from "../spend/spend-engine.js";
import { type LogRow, writtenDay } from "../sql/random-log.js";

export interface LogOptions {
  readonly separate: boolean;
  readonly money: boolean;
  /** Last day, counted as those of the rows. */
  readonly asOf: number;
  /** Rows that the engine may group at once. */
  readonly rowsPerShard: number | null;
}

/** A function that makes tables of the rows of a log, as a run does, and the context of a stage that reads them. */
export async function logEngine(): Promise<
  (rows: readonly LogRow[], options: LogOptions) => Promise<StageContext>
> {
  const { engine } = await spendEngine(1);
  return async (rows, { separate, money, asOf, rowsPerShard }) => {
    const config = configSchema.parse({
      ingest: { sameDayOrders: separate ? "separate" : "merge" },
      columns: money ? {} : { amount: "none" },
    });
    const values = rows.map(({ customer, day, units, refund }): Sql => {
      const amount = money ? [sql`cast(${units / 1e4} as decimal(18,4))`] : [];
      return sql`(${list([sql`${customer}`, sql`date ${writtenDay(day)}`, ...amount, sql`${refund}`])})`;
    });
    const names = ["customer_id", "day", ...(money ? ["amount"] : []), "is_refund"].map(id);
    await engine.materialize(
      { name: "transactions" },
      sql`select * from (values ${list(values)}) t(${list(names)})`,
    );
    const counted = { attributes: [], refunds: true, separate, period: null, logGaps: false, money };
    await engine.materialize(
      { name: "customers" },
      customers(engine.dialect, id("transactions"), { asOf: writtenDay(asOf), ...counted }),
    );
    return { ...quiet, config, engine: { ...engine, rowsPerShard } } as unknown as StageContext;
  };
}
