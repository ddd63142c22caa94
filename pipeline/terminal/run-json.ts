import type { GateReport } from "../artifacts/gate-report.js";
import type { ModelFile } from "../artifacts/model-file.js";
import type { FinishedRun } from "../runner/open-run.js";
import { validationJson } from "./validation-json.js";

/** The one object that `--json` prints: stable names for scripts. Parts that were not run are left out. */
export function runJson({ runId, runDir, artifacts: a, manifest, stages, received }: FinishedRun): object {
  return {
    runId,
    runDir,
    ...(a.account && {
      asOf: a.account.asOf,
      rows: {
        input: a.account.input,
        accepted: a.account.accepted,
        rejected: a.account.rejected,
        merged: a.account.merged,
        parts: a.account.parts,
        outOfWindow: a.account.outOfWindow,
      },
      account: a.account,
    }),
    ...(a.summary && { customers: a.summary.customers, histories: a.summary.histories, summary: a.summary }),
    ...(a.model && modelJson(a.champion ?? a.model)),
    ...(a.model &&
      a.gate &&
      isPassedOver(a.gate) && {
        challenger: { ...modelJson(a.model), modelVersion: a.gate.challenger },
      }),
    ...(a.validation?.backtest && { validation: validationJson(a.validation.backtest) }),
    ...(a.checks && {
      decision: a.checks.decision,
      quality: a.checks.quality.filter((c) => c.level !== "ok"),
    }),
    ...(a.gate && { gate: a.gate }),
    ...(a.monitoring && { monitoring: { ...a.monitoring, records: undefined } }),
    ...(a.score_summary && { totals: a.score_summary }),
    ...(a.publication && { outputs: a.publication.outputs }),
    seconds: Object.fromEntries(stages.map((name) => [name, manifest.stages[name]?.seconds ?? 0])),
    ...(received !== null && { received }),
    kept: stages.filter((name) => manifest.stages[name]?.kept),
  };
}

/** Purchases, spend and version of the model that scores; before the gate, of what was fitted. */
function modelJson({ purchase, spend, modelVersion }: ModelFile): object {
  return { purchase, spend: spend && { ...spend, timeUnit: null }, modelVersion };
}

/** Whether another model scores than the one that this run fitted. */
function isPassedOver({ challenger, champion }: GateReport): boolean {
  return challenger !== null && challenger !== champion;
}
