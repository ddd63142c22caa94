import { binCounts, kolmogorovSmirnov, populationStability, quantileEdges } from "../../models/index.js";
import { daysBetween } from "../calendar.js";
import type { Config } from "../config.js";
import type { Histogram, InputStatistics } from "./input-statistics.js";
import { figure, type Measure, measured, percent, signed } from "./measure.js";

/** Fewer counts than this on either side, and distributions differ by chance. */
const leastCounts = 100;
const bins = 10;

/** What came in now against what came in up to an earlier run: volume, new customers, amounts, days between purchases. */
export function inputDrift(
  now: InputStatistics,
  then: InputStatistics,
  limits: Config["monitoring"],
): Measure[] {
  return [
    ...volume(now, then, limits),
    ...newCustomers(now, then, limits),
    ...distribution("amount", "amounts", now.amounts, then.amounts, limits),
    ...distribution("gap", "days between purchases", now.gaps, then.gaps, limits),
  ];
}

function volume(
  now: InputStatistics,
  then: InputStatistics,
  { volume: limits }: Config["monitoring"],
): Measure[] {
  const perDay = (s: InputStatistics): number => s.orders / daysBetween(s.after, s.asOf);
  const [a, b] = [perDay(then), perDay(now)];
  if (!(a > 0) || then.orders < leastCounts) return [];
  const text = `${figure(b)} orders a day, ${signed(b / a - 1)} against ${figure(a)}`;
  return [measured("orders_a_day", b, a, Math.abs(b / a - 1), limits, text)];
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
  const [a, b] = [share(then), share(now)];
  const text = `${percent(b)} of the buyers are new, against ${percent(a)}`;
  return [measured("new_customer_share", b, a, Math.abs(b - a), limits, text)];
}

/** PSI over ten bins of equal shares of the reference, and the Kolmogorov-Smirnov distance over all. */
function distribution(
  name: string,
  what: string,
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
  const { statistic } = kolmogorovSmirnov(a, b);
  return [
    measured(
      `${name}_psi`,
      index,
      null,
      index,
      psi,
      `the distribution of ${what} moved by a PSI of ${figure(index)}`,
    ),
    measured(
      `${name}_ks`,
      statistic,
      null,
      statistic,
      ks,
      `the distribution of ${what} moved by a Kolmogorov–Smirnov distance of ${figure(statistic)}`,
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
