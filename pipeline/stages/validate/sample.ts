import { numbersOf } from "../../files/numbers.js";
import {
  backtestSample,
  type SampleOptions,
  sampleColumns,
  sampledColumns,
} from "../../sql/backtest-sample.js";
import { attributeColumn } from "../../sql/parse-rows.js";
import type { Sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";

/** Values of an attribute: the place of each customer's in `values`; null is a value. */
export interface AttributeValues {
  readonly attribute: string;
  readonly values: readonly (string | null)[];
  readonly place: Uint16Array;
}

/** Customers of one origin that forecasts are scored on, one entry each, sorted by history. */
export interface ScoredCustomers {
  readonly rows: number;
  /** Those of money are 0 without amounts. */
  readonly columns: Readonly<Record<(typeof sampleColumns)[number], Float64Array>>;
  /** E[M | x, m] where the engine worked it out; null where it did not. */
  readonly expectedSpend: Float64Array | null;
  /** Those with few enough values to score by. */
  readonly attributes: readonly AttributeValues[];
}

const mostValues = 50; // of one attribute: more is no segmentation but an id

/** Streams the sample of a backtest table. */
export async function readSample(
  backtest: Sql,
  { customers, attributes, expectedSpend, money }: Omit<SampleOptions, "most">,
  { engine, config, log, signal }: StageContext,
): Promise<ScoredCustomers> {
  const most = config.validate.sampleCustomers;
  const rows = Math.min(customers, most);
  const columns = Object.fromEntries(
    sampleColumns.map((name) => [name, new Float64Array(new SharedArrayBuffer(8 * rows))]),
  ) as Record<(typeof sampleColumns)[number], Float64Array>;
  const found = attributes.map((attribute) => ({
    attribute,
    known: new Map<string | null, number>(),
    place: new Uint16Array(rows),
  }));
  const spend = expectedSpend && new Float64Array(rows);
  let at = 0;
  const options = { customers, most, attributes, expectedSpend, money };
  const select = backtestSample(engine.dialect, backtest, options);
  for await (const batch of engine.query(select, signal)) {
    for (const name of sampledColumns(money)) numbersOf(batch, name, columns[name], at);
    if (spend) numbersOf(batch, "expected_spend", spend, at);
    for (const { attribute, known, place } of found) {
      const vector = batch.getChild(attributeColumn(attribute));
      if (vector === null) throw new Error(`the sample lacks the attribute ${attribute}`);
      for (let i = 0; i < batch.numRows; i++) {
        const value = vector.get(i) as string | null;
        const code = known.get(value) ?? known.size;
        if (code > mostValues) continue;
        known.set(value, code);
        place[at + i] = code;
      }
    }
    at += batch.numRows;
  }
  const few = found.filter(({ attribute, known }) => {
    if (known.size > mostValues) log(`${attribute} has more than ${mostValues} values: no scores by it`);
    return known.size <= mostValues;
  });
  return {
    rows: at,
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, column.subarray(0, at)]),
    ) as ScoredCustomers["columns"],
    expectedSpend: spend?.subarray(0, at) ?? null,
    attributes: few.map(({ attribute, known, place }) => ({
      attribute,
      values: [...known.keys()],
      place: place.subarray(0, at),
    })),
  };
}

/** The distinct histories of sorted customers, and the place of each customer's. */
export interface DistinctHistories {
  readonly x: Float64Array;
  readonly tx: Float64Array;
  readonly T: Float64Array;
  readonly row: Float64Array;
}

export function distinctHistories({ rows, columns }: ScoredCustomers): DistinctHistories {
  const { x, t_x: tx, t_cal: T } = columns;
  const row = new Float64Array(rows);
  const firsts: number[] = [];
  for (let i = 0; i < rows; i++) {
    if (i === 0 || x[i] !== x[i - 1] || tx[i] !== tx[i - 1] || T[i] !== T[i - 1]) firsts.push(i);
    row[i] = firsts.length - 1;
  }
  const at = (column: Float64Array): Float64Array => Float64Array.from(firsts, (i) => column[i]!);
  return { x: at(x), tx: at(tx), T: at(T), row };
}
