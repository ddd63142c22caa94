import type { Limits } from "../config/limits.js";
import { added, type DayCounts, type Histogram, quantileAt } from "../monitoring/input-statistics.js";
import { amountBucketsPerFactorTen, bucketOfNothing } from "../sql/input-statistics.js";
import { message } from "../text/messages/message.js";
import { median } from "../time/calendar.js";
import { above, notMade, type QualityCheck } from "./check.js";
import type { Findings } from "./findings.js";

/** Orders that a quantile is looked at of, at least: of fewer it jumps by chance. */
const leastOrders = 20;
/** Buckets by which the next figure must be farther off than the median of all new days to be named in its place: twice as far. */
const muchFarther = 3;

/**
 * Amounts that are a multiple of the usual ones, or a fraction: cents read as euros, a currency read as another. The median
 * of all new days and of each of them against the usual median, and the 90 % quantile of all, which sees what happens to a part of the
 * orders. Amounts are known by bucket, 10 for a factor of ten, and taken as spread evenly within each.
 */
export function amountJump(findings: Findings, limits: Limits): QualityCheck {
  const { days, newAfter } = findings;
  const isNew = ({ day }: DayCounts): boolean => day > newAfter;
  const earlier = days.filter((d) => !isNew(d));
  // in the first run, each day is compared with all of them
  const usual = quantiles(earlier.length > 0 ? earlier : days);
  const ofDays = days.filter(isNew).flatMap((d) => {
    const positive = withoutNothing(d.amounts);
    if (countOf(positive) < leastOrders || usual === null) return [];
    return [
      {
        what: message("quality.amounts.medianOfDay"),
        when: d.day,
        jump: quantileAt(positive, 0.5)! - usual.median,
      },
    ];
  });
  const all = withoutNothing(added(days.filter(isNew).map((d) => d.amounts)));
  const ofAll =
    earlier.length > 0 && usual !== null && countOf(all) >= leastOrders
      ? [
          {
            what: message("quality.amounts.median"),
            when: message("quality.amounts.since", newAfter),
            jump: quantileAt(all, 0.5)! - usual.median,
          },
          {
            what: message("quality.amounts.upper"),
            when: message("quality.amounts.since", newAfter),
            jump: quantileAt(all, 0.9)! - usual.upper,
          },
        ]
      : [];
  const [day, ...others] = ofDays;
  const farthestDay = day && others.reduce((a, b) => (Math.abs(b.jump) > Math.abs(a.jump) ? b : a), day);
  const [first, ...rest] = [...ofAll, ...(farthestDay ? [farthestDay] : [])];
  if (first === undefined) return notMade("amountJump", message("quality.fewOrdersOnDays", leastOrders));
  const worst = rest.reduce((a, b) => (Math.abs(b.jump) > Math.abs(a.jump) + muchFarther ? b : a), first);
  const ratio = 10 ** (Math.abs(worst.jump) / amountBucketsPerFactorTen);
  const reason =
    Number(ratio.toPrecision(2)) === 1
      ? message("quality.amounts.usual")
      : message(worst.jump > 0 ? "quality.amounts.more" : "quality.amounts.fewer", worst.what, ratio);
  return above("amountJump", ratio, limits, reason, worst.when);
}

/** Usual quantiles: the median over days of each day's median, and the 90 % quantile of all. */
function quantiles(days: readonly DayCounts[]): { median: number; upper: number } | null {
  const positive = days.map((d) => withoutNothing(d.amounts));
  const medians = positive.filter((h) => countOf(h) >= leastOrders).map((h) => quantileAt(h, 0.5)!);
  const upper = quantileAt(added(positive), 0.9);
  const overall = quantileAt(added(positive), 0.5);
  if (upper === null || overall === null) return null;
  return { median: medians.length > 0 ? median(medians) : overall, upper };
}

const withoutNothing = (h: Histogram): Histogram => h.filter(([bucket]) => bucket !== bucketOfNothing);
const countOf = (h: Histogram): number => h.reduce((sum, [, n]) => sum + n, 0);
