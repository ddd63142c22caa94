import type { Config } from "../config/config.js";
import type { BacktestSummary } from "./backtest.js";
import { type Gate, gates } from "./gates.js";
import { afterEvent, firstChampion } from "./lineage.js";
import type { Configuration, LineageEntry, RegisteredModel } from "./registry.js";

/** What became of the model that a run fitted. */
export interface Judgement {
  /** first: there was no champion; refit: it is the champion now; refused: the old one stays. */
  readonly outcome: "first" | "refit" | "refused";
  readonly gates: readonly Gate[];
  readonly reason: string;
  /** The configuration afterwards. */
  readonly configuration: Configuration;
}

/**
 * A new model against the gates. The first model of a configuration becomes champion whatever the gates say, since there is
 * nothing better to score with; what they say is reported.
 */
export function judge(
  challenger: RegisteredModel,
  known: Configuration | undefined,
  backtest: BacktestSummary | null,
  qualityStops: readonly string[],
  thresholds: Config["retrain"]["gates"],
  at: string,
): Judgement {
  const { model, runId } = challenger;
  const { purchase, spend } = model;
  const champion = known?.champion ?? null;
  const found = gates({
    challenger: {
      version: model.modelVersion,
      purchase: purchase.verdict,
      ...(spend && { spend: spend.fallback ? null : spend.verdict }),
    },
    champion,
    backtest,
    validatedAsOf: known?.validatedAsOf ?? null,
    qualityStops,
    thresholds,
  });
  const refusing = found.filter((g) => !g.passed);
  const outcome = champion === null ? "first" : refusing.length > 0 ? "refused" : "refit";
  const because = refusing.map((g) => `${g.gate}: ${g.reason}`).join("; ");
  const reason =
    outcome === "first"
      ? `the first model${because === "" ? "" : `, in spite of ${because}`}`
      : outcome === "refused"
        ? because
        : "all gates are passed";
  const entry: LineageEntry = {
    event: outcome,
    version: model.modelVersion,
    parent: champion,
    runId,
    fittedAsOf: model.fittedAsOf,
    at,
    reason,
  };
  const changed = known === undefined ? firstChampion(entry) : afterEvent(known, entry);
  const configuration = backtest === null ? changed : { ...changed, validatedAsOf: backtest.asOf };
  return { outcome, gates: found, reason, configuration };
}
