import type { Artifacts } from "../artifacts/artifacts.js";
import type { DataChecks } from "../artifacts/data-checks.js";
import type { GateReport } from "../artifacts/gate-report.js";
import type { Monitoring } from "../artifacts/monitoring.js";
import { monitoringTable, tierTable } from "../monitoring/monitoring-table.js";
import { qualityTable } from "../quality/checks.js";
import { gateTable } from "../registry/gate-table.js";
import { sentence, sentences } from "../text/messages/message.js";
import { say } from "../text/messages/say.js";

/** What a run did about its model and why, the data's warnings, and the run against the one before it. */
export function retrainingTexts({ checks, gate, monitoring, score_summary }: Partial<Artifacts>): string[] {
  return [
    ...(checks ? [decisionText(checks)] : []),
    ...(gate ? [gateText(gate)] : []),
    ...(monitoring && monitoring.measures.length > 0
      ? [monitoringText(monitoring, score_summary?.tiers.map((t) => t.tier) ?? [])]
      : []),
  ];
}

function decisionText({ decision, quality }: DataChecks): string {
  const warned = quality.some((c) => c.level !== "ok") ? `\n${qualityTable(quality)}` : "";
  return `${say(`decision.${decision.action}`)}: ${sentences(decision.reasons)}${warned}`;
}

function gateText({ outcome, champion, challenger, gates, reason, overridden }: GateReport): string {
  const shown = gates.length > 0 ? `\n${gateTable(gates)}` : "";
  const who = {
    kept: say("champion.kept", champion),
    first: say("champion.first", champion, sentence(reason)),
    refit: say("champion.refit", champion, sentence(reason)),
    refused: say("champion.refused", champion, challenger ?? ""),
    own: say("champion.own", champion),
  }[outcome];
  const inSpite = overridden.length > 0 ? `\n${say("champion.overridden", champion, overridden)}` : "";
  return `${who}${inSpite}${shown}`;
}

/** @param names tiers, best first */
function monitoringText({ previousRun, measures, tiers }: Monitoring, names: readonly string[]): string {
  const moves = tiers.length > 0 ? `\n\n${say("monitoring.tiers")}\n${tierTable(tiers, names)}` : "";
  return `${say("monitoring.title", previousRun?.asOf ?? "")}\n${monitoringTable(measures)}${moves}`;
}
