import type { Verdict } from "../../models/index.js";
import type { Config } from "../config/config.js";
import { points, rounded, shortPercent, signedPercent } from "../text/format.js";
import type { BacktestSummary, Coverage, PairedDifference, Unmeasured } from "./backtest.js";

/** One condition that a new model must meet, and whether it does; one row of the table that people read. */
export interface Gate {
  readonly gate: "identified" | "bias" | "coverage" | "champion" | "data quality";
  /** What was found; a dash where nothing was measured. */
  readonly value: string;
  readonly threshold: string;
  readonly passed: boolean;
  readonly reason: string;
}

export interface Challenger {
  readonly version: string;
  readonly purchase: Verdict;
  /** Null where one mean stands for everyone's spend. */
  readonly spend: Verdict | null;
}

export interface GateInputs {
  readonly challenger: Challenger;
  /** Version of the champion; null for the first model. */
  readonly champion: string | null;
  /** Null where this run did not validate. */
  readonly backtest: BacktestSummary | null;
  /** The last day of the data of the latest validation before this run; null where there was none. */
  readonly validatedAsOf: string | null;
  /** Reasons of the stops that checks of the data found. */
  readonly qualityStops: readonly string[];
  readonly thresholds: Config["retrain"]["gates"];
}

/**
 * Every gate's judgement of the new model. A gate that this run has no measurement for is passed, and says so: a refit between
 * two validations is judged by its verdict and the data alone.
 * @example gates(inputs).filter((gate) => !gate.passed).map((gate) => gate.reason)
 */
export function gates(inputs: GateInputs): Gate[] {
  return [
    identified(inputs),
    bias(inputs),
    coverage(inputs),
    againstChampion(inputs),
    quality(inputs.qualityStops),
  ];
}

function identified({ challenger, thresholds }: GateInputs): Gate {
  const parts = [["purchases", challenger.purchase] as const, ["spend", challenger.spend] as const];
  const worse = parts.flatMap(([name, verdict]) => {
    if (verdict === null || isAsGood(verdict.status, thresholds.verdict)) return [];
    return [`${name}: ${verdict.status} (${verdict.reasons.join("; ")})`];
  });
  return {
    gate: "identified",
    value: parts.map(([name, verdict]) => `${name} ${verdict?.status ?? "by their mean"}`).join(", "),
    threshold: thresholds.verdict,
    passed: worse.length === 0,
    reason: worse.length === 0 ? "the data identify the parameters" : worse.join("; "),
  };
}

const order = ["failed", "weak", "identified"] as const;

function isAsGood(status: Verdict["status"], least: Verdict["status"]): boolean {
  return order.indexOf(status) >= order.indexOf(least);
}

function bias(inputs: GateInputs): Gate {
  const most = inputs.thresholds.maxBias;
  const threshold = `within ±${shortPercent(most)}`;
  const found = measured(inputs, ({ bias }) => bias);
  if (isUnmeasured(found)) return passes("bias", "-", threshold, found.unmeasured);
  const { length } = inputs.backtest!.origins;
  return {
    gate: "bias",
    value: signedPercent(found),
    threshold,
    passed: Math.abs(found) <= most,
    reason: `purchases were predicted ${shortPercent(Math.abs(found))} too ${found < 0 ? "low" : "high"} over ${length === 1 ? "one holdout" : `${length} holdouts`}`,
  };
}

function coverage(inputs: GateInputs): Gate {
  const most = inputs.thresholds.maxCoverageError;
  const threshold = `within ±${points(most)}`;
  const found = measured(inputs, (backtest) => backtest.coverage);
  if (isUnmeasured(found)) return passes("coverage", "-", threshold, found.unmeasured);
  const off = (c: Coverage): number => Math.abs(c.covered - c.level);
  const worst = found.reduce((a, b) => (off(b) > off(a) ? b : a));
  return {
    gate: "coverage",
    value: `${shortPercent(worst.covered)} of ${shortPercent(worst.level)}`,
    threshold,
    passed: off(worst) <= most,
    reason: `the ${shortPercent(worst.level)} intervals of ${worst.of} held ${shortPercent(worst.covered)} of the time, the farthest off of ${found.length}`,
  };
}

function againstChampion(inputs: GateInputs): Gate {
  const threshold = "not significantly worse";
  const found = inputs.champion === null ? null : measured(inputs, (b) => b.againstChampion);
  if (found === null) return passes("champion", "-", threshold, "there is no champion to compare with");
  if (isUnmeasured(found)) return passes("champion", "-", threshold, found.unmeasured);
  const worse = isWorse(found);
  return {
    gate: "champion",
    value: `${found.measure} ${figure(found.difference)} (${figure(found.lo)} to ${figure(found.hi)})`,
    threshold,
    passed: !worse,
    reason: `${found.measure} is ${worse ? "worse than that of" : "not beyond chance worse than that of"} ${found.champion} on the same holdout${worse ? ", beyond chance" : ""}: ${found.what}`,
  };
}

/** Whether the whole interval of the difference is on the bad side of zero. */
function isWorse({ higherIsBetter, lo, hi }: PairedDifference): boolean {
  return higherIsBetter ? hi < 0 : lo > 0;
}

function quality(stops: readonly string[]): Gate {
  return {
    gate: "data quality",
    value: stops.length === 1 ? "1 stop" : `${stops.length} stops`,
    threshold: "no stop",
    passed: stops.length === 0,
    reason: stops.length === 0 ? "no check of the data stops the run" : stops.join("; "),
  };
}

/** What this run's validation says, or why it says nothing. */
function measured<V>(
  { backtest, validatedAsOf }: GateInputs,
  of: (backtest: BacktestSummary) => V,
): V | Unmeasured {
  if (backtest !== null) return of(backtest);
  const last = validatedAsOf === null ? "" : `; the last validation was as of ${validatedAsOf}`;
  return { unmeasured: `not measured: this run did not validate${last}` };
}

function isUnmeasured(found: object | number): found is Unmeasured {
  return typeof found === "object" && "unmeasured" in found;
}

function passes(gate: Gate["gate"], value: string, threshold: string, reason: string): Gate {
  return { gate, value, threshold, passed: true, reason };
}

const figure = (value: number): string => rounded(value, 3);
