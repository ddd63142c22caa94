import { commonMargin } from "../../config/margin.js";
import { hasMoney } from "../../config/questions.js";
import { baseMarginRate, ownMarginRate } from "../../sql/margin-rate.js";
import type { StageContext } from "../../stage.js";

/** The contribution margin of all customers together: where they differ in it, that of all revenue so far. */
export async function marginOfBase({ engine, config, signal }: StageContext): Promise<number> {
  const own = hasMoney(config) ? ownMarginRate(config, "c") : null;
  if (own === null) return commonMargin(config);
  const [row] = await engine.rows(baseMarginRate(engine.dialect.table("customers"), own), signal);
  return Number(row?.rate);
}
