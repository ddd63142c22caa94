import type { RecordBatch } from "apache-arrow";
import type { RegressionSums } from "../../models/spend/gamma-regression.js";
import {
  type CellSums,
  type RegressionCells,
  regressionSumsOfCells,
} from "../../models/spend/regression-cells.js";
import type { SpendCovariate } from "../../models/spend/spend-covariates.js";
import type { Engine } from "../engines/engine.js";
import { numbersOf } from "../files/numbers.js";
import { cellSums, spendCells, spendDesign } from "../sql/gamma-regression.js";
import type { Sql } from "../sql/sql.js";

/** The table of repeat customers with coded covariates, which lives while a regression is fitted. */
const designTable = "spend_design";

/**
 * Calls `use` with the sums of a regression over a table of customers.
 * @param scale ln of a typical mean spend
 */
export async function withEngineSums<T>(
  engine: Engine,
  customers: Sql,
  covariates: readonly SpendCovariate[],
  scale: number,
  signal: AbortSignal,
  use: (sums: RegressionSums) => Promise<T>,
): Promise<T> {
  const attributes = covariates.filter((c) => c.kind === "level");
  const first = covariates.find((c) => c.kind === "log" && c.name === "first_amount");
  const firstAmountCentre = first?.kind === "log" ? first.centre : null;
  const design = engine.dialect.table(designTable);
  await engine.materialize(
    { name: designTable },
    spendDesign(customers, { attributes, firstAmountCentre }),
    signal,
  );
  try {
    const found = await readColumns(engine, spendCells(design, attributes.length), signal);
    const column = (name: string): Float64Array => found.get(name) ?? new Float64Array(0);
    const cells: RegressionCells = {
      covariates,
      x: column("x"),
      n: column("n"),
      levels: attributes.map((_, i) => column(`level_${i}`)),
      zero: column("first_zero"),
      logSpend: column("log_spend").map(fromMillionths),
      log: column("first_log").map(fromMillionths),
      log2: column("first_log2").map(fromMillionths),
    };
    const sumsAt = async (slope: number): Promise<CellSums> => {
      const sums = await readColumns(engine, cellSums(design, attributes.length, scale, slope), signal);
      const at = (name: string): Float64Array => (sums.get(name) ?? new Float64Array(0)).map(fromMillionths);
      return { u: at("u"), u2: at("u2"), uLog: at("u_log") };
    };
    return await use(regressionSumsOfCells(cells, scale, sumsAt));
  } finally {
    await engine.drop({ name: designTable });
  }
}

const fromMillionths = (value: number): number => value / 1e6;

/** The columns of a result of numbers, as doubles. */
async function readColumns(
  engine: Engine,
  statement: Sql,
  signal: AbortSignal,
): Promise<Map<string, Float64Array>> {
  const batches: RecordBatch[] = [];
  for await (const batch of engine.query(statement, signal)) batches.push(batch);
  const rows = batches.reduce((sum, batch) => sum + batch.numRows, 0);
  const columns = new Map<string, Float64Array>();
  let start = 0;
  for (const batch of batches) {
    for (const field of batch.schema.fields) {
      const column = columns.get(field.name) ?? new Float64Array(rows);
      columns.set(field.name, column);
      numbersOf(batch, field.name, column, start);
    }
    start += batch.numRows;
  }
  return columns;
}
