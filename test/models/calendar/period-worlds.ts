import {
  type BgBbParam,
  bgBb,
  fitWithFallback,
  forecastTotals,
  type Histories,
  historiesFrom,
  isContract,
  opportunitiesByPeriod,
  type Params,
  type PeriodLength,
  type PeriodLevel,
  type PurchaseModel,
  periodLevel,
  renewalsByPeriod,
  type SegmentTotals,
  sbg,
  seededRandom,
  sigmaPoints,
} from "../../../models/index.js";
import { betaVariate } from "../../../models/numeric/random.js";

/** A base that customers joined in every period of the log, and what they did after it. */
export interface PeriodWorld {
  readonly model: PurchaseModel;
  readonly length: PeriodLength;
  readonly h: Histories;
  /** purchases by period of the log, the latest last */
  readonly actual: Float64Array;
  /** by period after the log */
  readonly future: Float64Array;
}

export interface WorldOptions {
  readonly periods: number;
  /** customers who join in each */
  readonly joining: number;
  /** periods of the log in which customers join; all when absent */
  readonly joinedIn?: number;
  readonly ahead: number;
  readonly length: PeriodLength;
  /** what the odds of leaving (of a contract) or of buying are multiplied by in a period of the log, from 1, or after it */
  readonly odds: (period: number) => number;
}

/** Who draws a probability, and takes opportunities until it leaves: times of those taken. */
type Life = (factor: (k: number) => number, most: number, random: () => number) => number[];

/** Chances of churn are Beta(alpha, beta) over subscribers. */
export const subscriber =
  ({ alpha, beta }: Params<"alpha" | "beta">): Life =>
  (factor, most, random) => {
    const churn = betaVariate(random, alpha, beta);
    const times: number[] = [];
    for (let k = 1; k <= most && random() >= withOdds(churn, factor(k)); k++) times.push(k);
    return times;
  };

export const donor =
  ({ alpha, beta, gamma, delta }: Params<BgBbParam>): Life =>
  (factor, most, random) => {
    const [gives, leaves] = [betaVariate(random, alpha, beta), betaVariate(random, gamma, delta)];
    const times: number[] = [];
    for (let k = 1; k <= most && random() >= leaves; k++)
      if (random() < withOdds(gives, factor(k))) times.push(k);
    return times;
  };

const withOdds = (p: number, factor: number): number => (p * factor) / (1 - p + p * factor);

export function periodWorld(life: Life, kind: "sbg" | "bg-bb", o: WorldOptions, seed: number): PeriodWorld {
  const random = seededRandom(seed);
  const rows: { T: number; times: number[] }[] = [];
  const actual = new Float64Array(o.periods);
  const future = new Float64Array(o.ahead);
  for (let joined = 0; joined < (o.joinedIn ?? o.periods); joined++)
    for (let c = 0; c < o.joining; c++) {
      const T = o.periods - joined;
      const times = life((k) => o.odds(joined + k), T + o.ahead, random);
      for (const k of times) {
        const of = k <= T ? actual : future;
        of[k <= T ? joined + k - 1 : k - T - 1]!++;
      }
      rows.push({ T, times: times.filter((k) => k <= T) });
    }
  const h = historiesFrom(
    rows.map(({ times }) => times.length),
    rows.map(({ times }) => times.at(-1) ?? 0),
    rows.map(({ T }) => T),
  );
  const model = (kind === "sbg" ? sbg : bgBb) as unknown as PurchaseModel;
  return { model, length: o.length, h, actual, future };
}

/** The end of 2023. */
export const lastDay = 19_722;

export function levelOf({ model, h, actual, length }: PeriodWorld, params: Params): PeriodLevel | null {
  const counts = isContract(model)
    ? renewalsByPeriod(model, params, h)
    : { ...opportunitiesByPeriod(params as Params<BgBbParam>, h), actual };
  return periodLevel(counts, h, lastDay, length);
}

/** Totals over the next periods without and with the level, at 2.5, 10, 50, 90 and 97.5 %. */
export function bothTotals(world: PeriodWorld, horizons: readonly number[]): [SegmentTotals, SegmentTotals] {
  const found = fitWithFallback(world.model, world.h, {}).fit;
  const question = {
    ...{ model: world.model, params: found.params, histories: world.h, asOf: lastDay, calendar: null },
    ...{
      points: found.covariance === null ? [] : sigmaPoints(found),
      horizons,
      levels: [0.025, 0.1, 0.5, 0.9, 0.975],
    },
  };
  const level = levelOf(world, found.params);
  return [forecastTotals(question), forecastTotals({ ...question, ...(level && { periodLevel: level }) })];
}

export interface Held {
  /** of worlds, for 80 and 95 % intervals */
  readonly in80: number;
  readonly in95: number;
  /** half of the 80 % interval over what came, and the median over it less 1: means */
  readonly width: number;
  readonly bias: number;
}

/** How totals over the next periods, without and with the level, hold in worlds of one kind. */
export function held(
  worlds: number,
  make: (seed: number) => PeriodWorld,
  horizons: readonly number[],
): { plain: Held; level: Held }[] {
  const runs = Array.from({ length: worlds }, (_, seed) => {
    const world = make(seed + 1);
    return { future: world.future, totals: bothTotals(world, horizons) };
  });
  const mean = (of: (run: (typeof runs)[number]) => number): number =>
    runs.reduce((sum, run) => sum + of(run), 0) / worlds;
  return horizons.map((periods, j) => {
    const came = (run: (typeof runs)[number]): number =>
      run.future.subarray(0, periods).reduce((a, b) => a + b, 0);
    const of = (which: 0 | 1): Held => {
      const q = (run: (typeof runs)[number], i: number): number =>
        run.totals[which].purchases[j]!.quantiles[i]!;
      const inside = (low: number, high: number): number =>
        mean((r) => (q(r, low) <= came(r) && came(r) <= q(r, high) ? 1 : 0));
      return {
        in80: inside(1, 3),
        in95: inside(0, 4),
        width: mean((r) => (q(r, 3) - q(r, 1)) / 2 / came(r)),
        bias: mean((r) => q(r, 2) / came(r) - 1),
      };
    };
    return { plain: of(0), level: of(1) };
  });
}
