import type { Verdict, VerdictCode } from "../../models/index.js";
import type { RivalComparison, Target } from "../artifacts/validation.js";
import type { Config } from "../config/config.js";
import { type Message, message, type Text } from "../text/messages/message.js";
import type { BacktestSummary, Bias, Coverage, Unmeasured } from "./backtest.js";

/** passed and refused are judgements of what was measured; what was not measured is neither. */
export type GateState = "passed" | "refused" | "not measured";

export type GateName =
  | "identified"
  | "bias"
  | "value bias"
  | "coverage"
  | "totals"
  | "rival"
  | "value rival"
  | "champion"
  | "data quality";

/** One condition that a new model must meet, and whether it does. */
export interface Gate {
  readonly gate: GateName;
  readonly state: GateState;
  /** What the threshold is compared with; null where no number is, or nothing was measured. */
  readonly value: number | null;
  readonly threshold: number | null;
  /** What was found and what is wanted, as a cell of the table that people read. */
  readonly found: Text;
  readonly wanted: Text;
  /** Why it is so; where nothing was measured, why not. */
  readonly reason: Text;
}

export interface Challenger {
  readonly version: string;
  readonly purchase: Pick<Verdict, "status" | "codes">;
  /** Null where one mean stands for everyone's spend; absent where the log has no amounts. */
  readonly spend?: Pick<Verdict, "status" | "codes"> | null;
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
  readonly qualityStops: readonly Text[];
  readonly thresholds: Config["retrain"]["gates"];
}

/**
 * Every gate's judgement of the new model. A refit between two validations is judged by its verdict and the data alone; the other
 * gates say that they measured nothing. Without amounts there are no gates of value.
 * @example gates(inputs).filter(({ state }) => state === "refused").map(({ gate }) => gate)
 */
export function gates(inputs: GateInputs): Gate[] {
  const money = inputs.challenger.spend !== undefined;
  return [
    identified(inputs),
    bias(inputs),
    ...(money ? [valueBias(inputs)] : []),
    coverage(inputs),
    totals(inputs),
    rival("rival", "purchases", inputs),
    ...(money ? [rival("value rival", "value", inputs)] : []),
    againstChampion(inputs),
    quality(inputs.qualityStops),
  ];
}

function identified({ challenger, thresholds }: GateInputs): Gate {
  const { purchase, spend } = challenger;
  const parts = [["purchases", purchase] as const, ["spend", spend ?? null] as const];
  const worse = parts.flatMap(([name, verdict]): Message[] => {
    if (verdict === null || isAsGood(verdict.status, thresholds.verdict)) return [];
    return [message("gates.worseVerdict", name, verdict.status, verdict.codes as readonly VerdictCode[])];
  });
  return {
    ...{ gate: "identified", state: stateOf(worse.length === 0), value: null, threshold: null },
    found:
      spend === undefined
        ? message("gates.verdict", purchase.status)
        : message("gates.verdicts", purchase.status, spend?.status ?? null),
    wanted: message("gates.identified.wanted", thresholds.verdict),
    reason: worse.length === 0 ? message("gates.identified") : message("gates.worseVerdicts", worse),
  };
}

const order = ["failed", "weak", "identified"] as const;

function isAsGood(status: Verdict["status"], least: Verdict["status"]): boolean {
  return order.indexOf(status) >= order.indexOf(least);
}

function bias(inputs: GateInputs): Gate {
  const threshold = inputs.thresholds.maxBias;
  const wanted = message("gates.within", threshold);
  const value = measured(inputs, ({ bias }) => bias);
  if (isUnmeasured(value)) return notMeasured("bias", threshold, wanted, value.unmeasured);
  return {
    ...{ gate: "bias", state: stateOf(Math.abs(value) <= threshold), value, threshold, wanted },
    found: message("gates.bias.found", value),
    reason: message("gates.bias", "purchases", value, inputs.backtest!.origins.length),
  };
}

/** Values vary far more than purchases: a bias that chance explains is no finding either way. */
function valueBias(inputs: GateInputs): Gate {
  const gate = "value bias";
  const threshold = inputs.thresholds.maxValueBias;
  const wanted = message("gates.within", threshold);
  const measurement = measured(inputs, ({ valueBias }) => valueBias ?? unknown);
  if (isUnmeasured(measurement)) return notMeasured(gate, threshold, wanted, measurement.unmeasured);
  const { bias: value, interval } = measurement;
  const found = message("gates.bias.found", value);
  const isWithin = Math.abs(value) <= threshold;
  if (!isWithin && interval !== null && interval[0] <= 0 && interval[1] >= 0) {
    const reason = message("gates.bias.unsure", value, ...interval);
    return { gate, state: "not measured", value, threshold, found, wanted, reason };
  }
  const reason = message("gates.bias", "value", value, inputs.backtest!.origins.length);
  return { gate, state: stateOf(isWithin), value, threshold, found, wanted, reason };
}

function coverage(inputs: GateInputs): Gate {
  const threshold = inputs.thresholds.maxCoverageError;
  const wanted = message("gates.withinPoints", threshold);
  const found = measured(inputs, (backtest) => backtest.coverage);
  if (isUnmeasured(found)) return notMeasured("coverage", threshold, wanted, found.unmeasured);
  const off = (c: Coverage): number => Math.abs(c.covered - c.level);
  const worst = found.reduce((a, b) => (off(b) > off(a) ? b : a));
  const value = off(worst);
  return {
    ...{ gate: "coverage", state: stateOf(value <= threshold), value, threshold, wanted },
    found: message("gates.coverage.found", worst.covered, worst.level),
    reason: message("gates.coverage", worst.of, worst.level, worst.covered, found.length),
  };
}

function totals(inputs: GateInputs): Gate {
  const threshold = inputs.thresholds.minTotalCoverage;
  const wanted = message("gates.totals.wanted", threshold);
  const found = measured(inputs, (backtest) => backtest.totals ?? unknown);
  if (isUnmeasured(found)) return notMeasured("totals", threshold, wanted, found.unmeasured);
  const { of, covered: value, totals, origins } = found;
  return {
    ...{ gate: "totals", state: stateOf(value >= threshold), value, threshold, wanted },
    found: message("gates.totals.found", value),
    reason: message("gates.totals", of, value, totals, origins),
  };
}

/** Worse than the best naive forecast: by more than the threshold, and the whole interval of the difference says worse. */
function rival(gate: "rival" | "value rival", target: Target, inputs: GateInputs): Gate {
  const threshold = inputs.thresholds.maxRivalLoss;
  const wanted = message("gates.rival.wanted", threshold);
  const compared = measured(
    inputs,
    ({ rivals }): RivalComparison | Unmeasured => rivals?.[target] ?? unknown,
  );
  if (isUnmeasured(compared)) return notMeasured(gate, threshold, wanted, compared.unmeasured);
  const { rival, loss, best, difference, low } = compared;
  const value = difference / best;
  const isWorse = !(value <= threshold) && low > 0;
  return {
    ...{ gate, state: stateOf(!isWorse), value, threshold, wanted },
    found: message("gates.rival.found", value, rival),
    reason: message(isWorse ? "gates.rival.worse" : "gates.rival.asGood", target, rival, loss, best),
  };
}

function againstChampion(inputs: GateInputs): Gate {
  const wanted = message("gates.champion.wanted");
  const compared = inputs.champion === null ? null : measured(inputs, (b) => b.againstChampion);
  if (compared === null) return notMeasured("champion", 0, wanted, message("gates.champion.none"));
  if (isUnmeasured(compared)) return notMeasured("champion", 0, wanted, compared.unmeasured);
  const { measure, champion, what, difference: value, lo, hi } = compared;
  // the whole interval of the difference of losses is above 0
  const isWorse = lo > 0;
  return {
    ...{ gate: "champion", state: stateOf(!isWorse), value, threshold: 0, wanted },
    found: message("gates.champion.found", measure, value, lo, hi),
    reason: message(isWorse ? "gates.champion.worse" : "gates.champion.asGood", measure, champion, what),
  };
}

function quality(stops: readonly Text[]): Gate {
  const isSound = stops.length === 0;
  return {
    ...{ gate: "data quality", state: stateOf(isSound), value: stops.length, threshold: 0 },
    found: message("gates.quality.found", stops.length),
    wanted: message("gates.quality.wanted"),
    reason: isSound ? message("gates.quality") : message("gates.quality.stops", stops),
  };
}

/** What this run's validation says, or why it says nothing. */
function measured<V>(
  { backtest, validatedAsOf }: GateInputs,
  of: (backtest: BacktestSummary) => V,
): V | Unmeasured {
  return backtest !== null ? of(backtest) : { unmeasured: message("gates.unmeasured", validatedAsOf) };
}

/** A summary of an older version. */
const unknown: Unmeasured = { unmeasured: message("gates.unmeasured", null) };

function isUnmeasured(found: number | Bias | RivalComparison | object): found is Unmeasured {
  return typeof found === "object" && "unmeasured" in found;
}

const stateOf = (isPassed: boolean): GateState => (isPassed ? "passed" : "refused");

function notMeasured(gate: GateName, threshold: number, wanted: Message, reason: Text): Gate {
  return {
    gate,
    state: "not measured",
    value: null,
    threshold,
    found: message("gates.none"),
    wanted,
    reason,
  };
}
