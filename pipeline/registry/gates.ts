import type { Verdict } from "../../models/index.js";
import type { Config } from "../config/config.js";
import { say } from "../text/messages/say.js";
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
  /** Null where one mean stands for everyone's spend; absent where the log has no amounts. */
  readonly spend?: Verdict | null;
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
  const parts = [["purchases", challenger.purchase] as const, ["spend", challenger.spend ?? null] as const];
  const spendStatus = challenger.spend === null ? null : challenger.spend?.status;
  const worse = parts.flatMap(([name, verdict]) => {
    if (verdict === null || isAsGood(verdict.status, thresholds.verdict)) return [];
    return [say("gates.worseVerdict", name, verdict.status, verdict.reasons)];
  });
  return {
    gate: "identified",
    value: say("gates.verdicts", challenger.purchase.status, spendStatus),
    threshold: thresholds.verdict,
    passed: worse.length === 0,
    reason: worse.length === 0 ? say("gates.identified") : worse.join("; "),
  };
}

const order = ["failed", "weak", "identified"] as const;

function isAsGood(status: Verdict["status"], least: Verdict["status"]): boolean {
  return order.indexOf(status) >= order.indexOf(least);
}

function bias(inputs: GateInputs): Gate {
  const most = inputs.thresholds.maxBias;
  const threshold = say("gates.within", most);
  const found = measured(inputs, ({ bias }) => bias);
  if (isUnmeasured(found)) return passes("bias", "-", threshold, found.unmeasured);
  return {
    gate: "bias",
    value: say("gates.bias.found", found),
    threshold,
    passed: Math.abs(found) <= most,
    reason: say("gates.bias", found, inputs.backtest!.origins.length),
  };
}

function coverage(inputs: GateInputs): Gate {
  const most = inputs.thresholds.maxCoverageError;
  const threshold = say("gates.withinPoints", most);
  const found = measured(inputs, (backtest) => backtest.coverage);
  if (isUnmeasured(found)) return passes("coverage", "-", threshold, found.unmeasured);
  const off = (c: Coverage): number => Math.abs(c.covered - c.level);
  const worst = found.reduce((a, b) => (off(b) > off(a) ? b : a));
  return {
    gate: "coverage",
    value: say("gates.coverage.found", worst.covered, worst.level),
    threshold,
    passed: off(worst) <= most,
    reason: say("gates.coverage", worst.of, worst.level, worst.covered, found.length),
  };
}

function againstChampion(inputs: GateInputs): Gate {
  const threshold = say("gates.champion.wanted");
  const found = inputs.champion === null ? null : measured(inputs, (b) => b.againstChampion);
  if (found === null) return passes("champion", "-", threshold, say("gates.champion.none"));
  if (isUnmeasured(found)) return passes("champion", "-", threshold, found.unmeasured);
  const worse = isWorse(found);
  return {
    gate: "champion",
    value: say("gates.champion.found", found.measure, found.difference, found.lo, found.hi),
    threshold,
    passed: !worse,
    reason: say(
      worse ? "gates.champion.worse" : "gates.champion.asGood",
      found.measure,
      found.champion,
      found.what,
    ),
  };
}

/** Whether the whole interval of the difference is on the bad side of zero. */
function isWorse({ higherIsBetter, lo, hi }: PairedDifference): boolean {
  return higherIsBetter ? hi < 0 : lo > 0;
}

function quality(stops: readonly string[]): Gate {
  return {
    gate: "data quality",
    value: say("gates.quality.found", stops.length),
    threshold: say("gates.quality.wanted"),
    passed: stops.length === 0,
    reason: stops.length === 0 ? say("gates.quality") : stops.join("; "),
  };
}

/** What this run's validation says, or why it says nothing. */
function measured<V>(
  { backtest, validatedAsOf }: GateInputs,
  of: (backtest: BacktestSummary) => V,
): V | Unmeasured {
  if (backtest !== null) return of(backtest);
  return { unmeasured: say("gates.unmeasured", validatedAsOf) };
}

function isUnmeasured(found: object | number): found is Unmeasured {
  return typeof found === "object" && "unmeasured" in found;
}

function passes(gate: Gate["gate"], value: string, threshold: string, reason: string): Gate {
  return { gate, value, threshold, passed: true, reason };
}
