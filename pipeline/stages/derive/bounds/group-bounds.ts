import {
  type CommonDoubt,
  fromNow,
  type HistoryPredictions,
  varianceForEver,
  varianceUntil,
} from "../../../../models/index.js";
import type { MartFacts } from "../../../marts/facts.js";
import { intervalBounds } from "../../../sql/interval-columns.js";
import { double, list, lit, raw, type Sql, sql } from "../../../sql/sql.js";
import type { StageContext } from "../../../stage.js";
import { futureOf } from "../../score/future.js";
import { levelOfTotals } from "../../score/period-level.js";
import type { ScoreInputs } from "../../score/score-inputs.js";
import {
  type BoundsSample,
  type GroupTotals,
  type PreparedTotals,
  relative,
  sampleFor,
  totalsOf,
} from "./bounds-sample.js";
import { monthBoundRows, prepareMonths } from "./month-bounds.js";

interface PreparedHorizons extends PreparedTotals {
  /** 0 for ever, the last one where that is finite. */
  readonly horizonsDays: readonly number[];
}

/** Bounds of totals of groups of customers: those of a sample, in proportion to what is expected. */
export interface GroupBounds {
  /** A select of their rows: see MartServices. */
  of(groups: Sql): Promise<Sql>;
  ofMonths(groups: Sql): Promise<Sql>;
  close(): Promise<void>;
}

/** Nothing is sampled before it is asked for. */
export function groupBounds(
  inputs: ScoreInputs,
  facts: Pick<MartFacts, "asOf" | "months" | "forEver">,
  context: StageContext,
): GroupBounds {
  const { intervals } = context.config.uncertainty;
  let sample: Promise<BoundsSample> | null = null;
  let horizons: Promise<PreparedHorizons> | null = null;
  let months: Promise<PreparedTotals> | null = null;
  const sampleOf = (): Promise<BoundsSample> => (sample ??= sampleFor(inputs, facts, context));
  return {
    async of(groups) {
      if (!intervals) return boundRows([]);
      const own = await sampleOf();
      horizons ??= prepareHorizons(own, facts.forEver, context);
      const { horizonsDays, ...prepared } = await horizons;
      const found = await totalsOf(groups, prepared, own, context);
      return boundRows(found.map((totals) => ({ ...totals, horizonsDays })));
    },
    async ofMonths(groups) {
      if (!intervals) return monthBoundRows([]);
      const own = await sampleOf();
      months ??= prepareMonths(own, facts, context);
      return monthBoundRows(await totalsOf(groups, await months, own, context));
    },
    async close() {
      await (await sample)?.sampled.drop();
    },
  };
}

interface GroupRow extends GroupTotals {
  readonly horizonsDays: readonly number[];
}

/** For ever counts as the longest horizon where something is known of horizons alone. */
function daysAhead(horizonsDays: readonly number[]): number[] {
  const longest = Math.max(...horizonsDays);
  return horizonsDays.map((days) => (days === forEverDays ? longest : days));
}

/** horizon_days of a value for ever. */
const forEverDays = 0;

async function prepareHorizons(
  { inputs, sampled, points, spread }: BoundsSample,
  forEver: boolean,
  context: StageContext,
): Promise<PreparedHorizons> {
  const { value } = context.config;
  const future = futureOf(inputs.model, value);
  const predicted = await sampled.predict(
    future,
    points.map((params) => ({ params })),
  );
  const { horizons, delta } = future;
  const horizonsDays = forEver ? [...value.horizonsDays, forEverDays] : value.horizonsDays;
  const longest = value.horizonsDays.indexOf(Math.max(...value.horizonsDays));
  const [estimate, ...others] = predicted.map((p) => (forEver ? withForEver(p) : p));
  const variance = horizons.map((time, j) => varianceUntil(spread, estimate!.expected[j]!, time));
  if (forEver) {
    const [long] = await sampled.predict({ horizons: [1 / delta], delta, timeline: null }, [
      { params: points[0]! },
    ]);
    variance.push(varianceForEver(spread, estimate!.residual, long!.expected[0]!));
  }
  const days = daysAhead(horizonsDays);
  const common =
    future.commonOf?.(days.map(fromNow)) ??
    repeated(await levelOfTotals(inputs, horizons, context), longest, forEver);
  return { ...{ horizonsDays, days, common }, at: [{ ...estimate!, variance }, ...others] };
}

/** Purchases for ever as one more horizon: discounted, since otherwise they may be without end. */
function withForEver(p: HistoryPredictions): HistoryPredictions {
  return { ...p, expected: [...p.expected, p.residual], discounted: [...p.discounted, p.residual] };
}

function repeated(common: CommonDoubt | null, longest: number, forEver: boolean): CommonDoubt | null {
  if (common === null || !forEver) return common;
  const { purchases, value } = common;
  return { purchases: [...purchases, purchases[longest]!], value: [...value, value[longest]!] };
}

export const measures = ["purchases", "value"] as const;
const columns = measures.flatMap((m) => intervalBounds.map(({ name }) => `${m}_${name}`));

function boundRows(groups: readonly GroupRow[]): Sql {
  const rows = groups.flatMap(({ key, horizonsDays, totals }) =>
    horizonsDays.map((days, j) => {
      const bounds = measures.flatMap((m) => relative(totals[m][j]!, totals.purchases[j]!));
      return sql`(${list([lit(key), lit(days), ...bounds.map(double)])})`;
    }),
  );
  const named = raw(`group_key, horizon_days, ${columns.join(", ")}`);
  if (rows.length > 0) return sql`select ${named} from (values ${list(rows)}) v(${named})`;
  const none = list([lit(""), lit(0), ...columns.map(() => double(null))]);
  return sql`select ${named} from (values (${none})) v(${named}) where 1 = 0`;
}
