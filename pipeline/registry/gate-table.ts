import type { GateReport } from "../artifacts/gate-report.js";
import { ClvError } from "../errors.js";
import { table } from "../text/format.js";
import { say } from "../text/messages/say.js";
import type { Gate } from "./gates.js";

/** The gates as a table for people, one line a gate. */
export function gateTable(gates: readonly Gate[]): string {
  const rows = gates.map((g) => [
    g.gate,
    say(g.passed ? "gates.passed" : "gates.refused"),
    g.value,
    g.threshold,
    g.reason,
  ]);
  return table(
    [[say("gates.gate"), "", say("gates.found"), say("gates.wanted"), ""], ...rows],
    [false, false, false, false, false],
  );
}

/** The error that a run ends with whose new model was refused, after the champion has scored. */
export function gateRefused({ champion, challenger, gates }: GateReport): ClvError {
  return new ClvError(
    "GATE_REFUSED",
    `the new model ${challenger} does not pass, so ${champion} stays champion and scored this run:\n${gateTable(gates)}\n` +
      `If the new one is right all the same: clv promote ${challenger}`,
  );
}
