import {
  addedSums,
  type HistoryPredictions,
  type SegmentSums,
  type SpendParams,
  type TotalSums,
  totalSums,
} from "../../../models/index.js";
import type { Segment } from "../../artifacts/scored-part.js";
import { attributeNames } from "../../config/questions.js";
import type { HistoryRows } from "../../spend/history-sample.js";
import { ownMarginRate } from "../../sql/margin-rate.js";
import { type OwnMean, segmentCount, segmentSums, spendSums } from "../../sql/segment-sums.js";
import { type Sql, sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";

const mostSegments = 50; // of one attribute: more is no segmentation but an id

/** Histories of customers, and how to find these in the engine. */
export interface SegmentedHistories extends HistoryRows {
  readonly customers: Sql;
  readonly grouped: boolean;
  /** the purchases that spend is summed over */
  readonly ownMean: OwnMean;
}

/** The attributes with few enough values, among all customers, for totals by them. */
export async function segmentAttributes({ engine, config, log, signal }: StageContext): Promise<string[]> {
  const customers = engine.dialect.table("customers");
  const found: string[] = [];
  for (const attribute of attributeNames(config)) {
    const [row] = await engine.rows(segmentCount(customers, attribute, mostSegments), signal);
    if (Number(row?.n) <= mostSegments) found.push(attribute);
    else log(`${attribute} has more than ${mostSegments} values: no totals by it`);
  }
  return found;
}

/** The customers by segment and history: all of them first. */
export async function readSegments(
  h: SegmentedHistories,
  attributes: readonly string[],
  context: StageContext,
): Promise<Segment<SegmentSums>[]> {
  const { customers, margin } = counted(h, context);
  const found = [...(await readSums(null, spendSums(customers, h.grouped, h.ownMean, margin), h, context))];
  for (const attribute of attributes) found.push(...(await readSegmentsOf(attribute, h, context)));
  return found;
}

/** The same by the values of one attribute. */
export function readSegmentsOf(
  attribute: string,
  h: SegmentedHistories,
  context: StageContext,
): Promise<Segment<SegmentSums>[]> {
  const { customers, margin } = counted(h, context);
  return readSums(attribute, segmentSums(customers, attribute, h.grouped, h.ownMean, margin), h, context);
}

/** Whose sums are read, and what each is weighted by. */
function counted({ customers, ownMean }: SegmentedHistories, { config }: StageContext) {
  return { customers: sql`${customers} k`, margin: ownMean === null ? null : ownMarginRate(config, "k") };
}

/** What totals of these customers are made of, by segment. */
export async function segmentTotals(
  h: SegmentedHistories,
  predictions: HistoryPredictions,
  spend: SpendParams,
  context: StageContext,
): Promise<Segment<TotalSums>[]> {
  const segments = await readSegments(h, await segmentAttributes(context), context);
  return segments.map((s) => ({ ...s, sums: totalSums(h.histories, predictions, s.sums, spend) }));
}

/** The segments of all customers from those of parts: all customers, then by attribute in the order of values. */
export function mergedSegments(parts: readonly Segment<TotalSums>[]): Segment<TotalSums>[] {
  const all = new Map<string, Segment<TotalSums[]>>();
  for (const { attribute, value, sums } of parts) {
    const key = segmentKey({ attribute, value });
    const known = all.get(key);
    if (known) known.sums.push(sums);
    else all.set(key, { attribute, value, sums: [sums] });
  }
  const attributes = [...new Set([...all.values()].map((s) => s.attribute))];
  return attributes.flatMap((attribute) =>
    [...all.values()]
      .filter((s) => s.attribute === attribute)
      .sort((a, b) => byValue(a.value, b.value))
      .map((s) => ({ ...s, sums: addedSums(s.sums) })),
  );
}

/** Distinguishes one segment from another. */
export function segmentKey({ attribute, value }: Omit<Segment<unknown>, "sums">): string {
  return JSON.stringify([attribute, value]);
}

/** As bytes, which no collation changes; none last. */
function byValue(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Columns of sums over the customers of a history, and where customers differ in margin those weighted by it. */
const sumColumns = ["n", "z", "zz"] as const;
const marginColumns = ["m", "mz", "mm", "mmz", "mmzz"] as const;
type SumColumn = (typeof sumColumns)[number] | (typeof marginColumns)[number];

/** Reads sums in the order of the histories, so that one walk over these finds every row; a new segment starts it again. */
async function readSums(
  attribute: string | null,
  select: Sql,
  { histories: h, group, grouped }: SegmentedHistories,
  { engine, signal }: StageContext,
): Promise<Segment<SegmentSums>[]> {
  const found: { value: string | null; row: number[]; columns: Map<SumColumn, number[]> }[] = [];
  let at = 0;
  for await (const batch of engine.query(select, signal)) {
    const column = (name: string) => batch.getChild(name);
    const segment = column("segment");
    const [x, tx, T] = ["x", "t_x", "t_cal"].map((name) => column(name)!.toArray());
    const given = [...sumColumns, ...marginColumns].filter((name) => column(name) !== null);
    const sums = given.map((name) => column(name)!.toArray());
    const own = grouped ? column("covariate_group")!.toArray() : null;
    for (let i = 0; i < batch.numRows; i++) {
      const value = segment === null ? null : (segment.get(i) as string | null);
      let current = found.at(-1);
      if (current === undefined || current.value !== value) {
        current = { value, row: [], columns: new Map(given.map((name) => [name, []])) };
        found.push(current);
        at = 0;
      }
      while (
        h.x[at] !== x[i] ||
        h.tx[at] !== tx[i] ||
        h.T[at] !== T[i] ||
        (own !== null && group[at] !== own[i])
      ) {
        if (at >= h.x.length)
          throw new Error("customers have a history that is not among the distinct ones: summarize again");
        at++;
      }
      current.row.push(at);
      for (const [c, name] of given.entries()) current.columns.get(name)!.push(Number(sums[c]![i]));
    }
  }
  return found.map(({ value, row, columns }) => ({ attribute, value, sums: sumsOf(row, columns) }));
}

function sumsOf(row: readonly number[], columns: ReadonlyMap<SumColumn, readonly number[]>): SegmentSums {
  const column = (name: SumColumn): Float64Array => Float64Array.from(columns.get(name)!);
  return {
    row: Uint32Array.from(row),
    ...{ n: column("n"), z: column("z"), zz: column("zz") },
    ...(columns.has("m") && {
      margins: {
        ...{ m: column("m"), mz: column("mz") },
        ...{ mm: column("mm"), mmz: column("mmz"), mmzz: column("mmzz") },
      },
    }),
  };
}
