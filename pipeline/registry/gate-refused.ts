import type { GateReport } from "../artifacts/gate-report.js";
import { ClvError } from "../errors.js";
import { gateTable } from "./gate-table.js";

/** The error that a run ends with whose new model was refused, after the champion has scored. */
export function gateRefused({ champion, challenger, gates }: GateReport): ClvError {
  return new ClvError(
    "GATE_REFUSED",
    `the new model ${challenger} does not pass, so ${champion} stays champion and scored this run:\n${gateTable(gates)}\n` +
      `If the new one is right all the same: clv promote ${challenger}`,
  );
}
