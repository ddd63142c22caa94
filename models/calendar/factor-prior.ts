/**
 * What is known of a common factor before any of it is seen: on the log scale the sum of a constant, a level that walks at random, a
 * shock of its own for every month, a season by month of the year and a slope. How large each is, is not known: a grid with a prior.
 */
export interface FactorPrior {
  /** standard deviation of the level's step from month to month */
  readonly level: Sizes;
  /** of a month's own shock */
  readonly shock: Sizes;
  /** of the season */
  readonly season: Sizes;
  /** of the slope, a year: values with their prior probabilities */
  readonly slope: readonly { readonly value: number; readonly probability: number }[];
  /** of the log of each size about its median */
  readonly spread: number;
}

/** Values on an even grid of logarithms, and the median of the log-normal prior over them; a single 0 leaves the part out. */
export interface Sizes {
  readonly values: readonly number[];
  readonly median: number;
}

/** Which parts of a factor there are. */
export type FactorParts = "auto" | "season" | "level";

/** Purchases by month, compared with what a model expects. */
const purchaseFactor: FactorPrior = {
  level: { values: [0.003, 0.01, 0.03, 0.06, 0.12], median: 0.02 },
  shock: { values: [0.01, 0.03, 0.06, 0.12, 0.25], median: 0.03 },
  season: { values: [0.01, 0.04, 0.1, 0.2, 0.4], median: 0.08 },
  slope: [
    { value: 0, probability: 0.7 },
    { value: 0.12, probability: 0.3 },
  ],
  spread: 1.3,
};

/**
 * The same where nearly all customers came early in the log. Their ageing and the months go together, so a month's surplus says little
 * of a level or a season: what is seen counts as the month's own, and the model's own churn is believed sooner. Measured on CDNOW.
 */
const purchaseFactorOfOneAge: FactorPrior = {
  ...purchaseFactor,
  level: { ...purchaseFactor.level, median: 0.005 },
  shock: { ...purchaseFactor.shock, median: 0.1 },
  season: { ...purchaseFactor.season, median: 0.02 },
  slope: [{ value: 0, probability: 1 }],
};

/** Whether customers kept coming, or are all of one age. */
export type Arrivals = "all-along" | "early";

/** What is known beforehand of purchases by month. */
export function purchasePrior(arrivals: Arrivals, parts: FactorParts): FactorPrior {
  return withParts(arrivals === "early" ? purchaseFactorOfOneAge : purchaseFactor, parts);
}

/** Spend per purchase by month, compared with what customers are expected to spend. */
export const spendFactor: FactorPrior = {
  level: { values: [0.003, 0.01, 0.03], median: 0.01 },
  shock: { values: [0.01, 0.03, 0.08, 0.16], median: 0.03 },
  season: { values: [0.01, 0.04, 0.1, 0.2], median: 0.05 },
  slope: [{ value: 0, probability: 1 }],
  spread: 0.9,
};

const none: Sizes = { values: [0], median: 1 };

/** A prior with some of its parts left out: a season alone, or all but the season. */
function withParts(prior: FactorPrior, parts: FactorParts): FactorPrior {
  if (parts === "auto") return prior;
  return parts === "level"
    ? { ...prior, season: none }
    : { ...prior, level: none, shock: none, slope: [{ value: 0, probability: 1 }] };
}

/** One way in which the parts may be large. */
export interface FactorSizes {
  readonly level: number;
  readonly shock: number;
  readonly season: number;
  readonly slope: number;
  /** log of the prior's density, but for a constant */
  readonly logPrior: number;
}

/** Every combination on the grid. */
export function gridOf({ level, shock, season, slope, spread }: FactorPrior): FactorSizes[] {
  const logDensity = (size: number, { median }: Sizes): number =>
    size === 0 ? 0 : -0.5 * (Math.log(size / median) / spread) ** 2;
  return level.values.flatMap((l) =>
    shock.values.flatMap((e) =>
      season.values.flatMap((s) =>
        slope.map(({ value, probability }) => ({
          level: l,
          shock: e,
          season: s,
          slope: value,
          logPrior:
            logDensity(l, level) + logDensity(e, shock) + logDensity(s, season) + Math.log(probability),
        })),
      ),
    ),
  );
}
