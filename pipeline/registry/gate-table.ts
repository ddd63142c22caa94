import { table } from "../text/format.js";
import { sentence } from "../text/messages/message.js";
import { say } from "../text/messages/say.js";
import type { Gate, GateState } from "./gates.js";

/** The gates as a table for people, one line a gate. */
export function gateTable(gates: readonly Gate[]): string {
  const rows = gates.map(({ gate, state, found, wanted, reason }) => [
    gate,
    stateText(state),
    ...[found, wanted, reason].map(sentence),
  ]);
  return table(
    [[say("gates.gate"), "", say("gates.found"), say("gates.wanted"), ""], ...rows],
    [false, false, false, false, false],
  );
}

function stateText(state: GateState): string {
  if (state === "passed") return say("gates.passed");
  return say(state === "refused" ? "gates.refused" : "gates.notMeasured");
}
