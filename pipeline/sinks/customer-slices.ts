import { join } from "node:path";
import { readArrowBatches } from "../files/read-arrow.js";
import { customerHistory, type DatedScores, horizonsIn } from "../sql/customer-history.js";
import { fromSpreadsheet } from "../sql/spreadsheet-text.js";
import { id, list, type Sql, sql } from "../sql/sql.js";
import { exists, type Format, sliceDates, sliceFile } from "./file-layout.js";
import type { LocalPublishing } from "./sink.js";
import { type CustomerSlice, slicesChangedBy } from "./slices-changed.js";

/**
 * The slices that publishing an as-of date changes.
 * @param scores the folder of clv_scores_history
 * @param customers the folder of clv_customer_history
 */
export async function changedSlices(
  format: Format,
  scores: string,
  customers: string,
  published: string,
): Promise<CustomerSlice[]> {
  const dates = await sliceDates(scores, format);
  const known: string[] = [];
  for (const day of dates) if (await exists(join(customers, sliceFile(format, day)))) known.push(day);
  return slicesChangedBy(published, dates, known);
}

/**
 * Writes a slice from the scores of its date and of the date before.
 * @param scores the folder of clv_scores_history; scores of the date that is being published are those of this run
 * @param write writes a select to where the slice goes
 */
export async function writeCustomerSlice(
  format: Format,
  { asOf, previous }: CustomerSlice,
  scores: string,
  publishing: LocalPublishing,
  write: (select: Sql) => Promise<void>,
): Promise<void> {
  const { engine } = publishing;
  const loaded: string[] = [];
  const scoresOf = async (day: string): Promise<DatedScores> => {
    if (day === publishing.asOf)
      return datedScores(sql`read_parquet(${publishing.scoresFile})`, day, publishing);
    const file = join(scores, sliceFile(format, day));
    if (format === "parquet")
      return datedScores(sql`read_parquet(${file}, hive_partitioning = ${false})`, day, publishing);
    if (format === "csv")
      return datedScores(
        sql`(select * replace (${fromSpreadsheet(id("customer_id"))} as customer_id, ${fromSpreadsheet(id("value_tier"))} as value_tier) from read_csv(${file}, header = true, all_varchar = true))`,
        day,
        publishing,
      );
    const table = `scores_${day.replaceAll("-", "_")}`;
    loaded.push(table);
    await engine.load({ name: table }, readArrowBatches(file), publishing.signal);
    return datedScores(engine.dialect.table(table), day, publishing);
  };
  try {
    const now = await scoresOf(asOf);
    const before = previous === null ? now : await scoresOf(previous);
    const dates = sql`select date ${asOf} as as_of, cast(${previous} as date) as previous_as_of`;
    const columns = format === "parquet" ? sql`* exclude (as_of)` : sql`*`;
    await write(sql`select ${columns} from (${customerHistory(now, before, dates)}) h order by customer_id`);
  } finally {
    for (const table of loaded) await engine.drop({ name: table });
  }
}

const texts = ["customer_id", "value_tier", "model_version", "run_id"];

/** What is followed of a file's scores, in the types of scores: a CSV file has texts alone, and a partition no as_of. */
async function datedScores(file: Sql, day: string, { engine }: LocalPublishing): Promise<DatedScores> {
  const horizons = horizonsIn(await engine.describe(sql`select * from ${file} limit 0`));
  const numbers = horizons.flatMap(({ days, valued }) => [
    `expected_purchases_${days}d`,
    ...(valued ? [`clv_${days}d`] : []),
  ]);
  const columns = [
    sql`date ${day} as as_of, cast(x as integer) as x`,
    ...texts.map((name) => sql`cast(${id(name)} as varchar) as ${id(name)}`),
    ...["p_alive", ...numbers].map((name) => sql`cast(${id(name)} as double precision) as ${id(name)}`),
  ];
  return { relation: sql`(select ${list(columns)} from ${file})`, horizons };
}
