import type { FinishedRun } from "../open-run.js";

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
        outOfWindow: a.account.outOfWindow,
      },
      account: a.account,
    }),
    ...(a.summary && { customers: a.summary.customers, histories: a.summary.histories, summary: a.summary }),
    ...(a.model && {
      purchase: a.model.purchase,
      spend: { ...a.model.spend, timeUnit: null },
      modelVersion: a.model.modelVersion,
    }),
    ...(a.score_summary && { totals: a.score_summary }),
    ...(a.publication && { outputs: a.publication.outputs }),
    seconds: Object.fromEntries(stages.map((name) => [name, manifest.stages[name]?.seconds ?? 0])),
    ...(received !== null && { received }),
    kept: stages.filter((name) => manifest.stages[name]?.kept),
  };
}
