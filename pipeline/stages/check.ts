import { join } from "node:path";
import type { Artifacts } from "../artifacts.js";
import { writeFileAtomic } from "../atomic-file.js";
import { alertLines, qualityAlerts } from "../monitoring/alerts.js";
import { inputDrift } from "../monitoring/input-drift.js";
import type { InputStatistics } from "../monitoring/input-statistics.js";
import { qualityChecks, qualityStop } from "../quality/checks.js";
import { collectFindings } from "../quality/collect-findings.js";
import { previousRun } from "../registry/lineage.js";
import { modelKey } from "../registry/model-key.js";
import { type Decision, decide } from "../registry/policy.js";
import type { Configuration } from "../registry/registry.js";
import { readModel, readRegistry } from "../registry/store.js";
import type { Stage, StageContext } from "../stage.js";
import type { DataChecks } from "./data-checks.js";

/** Whether the data may be fitted to, and whether the model is to be fitted anew: checks.json. */
export const check: Stage<"transactions" | "customers" | "account" | "summary", "checks"> = {
  name: "check",
  reads: ["transactions", "customers", "account", "summary"],
  writes: ["checks"],
  settings: ({ quality, monitoring, retrain: { when, policy } }) => ({ quality, monitoring, when, policy }),
  async run(inputs, context) {
    const { config, runId, runDir, log, warn } = context;
    const { asOf } = inputs.summary;
    const configuration = modelKey(config);
    const known = (await readRegistry(config.runsDir)).configurations[configuration];
    const previous = previousRun(known, runId, asOf) ?? null;
    const { findings, statistics } = await collectFindings(inputs, previous, context);
    const quality = qualityChecks(findings, config.quality);
    const decision = await decideOn(inputs.summary, statistics, known, context);
    const checks: DataChecks = {
      format: 1,
      asOf,
      configuration,
      champion: known?.champion ?? null,
      previousRun: previous && { runId: previous.runId, asOf: previous.asOf },
      quality,
      decision,
      statistics,
    };
    const alerts = qualityAlerts(quality, { runId, asOf });
    await writeFileAtomic(join(runDir, "alerts.jsonl"), alertLines(alerts));
    const stop = qualityStop(quality, join(runDir, "checks.json"));
    if (stop !== null) {
      await writeFileAtomic(join(runDir, "checks.json"), `${JSON.stringify(checks, null, 2)}\n`);
      throw stop;
    }
    for (const { name, text } of alerts) warn(`quality.${name}: ${text}`);
    log(`${decision.action}: ${decision.reasons.join("; ")}`);
    return { checks };
  },
};

async function decideOn(
  { asOf, customers, repeatPurchases }: Artifacts["summary"],
  statistics: InputStatistics,
  known: Configuration | undefined,
  { config }: StageContext,
): Promise<Decision> {
  const now = { asOf, customers, repeatPurchases };
  if (known === undefined) return decide({ ...now, drift: [], champion: null }, config.retrain);
  const { model, data } = await readModel(config.runsDir, known.champion);
  const drift = inputDrift(statistics, data.statistics, config.monitoring);
  const champion = {
    version: known.champion,
    fittedAsOf: model.fittedAsOf,
    validatedAsOf: known.validatedAsOf,
    firstAsOf: known.lineage[0]?.fittedAsOf ?? model.fittedAsOf,
    customers: data.customers,
    repeatPurchases: data.repeatPurchases,
  };
  const moved = drift.filter((m) => m.level !== "ok").map((m) => `drift since the fit: ${m.text}`);
  return decide({ ...now, drift: moved, champion }, config.retrain);
}
