import { type RecordBatch, Table, Utf8, vectorFromArray } from "apache-arrow";
import { type Config, configSchema } from "../config/config.js";
import { hasMoney } from "../config/questions.js";
import type { Engine, Row } from "../engines/engine.js";
import { mapColumns } from "../sources/map-columns.js";
import { rowsOfOrders } from "../sources/order-rows.js";
import { readRates } from "../sources/read-rates.js";
import { intervalCounts } from "../sql/billing-intervals.js";
import { partReason } from "../sql/order-parts.js";
import { parseRows } from "../sql/parse-rows.js";
import { id, raw, type Sql, sql } from "../sql/sql.js";
import type { FoundConfig, Trial } from "./inspection.js";
import type { Sample } from "./sample.js";

const table = "inspected_rows";
const usualPeriodDays = 31;

/** What was tried, with customers by how often they pay: rows of intervalCounts. */
export interface Tried {
  readonly trial: Trial;
  readonly payments: readonly Row[];
}

/** What ingest makes of the sample under a config, by the very statement that ingest runs. */
export async function tryRows(
  sample: Sample,
  found: FoundConfig,
  engine: Engine,
  today: string,
): Promise<Tried> {
  const config = configSchema.parse({ ...found, ingest: { ...found.ingest, duplicateOrders: "keep" } });
  const offered = sample.columns.map((c) => ({
    name: c.name,
    value: id(`c${c.position}`),
    type: "text" as const,
  }));
  const mapped = mapColumns(config.columns, offered, "the sample", config.ingest.exclude);
  await engine.load({ name: table }, batches(sample, config));
  const numbered = { ...mapped, all: [mapped.customer.value], line: raw("rowid + 1"), broken: null };
  const { relation, columns } = rowsOfOrders(id(table), numbered, "the sample", { engine, config });
  const staged = parseRows(engine.dialect, relation, columns, config, {
    rates: await readRates(config),
    maxDate: today,
  });
  const rows = await engine.rows(sql`select reason, count(*) as n, count_if(is_refund) as refunds,
cast(min(day) as varchar) as first_day, cast(max(day) as varchar) as last_day
from (${staged}) group by reason order by n desc, reason`);
  const accepted = rows.find((row) => row.reason === null);
  const payments = accepted
    ? await paymentsOf(
        sql`(select * from (${staged}) s where reason is null)`,
        accepted,
        hasMoney(config),
        engine,
      )
    : [];
  await engine.drop({ name: table });
  const setAside = new Set<unknown>([null, "EXCLUDED", partReason]);
  const rowsOf = (reason: string): number => Number(rows.find((row) => row.reason === reason)?.n ?? 0);
  const rejected = rows
    .filter((row) => !setAside.has(row.reason))
    .map((row) => ({ reason: String(row.reason), rows: Number(row.n) }));
  if (sample.unsplittable > 0) rejected.push({ reason: "WRONG_FIELDS", rows: sample.unsplittable });
  const trial: Trial = {
    rows: sample.rows + sample.unsplittable,
    rejected,
    excluded: rowsOf("EXCLUDED"),
    parts: rowsOf(partReason),
    refunds: Number(accepted?.refunds ?? 0),
    firstDay: (accepted?.first_day as string | undefined) ?? null,
    lastDay: (accepted?.last_day as string | undefined) ?? null,
  };
  return { trial, payments };
}

async function paymentsOf(accepted: Sql, { last_day }: Row, money: boolean, engine: Engine): Promise<Row[]> {
  return engine.rows(intervalCounts(engine.dialect, accepted, String(last_day), usualPeriodDays, money));
}

/** The mapped columns of the sample as texts. */
function batches(sample: Sample, config: Config): readonly RecordBatch[] {
  const { attributes, ...single } = config.columns;
  const wanted = new Set<string | number | undefined>([
    ...Object.values(single),
    ...Object.values(attributes),
    ...Object.keys(config.ingest.exclude).flatMap((name) => [name, Number(name)]),
  ]);
  const used = sample.columns.filter((c) => wanted.has(c.name) || wanted.has(c.position));
  return new Table(
    Object.fromEntries(used.map((c) => [`c${c.position}`, vectorFromArray(c.values, new Utf8())])),
  ).batches;
}
