import { hasMoney } from "../../config/questions.js";
import { baseMarginRate, ownMarginRate } from "../../sql/margin-rate.js";
import type { StageContext } from "../../stage.js";

/** The contribution margin of all customers together: where they differ in it, that of all revenue so far. */
export async function marginOfBase({ engine, config, signal }: StageContext): Promise<number> {
  const { margin } = config.value;
  const own = hasMoney(config) ? ownMarginRate(config, "c") : null;
  if (own === null) return typeof margin === "number" ? margin : 1;
  const [row] = await engine.rows(baseMarginRate(engine.dialect.table("customers"), own), signal);
  return Number(row?.rate);
}
