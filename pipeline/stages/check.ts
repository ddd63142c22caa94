import { artifactPath, writeArtifact } from "../artifacts/artifact-files.js";
import type { Artifacts } from "../artifacts/artifacts.js";
import type { DataChecks } from "../artifacts/data-checks.js";
import { writePrivateFile } from "../files/atomic-file.js";
import { alertLines, qualityAlerts } from "../monitoring/alerts.js";
import { inputDrift, ofAmounts } from "../monitoring/input-drift.js";
import type { Measure } from "../monitoring/measure.js";
import { scoreboard } from "../monitoring/scoreboard.js";
import { qualityChecks, qualityStop } from "../quality/checks.js";
import { collectFindings } from "../quality/collect-findings.js";
import { previousRun, standingRefusal } from "../registry/lineage.js";
import { modelKey } from "../registry/model-key.js";
import { type Decision, type Drift, decide } from "../registry/policy.js";
import type { RunRecord } from "../registry/registry.js";
import { readModel, readRegistry } from "../registry/store.js";
import { runFile } from "../runs/layout.js";
import type { Stage, StageContext } from "../stage.js";
import { message, sentences } from "../text/messages/message.js";
import { sinceLastRun } from "./check/since-last-run.js";
import { type Start, startOf } from "./check/start.js";

/** Whether the data may be fitted to, and whether the model is to be fitted again: checks.json. */
export const check: Stage<
  "transactions" | "customers" | "histories" | "spend_histories" | "account" | "summary",
  "checks"
> = {
  name: "check",
  reads: ["transactions", "customers", "histories", "spend_histories", "account", "summary"],
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
    const stop = qualityStop(quality, artifactPath(runDir, "checks"));
    const scoreboard = previous && stop === null ? await scoreboardOf(previous, asOf, context) : [];
    const start = await startOf(known, asOf, context);
    const decision = await decideOn(inputs.summary, { statistics, scoreboard }, start, context);
    const checks: DataChecks = {
      format: 2,
      asOf,
      configuration,
      champion: start.champion?.model.modelVersion ?? null,
      setAside: start.setAside?.version ?? null,
      previousRun: previous && { runId: previous.runId, asOf: previous.asOf },
      quality,
      scoreboard,
      decision,
      statistics,
    };
    const alerts = qualityAlerts(quality, { runId, asOf });
    await writePrivateFile(runFile(runDir, "alerts"), alertLines(alerts));
    if (stop !== null) {
      await writeArtifact(runDir, "checks", checks);
      throw stop;
    }
    for (const { name, text } of alerts) warn(`quality.${name}: ${text}`);
    log(`${decision.action}: ${sentences(decision.reasons)}`);
    return { checks };
  },
};

/** Made before the fit, since a model whose predictions fail is to be fitted again. */
async function scoreboardOf(previous: RunRecord, asOf: string, context: StageContext): Promise<Measure[]> {
  const { runsDir, monitoring } = context.config;
  const { model } = await readModel(runsDir, previous.modelVersion);
  const since = await sinceLastRun(asOf, previous, model, context);
  return since ? scoreboard(since.expected, since.actual, since.days, monitoring.scoreboard) : [];
}

async function decideOn(
  { asOf, customers, repeatPurchases }: Artifacts["summary"],
  { statistics, scoreboard }: Pick<DataChecks, "statistics" | "scoreboard">,
  { known, champion, setAside, validatedAsOf }: Start,
  { config }: StageContext,
): Promise<Decision> {
  const now = { asOf, customers, repeatPurchases, setAside };
  if (known === undefined || champion === null)
    return decide({ ...now, drift: [], champion: null }, config.retrain);
  const { model, data } = champion;
  const drift = [
    // a model that has seen these days cannot be taught them once more, as in a second attempt at a run
    ...(model.fittedAsOf < asOf ? scoreboard : []),
    ...inputDrift(statistics, data.statistics, config.monitoring).map((m) => ({
      ...m,
      text: message("policy.driftSinceFit", m.text),
    })),
  ];
  const moved = drift
    .filter((m) => m.level !== "ok")
    .map(({ measure, text }): Drift => ({ of: ofAmounts(measure) ? "amounts" : "purchases", text }));
  const described = {
    version: model.modelVersion,
    fittedAsOf: model.fittedAsOf,
    validatedAsOf,
    firstAsOf: known.lineage[0]?.fittedAsOf ?? model.fittedAsOf,
    refused: standingRefusal(known)?.version ?? null,
    customers: data.customers,
    repeatPurchases: data.repeatPurchases,
  };
  return decide({ ...now, drift: moved, champion: described }, config.retrain);
}
