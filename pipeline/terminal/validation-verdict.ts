import type { MeasureName } from "../../models/index.js";
import {
  type Backtest,
  type OverallForecast,
  type OverallTarget,
  type Target,
  targets,
} from "../artifacts/validation.js";
import { totalsVerdict } from "./totals-verdict.js";

/** Of the mean bias of totals: up to the first it is small, beyond the second the totals are of no use. */
const smallBias = 0.1;
const largeBias = 0.2;
/** Between the best and the worst origin, where bias is small on average. */
const wideSpread = 0.3;
/** Of the share of customers within an 80 % interval. */
const mostCoverageError = 0.05;

/** What is compared with naive forecasts; the errors of expected values decide, ranks and shares are named. */
const decisive: MeasureName = "rmse";
const compared: readonly MeasureName[] = ["bias", "mae", "rmse", "spearman", "normalisedGini", "topCapture"];

/**
 * good: totals are close and no naive forecast has a lower error; fair: usable with care, or chance could explain that it is better;
 * poor: totals are far off or a naive forecast is better; unmeasured: there is nothing to judge by.
 */
export type VerdictLevel = "good" | "fair" | "poor" | "unmeasured";

/** What a backtest says about the model that the run fitted. */
export interface ValidationVerdict {
  readonly level: VerdictLevel;
  readonly model: string;
  readonly origins: number;
  readonly holdoutDays: number;
  readonly targets: readonly TargetVerdict[];
  /** Where a naive forecast is better, beyond chance. */
  readonly betterRivals: readonly BetterRival[];
  /** What to change, the most promising first. */
  readonly advice: readonly Advice[];
  /** A model that is better by log-score than the fitted one, as far as is known beyond chance; null where none is. */
  readonly betterModel: string | null;
}

export interface TargetVerdict {
  readonly target: Target;
  readonly level: Exclude<VerdictLevel, "unmeasured">;
  /** Null where nothing was bought. */
  readonly bias: TotalBias | null;
  /** The naive forecast of the lowest error; null where there is none. */
  readonly rival: BestRival | null;
  /** Share of actual figures of customers that 80 % intervals held; null where there are none. */
  readonly covered80: number | null;
  /** Whether that share is too far from 80 %, by more than chance as far as that was measured. */
  readonly coverageOff: boolean;
}

/** Of totals, (predicted - actual) / actual. */
export interface TotalBias {
  readonly mean: number;
  /** Of the origin where it is lowest, and highest. */
  readonly low: number;
  readonly high: number;
  /** Whether the mean is off by more than chance between customers, and origins apart by more; null where that was not measured. */
  readonly beyondChance: boolean | null;
  readonly apartBeyondChance: boolean | null;
}

export interface BestRival {
  readonly name: string;
  readonly measure: MeasureName;
  /** How much lower the model's error is, as a share of the rival's; below 0 where it is higher. */
  readonly gain: number;
  /** Whether more than chance between customers; null where that was not measured. */
  readonly beyondChance: boolean | null;
}

export interface BetterRival {
  readonly target: Target;
  readonly rival: string;
  readonly measure: MeasureName;
  readonly ofRival: number;
  readonly ofModel: number;
}

export type Advice =
  | "betterModel"
  | "failed"
  | "tooHigh"
  | "tooLow"
  | "season"
  | "rival"
  | "more"
  | "coverage";

/** Judges by the means over origins, their intervals, and the differences between forecasts. */
export function validationVerdict(b: Backtest): ValidationVerdict {
  const own = modelOf(b, b.fitted)?.targets ?? null;
  const judged = own === null ? [] : targets.flatMap((t) => (own[t] ? [targetVerdict(b, t, own[t])] : []));
  const betterModel = betterModelOf(b);
  const rest = { model: b.fitted, origins: b.origins.length, holdoutDays: b.holdoutDays, betterModel };
  if (judged.every(({ bias }) => bias === null))
    return {
      ...{ ...rest, level: "unmeasured", targets: judged, betterRivals: [] },
      advice: [...(betterModel === null ? [] : ["betterModel" as const]), own === null ? "failed" : "more"],
    };
  const betterRivals = targets.flatMap((t) => rivalsThatBeat(b, t));
  return {
    ...{ ...rest, level: withTotals(worstOf(judged), b), targets: judged, betterRivals },
    advice: adviceOn(judged, betterModel, b),
  };
}

function targetVerdict(b: Backtest, target: Target, own: OverallTarget): TargetVerdict {
  const covered80 = own.measures.coverage80;
  const verdict = {
    target,
    bias: totalBias(b, target, own),
    rival: bestRival(b, target, own),
    ...{ covered80, coverageOff: isCoverageOff(covered80, own.intervals?.coverage80 ?? null) },
  };
  return { ...verdict, level: levelOf(verdict, b.origins.length) };
}

function totalBias(b: Backtest, target: Target, own: OverallTarget): TotalBias | null {
  const each = b.origins.map(
    ({ forecasts }) =>
      forecasts.find((f) => f.kind === "model" && f.name === b.fitted)?.scores?.[target]?.score.measures.bias,
  );
  const known = each.filter((bias) => bias != null && Number.isFinite(bias)) as number[];
  const { bias: mean } = own.measures;
  if (mean === null || known.length === 0) return null;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const interval = own.intervals?.bias ?? null;
  if (interval === null) return { ...{ mean, low, high }, beyondChance: null, apartBeyondChance: null };
  // of one origin: the mean is over as many as there are
  const doubt = ((interval.high - interval.low) / 2) * Math.sqrt(known.length);
  return {
    ...{ mean, low, high },
    beyondChance: interval.low > 0 || interval.high < 0,
    apartBeyondChance: high - low > 2 * doubt,
  };
}

/** One origin alone does not show how far apart totals of several are, and so is never good. */
function levelOf(
  { bias, rival, coverageOff }: Omit<TargetVerdict, "level">,
  origins: number,
): TargetVerdict["level"] {
  const beaten = rival !== null && rival.gain < 0 && rival.beyondChance !== false;
  if (beaten || (bias !== null && Math.abs(bias.mean) > largeBias)) return "poor";
  const isClose = bias !== null && Math.abs(bias.mean) <= smallBias && bias.high - bias.low <= wideSpread;
  const isBetter = rival !== null && rival.gain > 0 && rival.beyondChance === true;
  return origins > 1 && isClose && isBetter && !coverageOff ? "good" : "fair";
}

function isCoverageOff(covered80: number | null, interval: { low: number; high: number } | null): boolean {
  if (covered80 === null || Math.abs(covered80 - 0.8) <= mostCoverageError) return false;
  return interval === null || interval.low > 0.8 || interval.high < 0.8;
}

function bestRival(b: Backtest, target: Target, own: OverallTarget): BestRival | null {
  const error = own.measures[decisive];
  const errorOf = (f: OverallForecast): number => f.targets![target]!.measures[decisive] ?? Infinity;
  const rivals = rivalsOf(b, target).filter((f) => Number.isFinite(errorOf(f)));
  if (error === null || rivals.length === 0) return null;
  const best = rivals.reduce((a, c) => (errorOf(c) < errorOf(a) ? c : a));
  const others = errorOf(best);
  const difference = differenceTo(b, target, decisive, best);
  return {
    ...{ name: best.name, measure: decisive },
    gain: others === 0 ? (error === 0 ? 0 : -Infinity) : 1 - error / others,
    beyondChance: difference === null ? null : difference.low > 0 || difference.high < 0,
  };
}

/**
 * Loss of a rival minus that of the fitted model; null where chance was not measured. Differences are kept to the chosen model:
 * where another one is fitted, the bounds are those that hold whichever way its own difference lies.
 */
function differenceTo(
  b: Backtest,
  target: Target,
  measure: MeasureName,
  rival: OverallForecast,
): { readonly value: number; readonly low: number; readonly high: number } | null {
  const own =
    b.fitted === b.chosen
      ? { value: 0, low: 0, high: 0 }
      : modelOf(b, b.fitted)?.targets?.[target]?.differences?.[measure];
  const other = rival.targets?.[target]?.differences?.[measure];
  if (own == null || other == null) return null;
  return { value: other.value - own.value, low: other.low - own.high, high: other.high - own.low };
}

function modelOf(b: Backtest, name: string): OverallForecast | undefined {
  return b.overall.find((f) => f.kind === "model" && f.name === name);
}

/** The chosen model where it is not the fitted one, and better by more than chance as far as that was measured. */
function betterModelOf(b: Backtest): string | null {
  if (b.chosen === null || b.chosen === b.fitted) return null;
  const difference = modelOf(b, b.fitted)?.targets?.purchases.differences?.logScore ?? null;
  return difference !== null && difference.low <= 0 ? null : b.chosen;
}

function rivalsOf(b: Backtest, target: Target): OverallForecast[] {
  return b.overall.filter((f) => f.kind === "rival" && f.targets?.[target] != null);
}

/** By measure, the best of the rivals that are better than the model beyond chance. */
function rivalsThatBeat(b: Backtest, target: Target): BetterRival[] {
  const own = modelOf(b, b.fitted)?.targets?.[target];
  if (own === undefined) return [];
  return compared.flatMap((measure): BetterRival[] => {
    const losses = rivalsOf(b, target).flatMap((f) => {
      const difference = differenceTo(b, target, measure, f);
      return difference !== null && difference.high < 0 ? [{ f, loss: difference.value }] : [];
    });
    if (losses.length === 0 || own.measures[measure] === null) return [];
    const { f } = losses.reduce((a, c) => (c.loss < a.loss ? c : a));
    const ofRival = f.targets![target]!.measures[measure]!;
    return [{ target, rival: f.name, measure, ofRival, ofModel: own.measures[measure] }];
  });
}

const order = ["poor", "fair", "good"] as const;

function worstOf(judged: readonly TargetVerdict[]): TargetVerdict["level"] {
  return order.find((level) => judged.some((t) => t.level === level))!;
}

/** Nothing is good whose total may not be believed. */
function withTotals(level: TargetVerdict["level"], { totals }: Backtest): TargetVerdict["level"] {
  const isDoubted = totals !== undefined && totalsVerdict(totals).level === "notBelieved";
  return level === "good" && isDoubted ? "fair" : level;
}

function adviceOn(judged: readonly TargetVerdict[], betterModel: string | null, b: Backtest): Advice[] {
  const some = (is: (t: TargetVerdict) => boolean): boolean => judged.some(is);
  const off = (is: (bias: TotalBias) => boolean): boolean =>
    some(({ bias }) => bias !== null && isFar(bias) && isSure(bias) && is(bias));
  const found: readonly [Advice, boolean][] = [
    ["betterModel", betterModel !== null],
    ["tooHigh", off(({ low }) => low > 0)],
    ["tooLow", off(({ high }) => high < 0)],
    ["season", off(({ low, high }) => low <= 0 && high >= 0)],
    ["rival", some(({ rival }) => rival !== null && rival.gain <= 0 && rival.beyondChance !== false)],
    [
      "more",
      b.origins.length < 2 ||
        some(
          ({ rival, bias }) =>
            rival?.beyondChance === false || (bias !== null && isFar(bias) && !isSure(bias)),
        ),
    ],
    ["coverage", some(({ coverageOff }) => coverageOff)],
  ];
  return found.flatMap(([advice, holds]) => (holds ? [advice] : []));
}

function isFar({ mean, low, high }: TotalBias): boolean {
  return Math.abs(mean) > smallBias || high - low > wideSpread;
}

/** Whether chance between customers does not explain that totals are off. */
function isSure({ low, high, beyondChance, apartBeyondChance }: TotalBias): boolean {
  return low <= 0 && high >= 0 ? apartBeyondChance !== false : beyondChance !== false;
}
