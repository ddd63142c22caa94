import type { Artifacts } from "../artifacts/artifacts.js";
import type { MartsFile } from "../artifacts/marts-file.js";
import type { ModelFile, SpendFile } from "../artifacts/model-file.js";
import type { PublishedOutput } from "../artifacts/publication.js";
import type { ScoreSummary } from "../artifacts/score-summary.js";
import { configHash } from "../config/config.js";
import { publishTargets } from "../config/questions.js";
import type { Engine } from "../engines/engine.js";
import { marts } from "../marts/marts.js";
import type { NotedRecord } from "../monitoring/measure.js";
import { runRecord } from "../monitoring/run-record.js";
import { modelKey } from "../registry/model-key.js";
import { readRegistry } from "../registry/store.js";
import { takeOver } from "../registry/take-over.js";
import { localScores } from "../sinks/local-scores.js";
import { type PublishedRecords, type Publishing, recordsOf } from "../sinks/sink.js";
import { sinks } from "../sinks/sinks.js";
import { type MonitoringRecord, monitoringRows } from "../sql/monitoring-records.js";
import { type ParameterRecord, type PublishedMoney, parameterRows, runRow } from "../sql/run-records.js";
import type { Stage, StageContext } from "../stage.js";
import { sentence } from "../text/messages/message.js";
import { say } from "../text/messages/say.js";
import { version } from "../version.js";

type Inputs = Pick<Artifacts, (typeof reads)[number]>;
const reads = [
  ...(["summary", "checks", "model", "validation", "gate", "champion"] as const),
  ...(["account", "scores", "score_summary", "monitoring", "marts"] as const),
] as const;

/**
 * Scores to every output of the config; each all or nothing, each read back and compared before it is visible. Once they are, what the
 * gates decided comes into force: the registry changes last.
 */
export const publish: Stage<keyof Inputs, "publication"> = {
  name: "publish",
  reads,
  writes: ["publication"],
  settings: publishTargets,
  isIntact: async ({ publication }, context) =>
    (publication.registered !== true || (await isRegistered(context))) &&
    (await Promise.all(publication.outputs.map((output) => sinks[output.to].isIntact(output)))).every(
      Boolean,
    ),
  async run(inputs, context) {
    const { account, scores, score_summary: totals, champion: model, monitoring } = inputs;
    const { engine, config, runId, signal, env, log, warn } = context;
    const longest = totals.longestHorizonDays;
    const inHorizon = totals.horizons.find((h) => h.days === longest);
    const run = {
      runId,
      asOf: model.asOf,
      publishedAt: new Date().toISOString().slice(0, 19).replace("T", " "),
      version,
      configHash: configHash(config),
      modelVersion: model.modelVersion,
      purchaseModel: model.purchase.model,
      purchaseVerdict: model.purchase.verdict.status,
      logLikelihood: model.purchase.logLikelihood,
      customers: scores.rows,
      rows: { ...account, merged: account.merged + account.parts },
      horizonDays: longest,
      expectedPurchases: inHorizon?.expectedPurchases ?? Number.NaN,
      money: model.spend && moneyOf(model, model.spend, totals),
    };
    const publishing: Publishing = {
      engine,
      config,
      runId,
      asOf: model.asOf,
      scores: engine.dialect.table("scores"),
      records: [
        { table: "clv_runs", rows: runRow(run), replaces: "run" },
        { table: "clv_model_parameters", rows: parameterRows(run, parameters(model)), replaces: "run" },
        { table: "clv_monitoring", rows: monitoringRows(run, inWords(monitoring.records)), replaces: "date" },
        ...martRecords(inputs.marts, run, engine),
      ],
      longestHorizonDays: longest,
      expected: {
        rows: scores.rows,
        ...(run.money && { historicValue: run.money.historicValue }),
        expectedPurchases: run.expectedPurchases,
        ...(run.money && { clv: run.money.clv }),
      },
      signal,
      env,
      warn,
    };
    const outputs: PublishedOutput[] = [];
    const local = localScores(context, publishing);
    try {
      for (const target of publishTargets(config)) {
        const output = await sinks[target.to].publish(target, publishing, local);
        log(`published ${output.reconciled.rows} scores to ${output.to} ${output.path}`);
        if (output.shown > model.asOf)
          warn(say("publish.notShown", `${output.to}:${output.path}`, output.shown, model.asOf));
        outputs.push(output);
      }
    } finally {
      await local.close();
    }
    const record = runRecord(inputs, context);
    const registered = await takeOver(config.runsDir, { ...inputs, record }, new Date().toISOString());
    return { publication: { outputs, registered } };
  },
};

/** What clv_runs says of money. */
function moneyOf(
  { currency }: Pick<ModelFile, "currency">,
  spend: SpendFile,
  { horizons, longestHorizonDays, historicValue }: ScoreSummary,
): PublishedMoney {
  return {
    spendModel: spend.predictor?.model ?? spend.model,
    spendVerdict: spend.fallback ? "fallback" : spend.verdict.status,
    currency: currency!,
    clv: horizons.find((h) => h.days === longestHorizonDays)?.clv ?? Number.NaN,
    historicValue: historicValue ?? Number.NaN,
  };
}

function inWords(records: readonly NotedRecord[]): MonitoringRecord[] {
  return records.map((record) => ({ ...record, text: sentence(record.text) }));
}

async function isRegistered({ config, runId }: StageContext): Promise<boolean> {
  const known = (await readRegistry(config.runsDir)).configurations[modelKey(config)];
  return known?.runs.some((r) => r.runId === runId) === true;
}

function parameters({ purchase, spend }: ModelFile): ParameterRecord[] {
  const of = (
    component: "purchase" | "spend",
    fit: ModelFile["purchase"] | SpendFile,
    timeUnit: string | null,
  ) =>
    Object.entries(fit.params).map(([parameter, value]) => ({
      component,
      model: fit.model,
      parameter,
      timeUnit,
      value,
      standardError: fit.standardErrors?.[parameter] ?? null,
    }));
  return [...of("purchase", purchase, purchase.timeUnit), ...(spend ? of("spend", spend, null) : [])];
}

/** The tables of the marts, as they are in the run. */
function martRecords(
  { marts: made }: MartsFile,
  run: Pick<Publishing, "runId" | "asOf">,
  { dialect }: Engine,
): PublishedRecords[] {
  const tables = new Map(marts.flatMap((mart) => mart.tables.map((table) => [table.name as string, table])));
  return made.flatMap(({ tables: own }) =>
    own.map(({ table }) => ({
      table,
      rows: recordsOf(run, dialect.table(table)),
      stored: { name: table },
      replaces: tables.get(table)!.replaces,
    })),
  );
}
