import {
  askedLevel,
  type CorrectedLevels,
  doubtRows,
  type FutureChange,
  type Histories,
  type HistoryPredictions,
  historyClasses,
  joined,
  type LevelCorrection,
  type Params,
  type PaymentClock,
  type PurchaseModelName,
} from "../../../models/index.js";
import type { ModelFile, ParameterDoubt } from "../../artifacts/model-file.js";
import { type Correction, validatedLevels } from "../../artifacts/validation.js";
import { intervalBounds } from "../../sql/interval-columns.js";
import type { StageContext } from "../../stage.js";
import { dayAfter } from "../../time/calendar.js";
import { type PredictInput, rowRanges } from "../../workers/predict.js";
import { spreadOf } from "../fit/spend-terms.js";
import type { Future } from "./future.js";
import { ofLikeSeason } from "./like-season.js";

/** The group of covariates of every history, and what parameters of the model with covariates mean for each group. */
export interface GroupParams {
  /** by history, where its group is in what `of` gives */
  readonly place: Uint32Array;
  of(p: Params): Params[];
  /** When the payments of each group fall due; absent where all count the same periods. */
  readonly clocks?: readonly PaymentClock[];
}

function transposed<T>(rows: readonly (readonly T[])[]): T[][] {
  return (rows[0] ?? []).map((_, j) => rows.map((row) => row[j]!));
}

/**
 * Predictions of histories, worked out on all threads: one part a range of rows, in their order, some ranges ahead of who
 * reads them.
 * @param h in the model's time
 * @param change of the future, where another one is looked at
 * @param among the distinct histories of all customers, which decide about the doubt that intervals of one customer hold
 */
export async function* predict(
  h: Histories,
  m: ModelFile,
  { horizons, delta, timeline }: Future,
  groups: GroupParams | null,
  among: number,
  context: StageContext,
  change?: FutureChange,
): AsyncGenerator<HistoryPredictions, void> {
  const points = among <= doubtRows ? thinned(m.purchase.doubt, among) : undefined;
  const input: PredictInput = {
    model: m.purchase.model as PurchaseModelName,
    params: m.purchase.dayParams,
    histories: h,
    horizonsDays: horizons,
    delta,
    timeline,
    ...(change && { change }),
    groups: groups && {
      group: groups.place,
      params: groups.of(m.purchase.dayParams),
      points: points ? transposed(points.map(groups.of)) : null,
      ...(groups.clocks && { clocks: groups.clocks }),
    },
    intervals: context.config.uncertainty.intervals
      ? {
          levels: intervalBounds.map((b) => b.level),
          spend: spreadOf(m.spend),
          ...(m.correction && isInSeason(m.correction, m) && { corrected: correctedLevels(m.correction) }),
          ...(points && !groups && { points }),
        }
      : null,
  };
  const ranges = h.n.length > 0 ? rowRanges(h) : [{ from: 0, to: 0 }];
  const ahead = rangesAhead * context.pool.threads;
  for (let i = 0; i < ranges.length; i += ahead)
    yield* await context.pool.run("predict", input, ranges.slice(i, i + ahead));
}

/** Of each thread: few enough that predictions of many histories, 300 bytes each, are never all in memory. */
const rangesAhead = 8;

const pointRows = 8 * doubtRows; // distributions to work out at most: about a quarter of a minute

/** The points of a normal approximation belong together; of draws there may be fewer where there are many histories. */
function thinned(doubt: ParameterDoubt | null, rows: number): ParameterDoubt["points"] | undefined {
  if (doubt === null) return undefined;
  const most = Math.max(8, Math.floor(pointRows / Math.max(1, rows)));
  const { points } = doubt;
  if (doubt.method === "laplace" || points.length <= most) return points;
  return Array.from({ length: most }, (_, i) => points[Math.floor((i * points.length) / most)]!);
}

/** A part as far as totals need it. */
export function withoutQuantiles(part: HistoryPredictions): HistoryPredictions {
  return { ...part, purchaseQuantiles: [], valueQuantiles: [] };
}

/** Whether a correction was learned in a season like the one that is predicted. */
function isInSeason({ origins, horizonDays }: Correction, { purchase, asOf }: ModelFile): boolean {
  const over = (after: string) => ({ after, until: dayAfter(after, horizonDays) });
  return ofLikeSeason(purchase.calendar ?? null, origins.map(over), over(asOf)).length > 0;
}

/** What the intervals of each class of histories are asked for. */
function correctedLevels({ long, purchases, value = purchases }: Correction): CorrectedLevels {
  const bounds = (of: LevelCorrection): number[][] =>
    historyClasses.map((name) => {
      const [at80, at95] = validatedLevels.map((level) => askedLevel(of, name, level));
      const asked = { lo95: at95!.from, lo80: at80!.from, hi80: at80!.to, hi95: at95!.to };
      return intervalBounds.map((bound) => asked[bound.name]);
    });
  return { long, purchases: bounds(purchases), value: bounds(value) };
}

/** The parts as one, for what needs all rows at once. */
export function joinedPredictions(parts: readonly HistoryPredictions[]): HistoryPredictions {
  const join = (of: (p: HistoryPredictions) => Float64Array): Float64Array => joined(parts.map(of));
  const [first] = parts;
  const each = (of: (p: HistoryPredictions) => readonly Float64Array[]): Float64Array[] =>
    first ? of(first).map((_, j) => join((p) => of(p)[j]!)) : [];
  return {
    pAlive: join((p) => p.pAlive),
    residual: join((p) => p.residual),
    expected: each((p) => p.expected),
    discounted: each((p) => p.discounted),
    variance: each((p) => p.variance),
    purchaseQuantiles: [],
    valueQuantiles: [],
  };
}
