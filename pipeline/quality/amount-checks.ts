import { median } from "../calendar.js";
import type { Limits } from "../config/limits.js";
import { added, bucketAt, type DayCounts, type Histogram } from "../monitoring/input-statistics.js";
import { amountBucketsPerFactorTen, bucketOfNothing } from "../sql/amount-bucket.js";
import { above, notMade, type QualityCheck } from "./check.js";
import type { Findings } from "./findings.js";

/** Orders that a quantile is looked at of, at least: of fewer it jumps by chance. */
const leastOrders = 20;

/**
 * Amounts that are a multiple of the usual ones, or a fraction: cents read as euros, a currency read as another. The median
 * of each new day against the usual median, and the 90 % quantile of all new days, which sees what befalls a part of the orders.
 * Amounts are known by bucket, 10 for a factor of ten, so ratios are within a factor of 1.26.
 */
export function amountJump(findings: Findings, limits: Limits): QualityCheck {
  const { days, newAfter } = findings;
  const isNew = ({ day }: DayCounts): boolean => day > newAfter;
  const earlier = days.filter((d) => !isNew(d));
  // in the first run, each day is held against all of them
  const usual = quantiles(earlier.length > 0 ? earlier : days);
  const ofDays = days.filter(isNew).flatMap((d) => {
    const positive = withoutNothing(d.amounts);
    if (countOf(positive) < leastOrders || usual === null) return [];
    return [{ what: "the median amount", when: d.day, jump: bucketAt(positive, 0.5)! - usual.median }];
  });
  const all = withoutNothing(added(days.filter(isNew).map((d) => d.amounts)));
  const ofAll =
    earlier.length > 0 && usual !== null && countOf(all) >= leastOrders
      ? [
          {
            what: "the 90 % quantile of amounts",
            when: `since ${newAfter}`,
            jump: bucketAt(all, 0.9)! - usual.upper,
          },
        ]
      : [];
  const [first, ...rest] = [...ofDays, ...ofAll];
  if (first === undefined) return notMade("amountJump", `fewer than ${leastOrders} orders on every day`);
  const worst = rest.reduce((a, b) => (Math.abs(b.jump) > Math.abs(a.jump) ? b : a), first);
  const ratio = 10 ** (Math.abs(worst.jump) / amountBucketsPerFactorTen);
  const share = `${Number(ratio.toPrecision(2))}`;
  const reason =
    worst.jump === 0
      ? "amounts are as usual"
      : `${worst.what} is about ${worst.jump > 0 ? `${share} times the usual one` : `1/${share} of the usual one`}`;
  return above("amountJump", ratio, limits, reason, worst.when);
}

/** Usual quantiles: the median over days of each day's median, and the 90 % quantile of all. */
function quantiles(days: readonly DayCounts[]): { median: number; upper: number } | null {
  const positive = days.map((d) => withoutNothing(d.amounts));
  const medians = positive.filter((h) => countOf(h) >= leastOrders).map((h) => bucketAt(h, 0.5)!);
  const upper = bucketAt(added(positive), 0.9);
  const overall = bucketAt(added(positive), 0.5);
  if (upper === null || overall === null) return null;
  return { median: medians.length > 0 ? median(medians) : overall, upper };
}

const withoutNothing = (h: Histogram): Histogram => h.filter(([bucket]) => bucket !== bucketOfNothing);
const countOf = (h: Histogram): number => h.reduce((sum, [, n]) => sum + n, 0);
