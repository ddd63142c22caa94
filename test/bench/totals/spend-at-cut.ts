import {
  asGammaGamma,
  everyone,
  type Fit,
  fitCredibility,
  fit as fitModel,
  gammaGamma,
  type SegmentSums,
  type SpendParams,
  sigmaPoints,
  spendHistoriesFrom,
  whyUnsound,
  withinVariance,
} from "../../../models/index.js";
import { type AtCut, sumOf } from "./at-cut.js";

/** How spend is predicted at a cut. */
export interface SpendAtCut {
  readonly name: string;
  readonly params: SpendParams;
  readonly points: readonly SpendParams[];
  /** spend that a customer's own mean is of, one entry a customer */
  readonly own: Float64Array;
  /** its sums by history */
  readonly sums: SegmentSums;
}

/** Gamma-Gamma, credibility where that is not sound, the mean of all where nobody has come back: as the pipeline chooses. */
export function spendAtCut(at: AtCut): SpendAtCut {
  const repeat = spendHistoriesFrom(at.x, at.repeat);
  const within = withinVariance(variationOf(at));
  const fitted = fitModel(gammaGamma, repeat);
  if (whyUnsound(fitted, repeat, within) === null)
    return spendOf("gamma-gamma", fitted.params, pointsOf(fitted), at.repeat, at);
  const all = at.repeat.map((z, i) => z + at.first[i]!);
  const purchases = at.x.map((x) => x + 1);
  const moments =
    within === null ? null : fitCredibility(spendHistoriesFrom(purchases, all), within, firstOver(at));
  if (moments !== null) return spendOf("credibility", asGammaGamma(moments.params), [], all, at);
  const mean = sumOf(at.repeat) / sumOf(at.x);
  return spendOf("mean", { mean }, [], at.repeat, at);
}

function pointsOf(fitted: Fit<"p" | "q" | "gamma">): SpendParams[] {
  if (fitted.covariance === null) return [];
  return sigmaPoints(fitted).filter((p) => Number.isFinite(gammaGamma.populationMean(p)));
}

function spendOf(
  name: string,
  params: SpendParams,
  points: readonly SpendParams[],
  own: Float64Array,
  { histories, row }: AtCut,
): SpendAtCut {
  const z = new Float64Array(histories.n.length);
  const zz = new Float64Array(histories.n.length);
  own.forEach((value, i) => {
    z[row[i]!]! += value;
    zz[row[i]!]! += value * value;
  });
  return { name, params, points, own, sums: everyone(histories, z, zz) };
}

const mostVariation = 25; // of a purchase, as the pipeline's query counts it

function variationOf({ x, squares }: AtCut): Parameters<typeof withinVariance>[0] {
  const found = new Map<number, { customers: number; squares: number }>();
  x.forEach((repeats, i) => {
    if (repeats === 0) return;
    const known = found.get(repeats + 1) ?? { customers: 0, squares: 0 };
    found.set(repeats + 1, known);
    known.customers++;
    known.squares += Math.min(squares[i]!, mostVariation * repeats);
  });
  const rows = [...found].sort(([a], [b]) => a - b);
  return {
    purchases: Float64Array.from(rows, ([purchases]) => purchases),
    customers: Float64Array.from(rows, ([, { customers }]) => customers),
    squares: Float64Array.from(rows, ([, { squares }]) => squares),
  };
}

/** Mean over returning customers of n times their first purchase over all n. */
function firstOver({ x, first, repeat }: AtCut): number {
  let customers = 0;
  let shares = 0;
  x.forEach((repeats, i) => {
    if (repeats === 0) return;
    customers++;
    shares += ((repeats + 1) * first[i]!) / (first[i]! + repeat[i]!);
  });
  return customers > 0 ? shares / customers : 1;
}
