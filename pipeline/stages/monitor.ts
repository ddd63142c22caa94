import { artifactPath, writeArtifact } from "../artifacts/artifact-files.js";
import type { Artifacts } from "../artifacts/artifacts.js";
import type { ModelFile } from "../artifacts/model-file.js";
import type { Monitoring } from "../artifacts/monitoring.js";
import { writePrivateFile } from "../files/atomic-file.js";
import { alertLines, gateAlerts, monitoringAlerts, qualityAlerts } from "../monitoring/alerts.js";
import { inputDrift } from "../monitoring/input-drift.js";
import type { Measure } from "../monitoring/measure.js";
import { modelDrift } from "../monitoring/model-drift.js";
import { monitoringStop } from "../monitoring/monitoring-table.js";
import { previousTable } from "../monitoring/previous-tables.js";
import { gateRecords, qualityRecords } from "../monitoring/records.js";
import { runRecord } from "../monitoring/run-record.js";
import { scoreDrift, type TierMove, tierChurn } from "../monitoring/score-drift.js";
import { previousRun } from "../registry/lineage.js";
import type { RunRecord } from "../registry/registry.js";
import { readModel, readRegistry } from "../registry/store.js";
import { runFile } from "../runs/layout.js";
import { tierMoves } from "../sql/against-last-run.js";
import type { Stage, StageContext } from "../stage.js";

type Inputs = Pick<Artifacts, "account" | "checks" | "gate" | "champion" | "scores" | "score_summary">;

/** The run against the one before it: monitoring.json and alerts.jsonl. */
export const monitor: Stage<keyof Inputs, "monitoring"> = {
  name: "monitor",
  reads: ["account", "checks", "gate", "champion", "scores", "score_summary"],
  writes: ["monitoring"],
  settings: ({ monitoring }) => monitoring,
  async run(inputs, context) {
    const { config, runId, runDir, warn } = context;
    const { checks, gate, champion } = inputs;
    const { asOf } = champion;
    const known = (await readRegistry(config.runsDir)).configurations[checks.configuration];
    const previous = previousRun(known, runId, asOf);
    const tiers = previous ? await movesBetweenTiers(previous, context) : [];
    const record = runRecord(inputs, context);
    const measures = previous ? await measuresOf(inputs, record, previous, tiers, context) : [];
    const monitoring: Monitoring = {
      format: 2,
      previousRun: previous && {
        runId: previous.runId,
        asOf: previous.asOf,
        modelVersion: previous.modelVersion,
      },
      measures,
      tiers,
      records: [...qualityRecords(checks.quality), ...gateRecords(gate), ...measures],
    };
    const run = { runId, asOf };
    const measured = monitoringAlerts(measures, run);
    // the whole file again, so that a stage that is run again reports nothing twice
    const alerts = [...qualityAlerts(checks.quality, run), ...gateAlerts(gate, run), ...measured];
    await writePrivateFile(runFile(runDir, "alerts"), alertLines(alerts));
    for (const { name, text } of measured) warn(`${name}: ${text}`);
    const stop = monitoringStop(measures, artifactPath(runDir, "monitoring"));
    if (stop !== null) {
      await writeArtifact(runDir, "monitoring", monitoring);
      throw stop;
    }
    return { monitoring };
  },
};

async function measuresOf(
  inputs: Inputs,
  record: RunRecord,
  previous: RunRecord,
  tiers: readonly TierMove[],
  context: StageContext,
): Promise<Measure[]> {
  const { monitoring: limits, runsDir } = context.config;
  const { checks, champion } = inputs;
  const { model: earlier } = await readModel(runsDir, previous.modelVersion);
  const parts = ({ modelVersion: version, purchase, spend }: ModelFile) => ({ version, purchase, spend });
  return [
    ...checks.scoreboard,
    ...inputDrift(checks.statistics, previous.statistics, limits),
    ...modelDrift(parts(champion), parts(earlier), limits.parameters),
    ...scoreDrift(record, previous, limits.scores),
    ...tierChurn(tiers, limits.tiers),
  ];
}

async function movesBetweenTiers(previous: RunRecord, context: StageContext): Promise<TierMove[]> {
  const { engine, signal } = context;
  const earlier = await previousTable(previous.runId, "scores", context);
  if (earlier === null) return [];
  const rows = await engine.rows(tierMoves(earlier, engine.dialect.table("scores")), signal);
  return rows.map((r) => ({ from: String(r.from_tier), to: String(r.to_tier), customers: Number(r.n) }));
}
