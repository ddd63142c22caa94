import { binCounts, kolmogorovSmirnov, populationStability, quantileEdges } from "../../models/index.js";
import type { Config } from "../config/config.js";
import type { Limits } from "../config/limits.js";
import { amountBucketsPerFactorTen, bucketOfNothing } from "../sql/input-statistics.js";
import { type Message, message } from "../text/messages/message.js";
import { daysBetween } from "../time/calendar.js";
import type { Histogram, InputStatistics, Season } from "./input-statistics.js";
import { chanceIn, type Measure, measured } from "./measure.js";

/** Fewer counts than this on either side say too little to be shown. */
const leastCounts = 100;
const bins = 10;
/** A distance of distributions that chance brings more often than this is no alert. */
const leastProbability = 0.001;

/**
 * The input now, compared with the input up to an earlier run: volume, new customers, amounts, days between purchases. What chance
 * brings among so few counts is never an alert, however far it is from the earlier value.
 */
export function inputDrift(
  now: InputStatistics,
  then: InputStatistics,
  limits: Config["monitoring"],
): Measure[] {
  return [
    ...volume(now, then, limits),
    ...newCustomers(now, then, limits),
    ...meanAmount(now, then, limits),
    ...distribution("amount", message("monitoring.amounts"), now.amounts, then.amounts, limits),
    ...distribution("gap", message("monitoring.gaps"), now.gaps, then.gaps, limits),
  ];
}

/** Whether a measure of the input, or of the scoreboard, is about what customers spend; others are about who buys, and how often. */
export function ofAmounts(measure: string): boolean {
  return measure.startsWith("amount_") || measure === "actual_revenue";
}

function volume(
  now: InputStatistics,
  then: InputStatistics,
  { volume: limits }: Config["monitoring"],
): Measure[] {
  const perDay = (s: InputStatistics): number => s.orders / daysBetween(s.after, s.asOf);
  const [was, b] = [perDay(then), perDay(now)];
  if (!(was > 0) || then.orders < leastCounts) return [];
  const factor = seasonal("orders", now, then);
  const a = was * factor;
  const found = message("monitoring.volume", b, a);
  const text = factor === 1 ? found : message("monitoring.season.orders", found, was, factor);
  // of a Poisson count n over d days, n / d has the variance n / d^2
  const variance = (s: InputStatistics): number => s.orders / daysBetween(s.after, s.asOf) ** 2;
  const excuse = chanceIn(b - a, variance(now) + factor ** 2 * variance(then));
  const change = Math.abs(b / a - 1);
  return [measured({ measure: "orders_a_day", value: b, reference: a, change, excuse, text }, limits)];
}

function newCustomers(
  now: InputStatistics,
  then: InputStatistics,
  { newCustomers: limits }: Config["monitoring"],
): Measure[] {
  if (now.buyers < leastCounts || then.buyers < leastCounts) return [];
  // the longer the time, the fewer of its buyers are new
  if (daysBetween(now.after, now.asOf) !== daysBetween(then.after, then.asOf)) return [];
  const share = (s: InputStatistics): number => s.newCustomers / s.buyers;
  const [was, b] = [share(then), share(now)];
  const factor = seasonal("newCustomers", now, then);
  const a = Math.min(1, was * factor);
  const found = message("monitoring.newCustomers", b, a);
  const text = factor === 1 ? found : message("monitoring.season.share", found, was);
  const both = (now.newCustomers + a * then.buyers) / (now.buyers + then.buyers);
  const variance = both * (1 - both) * (1 / now.buyers + 1 / then.buyers);
  const [change, excuse] = [Math.abs(b - a), chanceIn(b - a, variance)];
  return [measured({ measure: "new_customer_share", value: b, reference: a, change, excuse, text }, limits)];
}

/** By how much the season alone moves a quantity, as earlier years show; 1 where they do not. */
function seasonal(of: keyof Season, now: InputStatistics, then: InputStatistics): number {
  const factor = (now.season?.[of] ?? 1) / (then.season?.[of] ?? 1);
  const isKnown = now.season !== undefined && then.season !== undefined;
  return isKnown && factor > 0 && Number.isFinite(factor) ? factor : 1;
}

/** The geometric mean of amounts: of many orders it shows a price rise that moves their distribution by little. */
function meanAmount(
  now: InputStatistics,
  then: InputStatistics,
  { amounts: limits }: Config["monitoring"],
): Measure[] {
  const [a, b] = [logMean(then.amounts), logMean(now.amounts)];
  if (a.count < leastCounts || b.count < leastCounts) return [];
  const ratio = Math.exp(b.mean - a.mean);
  const [was, is] = [Math.exp(a.mean), Math.exp(b.mean)];
  const excuse = chanceIn(b.mean - a.mean, a.variance / a.count + b.variance / b.count);
  const change = Math.max(ratio, 1 / ratio) - 1;
  const text = message("monitoring.meanAmount", is, ratio - 1, was);
  return [measured({ measure: "amount_mean", value: is, reference: was, change, excuse, text }, limits)];
}

/** PSI over ten bins of equal shares of the reference, and the Kolmogorov-Smirnov distance over all. */
function distribution(
  name: string,
  what: Message,
  now: Histogram,
  then: Histogram,
  { psi, ks }: Config["monitoring"],
): Measure[] {
  const [a, b] = [columns(then), columns(now)];
  if (a.total < leastCounts || b.total < leastCounts) return [];
  const edges = quantileEdges(a.values, bins, a.weights);
  const { psi: index } = populationStability(
    binCounts(a.values, edges, a.weights),
    binCounts(b.values, edges, b.weights),
  );
  const { statistic, pValue } = kolmogorovSmirnov(a, b);
  // of one population, the index times nm / (n + m) is about chi-square with one degree of freedom fewer than bins
  const [chance, scale] = [edges.length, 1 / a.total + 1 / b.total];
  const moved = (
    measure: string,
    value: number,
    excuse: "chance" | null,
    text: Message,
    limits: Limits,
  ): Measure => measured({ measure, value, reference: null, change: value, excuse, text }, limits);
  return [
    moved(
      `${name}_psi`,
      index,
      chanceIn(Math.max(0, index / scale - chance), 2 * chance),
      message("monitoring.psi", what, index),
      psi,
    ),
    moved(
      `${name}_ks`,
      statistic,
      pValue > leastProbability ? "chance" : null,
      message("monitoring.ks", what, statistic),
      ks,
    ),
  ];
}

function columns(h: Histogram): { values: Float64Array; weights: Float64Array; total: number } {
  return {
    values: Float64Array.from(h, ([bucket]) => bucket),
    weights: Float64Array.from(h, ([, n]) => n),
    total: h.reduce((sum, [, n]) => sum + n, 0),
  };
}

/** Mean and variance of the logarithms of amounts, as far as buckets show; without orders of nothing. */
function logMean(amounts: Histogram): { count: number; mean: number; variance: number } {
  const positive = amounts.filter(([bucket]) => bucket !== bucketOfNothing);
  const sum = (of: (log: number) => number): number =>
    positive.reduce((s, [bucket, n]) => s + n * of((bucket / amountBucketsPerFactorTen) * Math.LN10), 0);
  const count = sum(() => 1);
  const mean = sum((log) => log) / count;
  return { count, mean, variance: sum((log) => (log - mean) ** 2) / count };
}
