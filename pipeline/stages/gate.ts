import type { GateReport } from "../artifacts/gate-report.js";
import type { ModelFile } from "../artifacts/model-file.js";
import { backtestOf } from "../registry/backtest-of.js";
import { withCorrection } from "../registry/corrected-model.js";
import { gateTable } from "../registry/gate-table.js";
import { gatesOf, isOfTheSame, type JudgeInputs, judge } from "../registry/judge.js";
import { gatesOverridden, isSetAsideByHand, standingRefusal } from "../registry/lineage.js";
import type { Configuration } from "../registry/registry.js";
import { readModel, readRegistry } from "../registry/store.js";
import type { Stage, StageContext } from "../stage.js";
import { message, type Text } from "../text/messages/message.js";
import { say } from "../text/messages/say.js";

/**
 * The new model against the champion: gate.json says which of them scores, champion.json is that model. A run that fitted nothing
 * scores with the champion. The registry learns of it with the publication of the scores (take-over.ts).
 */
export const gate: Stage<"summary" | "checks" | "model" | "validation", "gate" | "champion"> = {
  name: "gate",
  reads: ["summary", "checks", "model", "validation"],
  writes: ["gate", "champion"],
  settings: ({ retrain: { gates } }) => gates,
  async run({ summary, checks, model: fitted, validation }, context) {
    const { config, warn } = context;
    const key = checks.configuration;
    const before = checks.champion;
    const known = (await readRegistry(config.runsDir)).configurations[key];
    const champion = before === null ? null : (await readModel(config.runsDir, before)).model;
    const inputs = (model: ModelFile, against: ModelFile | null): JudgeInputs => ({
      champion: against?.modelVersion ?? null,
      backtest: backtestOf(validation, model, against),
      validatedAsOf: known?.validatedAsOf ?? null,
      refusal: (known && standingRefusal(known)) ?? null,
      qualityStops: checks.quality.filter((c) => c.level === "stop").map((c) => c.reason),
      thresholds: config.retrain.gates,
    });
    const decided = (scores: ModelFile, judged: Decided, backtest: GateReport["backtest"] = null) => {
      const report: GateReport = {
        ...{
          format: 2,
          configuration: key,
          champion: scores.modelVersion,
          before,
          setAside: checks.setAside,
        },
        ...judged,
        overridden: judged.overridden ?? standing(judged.gates, known, scores),
        backtest,
      };
      sayOutcome(report, warn);
      return { gate: report, champion: { ...scores, asOf: summary.asOf } };
    };
    const reason = message("judged.reasons", checks.decision.reasons);
    if (champion && checks.decision.action === "score") {
      const found = inputs(champion, null);
      // a validation that was asked for says how the champion stands now
      const gates = found.backtest === null ? [] : gatesOf(champion, { ...found, refusal: null });
      return decided(champion, { outcome: "kept", challenger: null, gates, reason }, found.backtest);
    }
    if (champion && fitted.fittedAsOf < champion.fittedAsOf) {
      const own = withCorrection(fitted, validation, null);
      const found = inputs(own, null);
      const gates = gatesOf(own, { ...found, refusal: null });
      const judged = { outcome: "own", challenger: own.modelVersion, gates, reason } as const;
      return decided(own, { ...judged, overridden: refusing(gates) }, found.backtest);
    }
    const model = withCorrection(fitted, validation, champion);
    const { modelVersion: challenger } = model;
    if (champion && known && isSetAsideByHand(known, (e) => isOfTheSame(e, model)))
      return decided(champion, {
        outcome: "kept",
        challenger,
        gates: [],
        reason: message("judged.before", challenger),
      });
    const found = inputs(model, champion);
    const { overridden, ...judged } = judge(model, found);
    return judged.outcome === "refused"
      ? decided(
          champion!,
          { ...judged, challenger, overridden: standing([], known, champion!) },
          found.backtest,
        )
      : decided(model, { ...judged, challenger, overridden }, found.backtest);
  },
  async isIntact({ gate: report }, context) {
    if (report.outcome === "own") return true;
    // the registry is as the run found it, or as it left it; a person may have chosen another champion since
    const now = await championOf(report.configuration, context);
    return [undefined, report.champion, report.before, report.setAside].includes(now);
  },
};

type Decided = Pick<GateReport, "outcome" | "challenger" | "gates"> & {
  readonly reason: Text;
  /** Absent: what the registry says of the model that scores. */
  readonly overridden?: GateReport["overridden"];
};

/** Gates that a champion does not pass: as they are measured now, or else as the registry says. */
function standing(
  gates: GateReport["gates"],
  known: Configuration | undefined,
  { modelVersion }: ModelFile,
): GateReport["overridden"] {
  const judged = new Set<string>(
    gates.filter(({ state }) => state !== "not measured").map(({ gate }) => gate),
  );
  const before = known ? gatesOverridden(known, modelVersion) : [];
  return [...refusing(gates), ...before.filter((gate) => !judged.has(gate))];
}

const refusing = (gates: GateReport["gates"]): GateReport["overridden"] =>
  gates.filter(({ state }) => state === "refused").map(({ gate }) => gate);

/** A refusal, and a model that scores in spite of one, is a warning in every run. */
function sayOutcome(report: GateReport, warn: (message: string) => void): void {
  const { outcome, champion, challenger, gates, overridden } = report;
  if (outcome === "refused") warn(say("champion.warnRefused", challenger ?? "", champion, gateTable(gates)));
  if (overridden.length === 0) return;
  const shown = refusing(gates).length > 0 && outcome !== "refused" ? `\n${gateTable(gates)}` : "";
  warn(`${say("champion.overridden", champion, overridden)}${shown}`);
}

async function championOf(
  key: string,
  { config }: Pick<StageContext, "config">,
): Promise<string | undefined> {
  return (await readRegistry(config.runsDir)).configurations[key]?.champion;
}
