import type { GateReport } from "../artifacts/gate-report.js";
import type { QualityCheck } from "../quality/check.js";
import { message } from "../text/messages/message.js";
import type { NotedRecord } from "./measure.js";

/** The checks of the data that were made, as rows of clv_monitoring. */
export function qualityRecords(checks: readonly QualityCheck[]): NotedRecord[] {
  return checks.flatMap(({ check, value, threshold, level, reason, example }): NotedRecord[] =>
    value === null
      ? []
      : [
          {
            measure: `quality.${check}`,
            ...{ value, reference: null, threshold, level, reason: null },
            text: example === null ? reason : message("quality.withExample", reason, example),
          },
        ],
  );
}

/** The gates of a new model: ok, with the reason, where a gate measured nothing. */
export function gateRecords({ outcome, gates }: Pick<GateReport, "outcome" | "gates">): NotedRecord[] {
  const refused = outcome === "refused" ? "stop" : "warn";
  return gates.map(({ gate, state, value, threshold, reason }) => ({
    measure: `gate.${gate.replaceAll(" ", "_")}`,
    ...{ value, reference: null, threshold },
    level: state === "refused" ? refused : "ok",
    reason: state === "not measured" ? state : null,
    text: reason,
  }));
}
