import type { GateReport } from "../artifacts/gate-report.js";
import type { Level } from "../config/limits.js";
import type { QualityCheck } from "../quality/check.js";
import { sentence, withExample } from "../text/messages/message.js";
import type { Measure } from "./measure.js";

/** One line of alerts.jsonl, for whatever a team gets its alerts by. */
export interface Alert {
  readonly runId: string;
  readonly asOf: string;
  readonly source: "quality" | "monitoring" | "gate";
  readonly name: string;
  readonly level: Exclude<Level, "ok">;
  readonly value: number | null;
  readonly threshold: number | null;
  /** For people. */
  readonly text: string;
}

type Run = Pick<Alert, "runId" | "asOf">;

export function qualityAlerts(checks: readonly QualityCheck[], { runId, asOf }: Run): Alert[] {
  return checks.flatMap(({ check, level, value, threshold, reason, example }): Alert[] => {
    if (level === "ok") return [];
    const text = withExample(reason, example);
    return [{ runId, asOf, source: "quality", name: check, level, value, threshold, text }];
  });
}

/** One alert a gate that a new model did not pass: a stop where it is refused for it. */
export function gateAlerts({ outcome, gates }: GateReport, { runId, asOf }: Run): Alert[] {
  const level = outcome === "refused" ? "stop" : "warn";
  return gates
    .filter((g) => g.state === "refused")
    .map(({ gate: name, value, threshold, reason }) => ({
      ...{ runId, asOf, source: "gate", name, level },
      ...{ value, threshold, text: sentence(reason) },
    }));
}

export function monitoringAlerts(measures: readonly Measure[], { runId, asOf }: Run): Alert[] {
  return measures.flatMap(({ measure: name, level, value, threshold, text }) =>
    level === "ok"
      ? []
      : [
          {
            ...{ runId, asOf, source: "monitoring" as const, name, level },
            ...{ value, threshold, text: sentence(text) },
          },
        ],
  );
}

/** Alerts as JSON lines. */
export function alertLines(alerts: readonly Alert[]): string {
  return alerts.map((alert) => `${JSON.stringify(alert)}\n`).join("");
}
