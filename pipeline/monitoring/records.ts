import type { GateReport } from "../artifacts/gate-report.js";
import type { QualityCheck } from "../quality/check.js";
import type { MonitoringRecord } from "../sql/monitoring-records.js";

/** The checks of the data that were made, as rows of clv_monitoring. */
export function qualityRecords(checks: readonly QualityCheck[]): MonitoringRecord[] {
  return checks.flatMap(({ check, value, threshold, level, reason, example }) =>
    value === null
      ? []
      : [
          {
            measure: `quality.${check}`,
            value,
            reference: null,
            threshold,
            level,
            text: example === null ? reason : `${reason} (${example})`,
          },
        ],
  );
}

/** The gates that a new model had to pass. */
export function gateRecords({ outcome, gates }: Pick<GateReport, "outcome" | "gates">): MonitoringRecord[] {
  return gates.map(({ gate, passed, reason }) => ({
    measure: `gate.${gate.replaceAll(" ", "_")}`,
    value: null,
    reference: null,
    threshold: null,
    level: passed ? "ok" : outcome === "refused" ? "stop" : "warn",
    text: reason,
  }));
}
