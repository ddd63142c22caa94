import type { CalendarBins } from "./bins.js";
import { type FactorPosterior, factorPosterior, type SeenFactor } from "./factor-posterior.js";
import { spendFactor } from "./factor-prior.js";
import { binsOf, type FittedCalendar } from "./fitted-calendar.js";
import type { Outlook } from "./outlook.js";

/** Spend of the repeat purchases of one month, compared with what their customers are expected to spend on one: sums in base currency. */
export interface SpendMonth {
  readonly purchases: number;
  /** of v, what was spent */
  readonly actual: number;
  /** of M, the customer's expected spend per purchase */
  readonly expected: number;
  /** of M^2 */
  readonly expectedSquares: number;
  /** of v^2 */
  readonly squares: number;
  /** of v M */
  readonly products: number;
}

/** How spend per purchase has gone with the months of a calendar. JSON-serialisable. */
export interface SpendLevel {
  /** by bin of the calendar's log */
  readonly months: readonly SpendMonth[];
  /**
   * Sum over customers of (what they spent - purchases x M)^2 over the square of what all spent: customers as clusters, since few
   * may spend most of it.
   */
  readonly clustered: number;
}

const fewestPurchases = 5;
/** The prototype's spread of the level was too small on the logs that it was tuned on, by this factor. */
const inflation = 2;

/** The log of spend over expected spend by month, of the log and after it up to a day; null where no month says anything. */
export function spendPosterior(
  level: SpendLevel,
  calendar: Pick<FittedCalendar, "firstDay" | "asOf">,
  until: number,
): FactorPosterior | null {
  const bins = binsOf(calendar, until);
  const seen = seenSpend(bins, level.months);
  return seen.bin.length === 0 ? null : factorPosterior(bins, seen, spendFactor);
}

function seenSpend(bins: CalendarBins, months: readonly SpendMonth[]): SeenFactor {
  const usable = months
    .map((month, bin) => ({ ...month, bin }))
    .filter((m) => m.bin < bins.past && m.purchases >= fewestPurchases && m.actual > 0 && m.expected > 0);
  const sum = (of: (m: SpendMonth) => number): number => usable.reduce((a, m) => a + of(m), 0);
  const ratio = sum((m) => m.actual) / sum((m) => m.expected);
  const spread =
    (sum((m) => m.squares) -
      2 * ratio * sum((m) => m.products) +
      ratio ** 2 * sum((m) => m.expectedSquares)) /
    sum((m) => m.expectedSquares);
  return {
    bin: usable.map((m) => m.bin),
    log: usable.map((m) => Math.log(m.actual / m.expected)),
    noise: usable.map((m) => Math.max(1e-8, (spread * m.expectedSquares) / m.expected ** 2)),
  };
}

/** The level of spend in the months of an outlook: what customers' expected spend is multiplied by, and how unsure that is. */
export interface SpendOutlook {
  /** log factor by month of the outlook */
  readonly log: readonly number[];
  /** by point of the posterior, over the months of the outlook */
  readonly points: readonly {
    readonly weight: number;
    readonly mean: readonly number[];
    readonly covariance: (i: number, j: number) => number;
  }[];
  /** variance that does not depend on the month: customers as clusters */
  readonly clustered: number;
}

export function spendOutlook(
  level: SpendLevel,
  calendar: FittedCalendar,
  outlook: Outlook,
): SpendOutlook | null {
  const until = outlook.months.at(-1)!.to;
  const posterior = spendPosterior(level, calendar, until);
  if (posterior === null) return null;
  const { past, from } = binsOf(calendar, until);
  const coming = from.length - past;
  const skipped = coming - outlook.months.length;
  const months = outlook.months.map((_, i) => i);
  const log = months.map((i) => posterior.mean[past + skipped + i]!);
  return {
    log,
    points: posterior.points.map(({ weight, mean, covariance }) => ({
      weight,
      mean: months.map((i) => mean[skipped + i]! - log[i]!),
      covariance: (i, j) => covariance[(skipped + i) * coming + skipped + j]!,
    })),
    clustered: level.clustered,
  };
}

/** Variance of the logarithm of a total's spend level, where each month weighs as given. */
export function spendVariance({ points, clustered }: SpendOutlook, weights: readonly number[]): number {
  const used = weights.map((w, i) => ({ w, i })).filter(({ w }) => w > 0);
  let variance = 0;
  for (const { weight, mean, covariance } of points) {
    const shift = used.reduce((a, { w, i }) => a + w * mean[i]!, 0);
    const own = used.reduce((a, p) => a + p.w * used.reduce((b, q) => b + q.w * covariance(p.i, q.i), 0), 0);
    variance += weight * (own + shift * shift);
  }
  return inflation * variance + clustered;
}
