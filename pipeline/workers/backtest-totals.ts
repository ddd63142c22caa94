import {
  type FactorParts,
  type Fit,
  type FittedCalendar,
  fitAgain,
  fitCalendar,
  fit as fitModel,
  fitWithFallback,
  forecastMonths,
  forecastTotals,
  type Histories,
  isDoubtful,
  logSpreadOf,
  type Params,
  type PlannedEvent,
  type PurchaseModelName,
  purchaseModel,
  type SegmentTotals,
  type SpendLevel,
  type SpendParams,
  scaledSpend,
  sigmaPoints,
  spendLevelAt,
  spendScaleAt,
  type TotalQuestion,
  type TotalSpend,
  weakPrior,
} from "../../models/index.js";

/** What totals of all origins are forecast with: the models of the run. */
export interface TotalsInput {
  readonly model: PurchaseModelName;
  /** parameters held at a value */
  readonly fixed: Params;
  /** where searches start; null for a cold start */
  readonly start: Params | null;
  readonly prior: "auto" | "off" | "weak";
  readonly fallback: boolean;
  readonly calendar: FactorParts | "off";
  /** of the log and after it: those after an origin were planned before */
  readonly events: readonly PlannedEvent[];
  /** null without amounts */
  readonly spend: {
    readonly params: SpendParams;
    readonly points: readonly SpendParams[];
    /** with the calendar that its months are of */
    readonly level: { readonly of: SpendLevel; readonly calendar: FittedCalendar } | null;
  } | null;
}

/** One origin. Days are day numbers; columns belong in SharedArrayBuffers. */
export interface TotalsItem {
  readonly firstDay: number;
  readonly origin: number;
  /** in days */
  readonly histories: Histories;
  /** sums of repeat spend and of its squares by history; null without amounts */
  readonly z: Float64Array | null;
  readonly zz: Float64Array | null;
  /** repeat purchases by day, from firstDay to the origin; null where no calendar is asked for */
  readonly repeats: Float64Array | null;
  /** in days */
  readonly horizons: readonly number[];
  /** days to the end of each month, ascending */
  readonly months: readonly number[];
}

/** A total as it was predicted. */
export interface TotalRange {
  readonly expected: number;
  readonly median: number;
  readonly lo80: number;
  readonly hi80: number;
  readonly lo95: number;
  readonly hi95: number;
  /** standard deviation of the logarithm */
  readonly logSpread: number;
}

/** By horizon, or by month; none of value without amounts. */
export interface TotalRanges {
  readonly purchases: readonly TotalRange[];
  readonly value: readonly TotalRange[];
}

export type TotalsResult =
  | { readonly failed: readonly string[] }
  | {
      readonly failed: null;
      /** what was fitted */
      readonly model: string;
      /** whether there is a calendar */
      readonly calendar: boolean;
      readonly horizons: TotalRanges;
      readonly months: TotalRanges;
      /** as they would be without a calendar */
      readonly plain: TotalRanges;
    };

const levels = [0.025, 0.1, 0.5, 0.9, 0.975] as const;

/** Task: fits the run's kind of model to what was known on the origin, along with its calendar, and forecasts the totals after it. */
export function backtestTotals(input: TotalsInput, item: TotalsItem): TotalsResult {
  const plain = plainFit(input, item);
  if (plain.verdict.status === "failed") return { failed: plain.verdict.reasons };
  const { fit, calendar } = inCalendar(plain, input, item);
  const spend = spendAt(input, item, calendar);
  const ends = [...new Set([...item.horizons, ...item.months])].sort((a, b) => a - b);
  const ask = (of: Fit, own: FittedCalendar | null, horizons: readonly number[]): SegmentTotals => {
    const question: TotalQuestion = {
      model: purchaseModel(of.model as PurchaseModelName),
      params: of.params,
      points: of.covariance === null ? [] : sigmaPoints(of),
      histories: item.histories,
      asOf: item.origin,
      calendar: own,
      ...{ horizons, levels },
      ...(spend && { spend: own === null ? { ...spend, level: null } : spend }),
    };
    return forecastTotals(question);
  };
  const totals = ask(fit, calendar, ends);
  const pick = (at: readonly number[]): Pick<SegmentTotals, "purchases" | "value"> => {
    const places = at.map((days) => ends.indexOf(days));
    return {
      purchases: places.map((j) => totals.purchases[j]!),
      value: spend ? places.map((j) => totals.value[j]!) : [],
    };
  };
  const horizons = ranges(pick(item.horizons));
  const months = { ends: item.months, levels, asOf: item.origin, calendar, level: spend?.level ?? null };
  return {
    failed: null,
    model: fit.model,
    calendar: calendar !== null,
    horizons,
    months: ranges(item.months.length === 0 ? pick([]) : forecastMonths(pick(item.months), months)),
    plain: calendar === null ? horizons : ranges(ask(plain, null, item.horizons)),
  };
}

/** In ordinary time, or the simpler model that a run would have used in its place. */
function plainFit(
  { model: name, fixed, start, prior, fallback }: TotalsInput,
  { histories }: TotalsItem,
): Fit {
  const model = purchaseModel(name);
  const options = {
    fixed,
    ...(prior === "auto" && { prior }),
    ...(prior === "weak" && { prior: weakPrior(model, histories) }),
  };
  const warm = start === null ? null : fitModel(model, histories, { ...options, start });
  if (warm !== null && warm.verdict.status !== "failed" && !isDoubtful(warm.verdict)) return warm;
  return fallback ? fitWithFallback(model, histories, options).fit : fitModel(model, histories, options);
}

function inCalendar(
  plain: Fit,
  { fixed, calendar: parts, events }: TotalsInput,
  { histories, firstDay, origin, repeats }: TotalsItem,
): { readonly fit: Fit; readonly calendar: FittedCalendar | null } {
  const model = purchaseModel(plain.model as PurchaseModelName);
  const { exposure } = model;
  if (parts === "off" || exposure === null || repeats === null) return { fit: plain, calendar: null };
  const held = Object.fromEntries(Object.entries(fixed).filter(([key]) => model.params.includes(key)));
  const { fit, calendar } = fitCalendar<Fit>(
    {
      exposureOf: () => exposure,
      fit: (h, before) => (before === null ? plain : fitAgain(model, h, before, held)),
      paramsOf:
        ({ params }) =>
        () =>
          params,
    },
    { histories, firstDay, asOf: origin, repeats },
    { parts, events },
  );
  return fit.verdict.status === "failed" ? { fit: plain, calendar: null } : { fit, calendar };
}

/** The run's spend model brought to what was known on the origin. */
function spendAt(
  { spend }: TotalsInput,
  { histories: { x, n }, z, zz, origin }: TotalsItem,
  calendar: FittedCalendar | null,
): TotalSpend | null {
  if (spend === null || z === null || zz === null) return null;
  const scale = spendScaleAt(spend.params, { x, n, z });
  const level = calendar && spend.level ? spendLevelAt(spend.level.of, spend.level.calendar, origin) : null;
  return {
    params: scaledSpend(spend.params, scale),
    points: spend.points.map((point) => scaledSpend(point, scale)),
    ...{ z, zz, level },
  };
}

function ranges({ purchases, value }: Pick<SegmentTotals, "purchases" | "value">): TotalRanges {
  return { purchases: purchases.map(rangeOf), value: value.map(rangeOf) };
}

function rangeOf(total: SegmentTotals["purchases"][number]): TotalRange {
  const [lo95, lo80, median, hi80, hi95] = total.quantiles as [number, number, number, number, number];
  return { expected: total.expected, median, lo80, hi80, lo95, hi95, logSpread: logSpreadOf(total) };
}
