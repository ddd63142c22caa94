import type { DataChecks } from "../artifacts/data-checks.js";
import type { GateReport } from "../artifacts/gate-report.js";
import type { ModelFile } from "../artifacts/model-file.js";
import type { Summary } from "../artifacts/summary.js";
import type { Validation } from "../artifacts/validation.js";
import { message } from "../text/messages/message.js";
import { withCorrection } from "./corrected-model.js";
import { afterEvent, firstChampion, isJudged, withRun } from "./lineage.js";
import type { Configuration, LineageEntry, RunRecord } from "./registry.js";
import { readRegistry, writeConfiguration, writeModel } from "./store.js";

/** What a run leaves for the registry. */
export interface FinishedRun {
  readonly summary: Summary;
  readonly checks: DataChecks;
  /** What the run fitted. */
  readonly model: ModelFile;
  readonly validation: Validation;
  readonly gate: GateReport;
  /** The model that scored. */
  readonly champion: ModelFile;
  readonly record: RunRecord;
}

/**
 * What the gates decided comes into force, once the scores are published: the models are kept and the registry changes in one step.
 * Done twice it is as done once, so that a run that was killed on the way repeats it.
 * @returns whether later runs are compared with this one: a model that scored one run alone is in no registry
 */
export async function takeOver(runsDir: string, run: FinishedRun, at: string): Promise<boolean> {
  const { gate, record } = run;
  const { configuration: key, outcome } = gate;
  if (outcome === "own") return false;
  const known = (await readRegistry(runsDir)).configurations[key];
  const changed =
    outcome === "kept" ? known : await withJudgement(runsDir, run, { ...gate, outcome }, known, at);
  if (changed === undefined) return false;
  const validatedAsOf = run.validation.backtest ? run.validation.asOf : changed.validatedAsOf;
  await writeConfiguration(runsDir, key, withRun({ ...changed, validatedAsOf }, record));
  return true;
}

type Judged = GateReport & { readonly outcome: "first" | "refit" | "refused" };

async function withJudgement(
  runsDir: string,
  { summary, checks, model, validation, champion, record: { runId } }: FinishedRun,
  gate: Judged,
  known: Configuration | undefined,
  at: string,
): Promise<Configuration> {
  const { outcome, before } = gate;
  const challenger = outcome === "refused" ? withCorrection(model, validation, champion) : champion;
  const version = challenger.modelVersion;
  if (known?.lineage.some((e) => e.runId === runId && e.version === version && isJudged(e))) return known;
  await writeModel(runsDir, {
    format: 1,
    configuration: gate.configuration,
    parent: before,
    runId,
    backtest: gate.backtest,
    model: challenger,
    data: {
      customers: summary.customers,
      repeatPurchases: summary.repeatPurchases,
      statistics: checks.statistics,
    },
  });
  const entry: LineageEntry = {
    ...{ event: outcome, version, parent: before, runId, fittedAsOf: challenger.fittedAsOf, at },
    reason: gate.reason,
    refused: gate.gates.filter(({ state }) => state === "refused").map(({ gate }) => gate),
    data: challenger.data.fingerprint,
    validatedBefore: known?.validatedAsOf ?? null,
  };
  if (known === undefined) return firstChampion(entry);
  return withEntry(withoutSetAside(known, gate, entry), entry);
}

/** A champion of other data of the same day gives way to the one before it, where there is one, whatever became of the new fit. */
function withoutSetAside(known: Configuration, gate: Judged, { at, runId }: LineageEntry): Configuration {
  const { setAside, before } = gate;
  const to = known.lineage.findLast((e) => e.version === before);
  if (setAside === null || before === null || to === undefined || known.champion !== setAside) return known;
  return afterEvent(known, {
    ...{ event: "rolled back", version: before, parent: setAside, runId, at },
    fittedAsOf: to.fittedAsOf,
    reason: message("judged.setAside", setAside),
  });
}

/** What is refused again and again is noted once. */
function withEntry(known: Configuration, entry: LineageEntry): Configuration {
  const last = known.lineage.at(-1);
  const isKnown = last?.event === "refused" && entry.event === "refused" && last.version === entry.version;
  return isKnown ? known : afterEvent(known, entry);
}
