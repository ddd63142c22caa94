import type { GateReport } from "../artifacts/gate-report.js";
import type { ModelFile } from "../artifacts/model-file.js";
import { backtestOf } from "../registry/backtest-of.js";
import { withCorrection } from "../registry/corrected-model.js";
import { gateTable } from "../registry/gate-table.js";
import { judge } from "../registry/judge.js";
import type { RegisteredModel } from "../registry/registry.js";
import { readModel, readRegistry, writeConfiguration, writeModel } from "../registry/store.js";
import type { Stage, StageContext } from "../stage.js";

type Outcome = Pick<GateReport, "outcome" | "before" | "challenger" | "gates" | "reason">;

/**
 * The new model against the champion: gate.json says which of them scores, champion.json is that model. The registry learns
 * of both. A run that fitted nothing scores with the champion.
 */
export const gate: Stage<"summary" | "checks" | "model" | "validation", "gate" | "champion"> = {
  name: "gate",
  reads: ["summary", "checks", "model", "validation"],
  writes: ["gate", "champion"],
  settings: ({ retrain: { gates } }) => gates,
  async run({ summary, checks, model: fitted, validation }, context) {
    const { config, runId, warn } = context;
    const key = checks.configuration;
    const known = (await readRegistry(config.runsDir)).configurations[key];
    const champion = known && (await readModel(config.runsDir, known.champion));
    const decided = (scores: ModelFile, outcome: Outcome) => ({
      gate: { format: 1, configuration: key, champion: scores.modelVersion, ...outcome } satisfies GateReport,
      champion: { ...scores, asOf: summary.asOf },
    });
    const before = known?.champion ?? null;
    if (champion && checks.decision.action === "score")
      return decided(champion.model, unjudged("kept", before, null, checks.decision.reasons.join("; ")));
    if (champion && fitted.fittedAsOf < champion.model.fittedAsOf) {
      const own = withCorrection(fitted, validation, null);
      return decided(own, unjudged("own", before, own.modelVersion, checks.decision.reasons.join("; ")));
    }
    const model = withCorrection(fitted, validation, champion?.model ?? null);
    const { modelVersion: version } = model;
    // judged by an earlier attempt at this run: what a person decided since then stays
    const judged = known?.lineage.findLast((e) => e.version === version && e.runId === runId);
    if (champion && judged) {
      const reason = `${version} was judged before (${judged.event}: ${judged.reason})`;
      return decided(champion.model, unjudged("kept", before, version, reason));
    }
    const backtest = backtestOf(validation, model, champion?.model ?? null);
    const registered: RegisteredModel = {
      format: 1,
      configuration: key,
      parent: before,
      runId,
      backtest,
      model,
      data: {
        customers: summary.customers,
        repeatPurchases: summary.repeatPurchases,
        statistics: checks.statistics,
      },
    };
    const stops = checks.quality.filter((c) => c.level === "stop").map((c) => c.reason);
    const result = judge(registered, known, backtest, stops, config.retrain.gates, new Date().toISOString());
    await writeModel(config.runsDir, registered);
    await writeConfiguration(config.runsDir, key, result.configuration);
    const { outcome, gates, reason } = result;
    if (outcome === "refused") warn(`${version} is refused, ${before} scores:\n${gateTable(gates)}`);
    if (outcome === "first" && gates.some((g) => !g.passed))
      warn(`${version} becomes champion as the first model, though it does not pass:\n${gateTable(gates)}`);
    return decided(outcome === "refused" ? champion!.model : model, {
      outcome,
      before,
      challenger: version,
      gates,
      reason,
    });
  },
  async isIntact({ gate: report }, context) {
    if (report.outcome === "own") return true;
    // a person may have chosen another champion since
    return ((await championOf(report.configuration, context)) ?? report.champion) === report.champion;
  },
};

function unjudged(
  outcome: GateReport["outcome"],
  before: string | null,
  challenger: string | null,
  reason: string,
): Outcome {
  return { outcome, before, challenger, gates: [], reason };
}

async function championOf(
  key: string,
  { config }: Pick<StageContext, "config">,
): Promise<string | undefined> {
  return (await readRegistry(config.runsDir)).configurations[key]?.champion;
}
