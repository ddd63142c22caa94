import { repeatsByDaySchema } from "../../../data/schemas/repeats-by-day.js";
import { writeArrowArtifact } from "../../artifacts/artifact-files.js";
import type { ArrowFile } from "../../artifacts/artifacts.js";
import { periodOf } from "../../config/purchase-models.js";
import { hasMoney } from "../../config/questions.js";
import { purchasesOfDays, repeatsByDay } from "../../sql/repeats-by-day.js";
import { sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { materializeByCustomer } from "../shards/in-shards.js";
import { noBatches } from "./no-batches.js";

const repeats = { name: "repeats_by_day" };

/**
 * Repeat purchases by day in repeats_by_day.arrow; no rows where nothing reads them.
 * @param transactions how many there are
 */
export async function writeRepeats(transactions: number, context: StageContext): Promise<ArrowFile> {
  const { config, engine, runDir, signal } = context;
  const write = (batches: Parameters<typeof writeArrowArtifact>[3]): Promise<ArrowFile> =>
    writeArrowArtifact(runDir, "repeats_by_day", repeatsByDaySchema, batches);
  if (config.purchase.calendar === "off" || periodOf(config) !== null) return write(noBatches());
  const options = { separate: config.ingest.sameDayOrders === "separate", money: hasMoney(config) };
  const customers = engine.dialect.table("customers");
  await materializeByCustomer(
    repeats,
    transactions,
    (rows) => purchasesOfDays(rows, customers, options),
    context,
    undefined,
    (purchases) => repeatsByDay(purchases, customers, options),
  );
  const file = await write(
    engine.query(sql`select day, n, v from ${engine.dialect.table(repeats.name)} r order by day`, signal),
  );
  await engine.drop(repeats);
  return file;
}
