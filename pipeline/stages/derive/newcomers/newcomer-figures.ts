import { pooledRatios, type RatioEstimate } from "../../../../models/index.js";
import { relativeVariance } from "../../../marts/doubted.js";
import type { DoubtedFigure, NewcomerSource } from "../../../marts/newcomers.js";
import type { Moments, SourceSums } from "./newcomer-sources.js";

/** What is seen of sources, and pooled. */
export type SourceFigures = Pick<
  NewcomerSource,
  "attribute" | "source" | "customers" | "margin" | "firstOrder" | "spend" | "orderSpread" | "pace"
>;

/**
 * Figures of each source, drawn towards those of all customers by as much as its own are in doubt: the value of a first order (of the
 * last 365 days, of all customers where nobody came in them), spend per later purchase, and repeat purchases as a ratio to what a
 * newcomer of the model would have bought in the same time.
 * @param sums       all customers first
 * @param paced      whether sources differ in purchases by what the model does not know
 * @param spendMeans mean spend per purchase at equally likely parameters of the spend model
 */
export function sourceFigures(
  sums: readonly SourceSums[],
  { paced, spendMeans }: { readonly paced: boolean; readonly spendMeans: readonly number[] },
): SourceFigures[] {
  const [all] = sums;
  if (all === undefined) return [];
  const common = relativeVariance(spendMeans);
  const attributes = [...new Set(sums.map(({ attribute }) => attribute))];
  return attributes.flatMap((attribute) => {
    const own = sums.filter((s) => s.attribute === attribute);
    const pooled = (of: (s: SourceSums) => RatioEstimate): RatioEstimate[] =>
      attribute === null ? [{ ...of(all), mean: 1 }] : pooledRatios(own.map(of));
    const pace = pooled((s) => paceOf(s, all));
    const firstOrder = pooled((s) => ratioOf(firstOf(s), firstOf(all)));
    const spend = pooled((s) => ratioOf(spendOf(s), spendOf(all)));
    return own.map((s, i) => ({
      ...{ attribute, source: s.source, customers: s.recent, margin: s.margin },
      firstOrder: doubted(firstOf(all), firstOrder[i]!, 0),
      spend: doubted(spendOf(all), spend[i]!, common),
      orderSpread: spreadOf(firstOf(all)),
      pace: paced && attribute !== null ? pace[i]! : { mean: 1, variance: 0 },
    }));
  });
}

interface Seen extends Moments {
  readonly n: number;
  /** of those that say something of the mean */
  readonly telling: number;
}

const firstOf = (s: SourceSums): Seen | null => {
  if (s.first === null || s.recentFirst === null) return null;
  return s.recent > 0
    ? { ...s.recentFirst, n: s.recent, telling: s.recent }
    : { ...s.first, n: s.customers, telling: s.customers };
};

/** People who never came back have the mean of all: only the others say what a source spends. */
const spendOf = (s: SourceSums): Seen | null =>
  s.spend && { ...s.spend, n: s.customers, telling: s.repeaters };

/** A source's mean to that of all, with the spread of all customers: that of a few would be known too badly. */
function ratioOf(own: Seen | null, all: Seen | null): RatioEstimate {
  if (own === null || all === null || !(own.telling > 0) || !(all.sum > 0))
    return { mean: 1, variance: Infinity };
  return { mean: (own.sum * all.n) / (own.n * all.sum), variance: spreadOf(all) / own.telling };
}

/** Variance over the square of the mean. */
function spreadOf(all: Seen | null): number {
  if (all === null || !(all.sum > 0)) return 0;
  const mean = all.sum / all.n;
  return Math.max(0, all.squares / all.n / mean ** 2 - 1);
}

function paceOf(own: SourceSums, all: SourceSums): RatioEstimate {
  if (!(own.expected > 0 && all.repeats > 0)) return { mean: 1, variance: Infinity };
  const overall = all.repeats / all.expected;
  return {
    mean: own.repeats / own.expected / overall,
    variance: own.variance / (own.expected * overall) ** 2,
  };
}

function doubted(all: Seen | null, ratio: RatioEstimate, common: number): DoubtedFigure | null {
  if (all === null || all.n === 0) return null;
  const own = Number.isFinite(ratio.variance) ? ratio.variance / ratio.mean ** 2 : 0;
  return { value: (all.sum / all.n) * ratio.mean, variance: (1 + own) * (1 + common) - 1 };
}
