import { repeatsByDaySchema } from "../../../data/schemas/repeats-by-day.js";
import { isContract, purchaseModel } from "../../../models/index.js";
import type { Account } from "../../artifacts/account.js";
import { writeArrowArtifact } from "../../artifacts/artifact-files.js";
import type { ArrowFile } from "../../artifacts/artifacts.js";
import { countsIntervals } from "../../config/billing.js";
import type { Config } from "../../config/config.js";
import { periodOf } from "../../config/purchase-models.js";
import { hasMoney } from "../../config/questions.js";
import { purchasesOfDays, repeatsByDay } from "../../sql/repeats-by-day.js";
import { purchasesOfPeriods } from "../../sql/repeats-by-period.js";
import { sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { materializeByCustomer } from "../shards/in-shards.js";
import { noBatches } from "./no-batches.js";

const repeats = { name: "repeats_by_day" };

const ofPeriods = { separate: false, money: false };

/** A contract's histories tell which renewals were when; where customers have periods of their own there is no level to tell. */
function isCounted(config: Config): boolean {
  const { model, calendar } = config.purchase;
  if (calendar === "off") return false;
  if (model === "auto" || periodOf(config) === null) return true;
  return !isContract(purchaseModel(model)) && !countsIntervals(config);
}

/**
 * Repeat purchases by day in repeats_by_day.arrow; no rows where nothing reads them.
 * @param account how many transactions there are, and the day that periods are counted back from
 */
export async function writeRepeats(
  { accepted, asOf }: Pick<Account, "accepted" | "asOf">,
  context: StageContext,
): Promise<ArrowFile> {
  const { config, engine, runDir, signal } = context;
  const write = (batches: Parameters<typeof writeArrowArtifact>[3]): Promise<ArrowFile> =>
    writeArrowArtifact(runDir, "repeats_by_day", repeatsByDaySchema, batches);
  if (!isCounted(config)) return write(noBatches());
  const options = { separate: config.ingest.sameDayOrders === "separate", money: hasMoney(config) };
  const period = periodOf(config);
  const customers = engine.dialect.table("customers");
  await materializeByCustomer(
    repeats,
    accepted,
    (rows) =>
      period === null
        ? purchasesOfDays(rows, customers, options)
        : purchasesOfPeriods(engine.dialect, rows, { period, asOf }),
    context,
    undefined,
    (purchases) => repeatsByDay(purchases, customers, period === null ? options : ofPeriods),
  );
  const file = await write(
    engine.query(sql`select day, n, v from ${engine.dialect.table(repeats.name)} r order by day`, signal),
  );
  await engine.drop(repeats);
  return file;
}
