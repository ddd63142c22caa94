import { table } from "../text/format.js";
import { sentence } from "../text/messages/message.js";
import { say } from "../text/messages/say.js";
import type { Gate, GateState } from "./gates.js";

/** The gates as a table for people: what each found and wanted, and below it why it judges so. */
export function gateTable(gates: readonly Gate[]): string {
  const rows = gates.flatMap(({ gate, state, found, wanted, reason }) => [
    [gate, stateText(state), say("gates.foundAndWanted", sentence(found), sentence(wanted))],
    ["", "", sentence(reason)],
  ]);
  return table([[say("gates.gate"), "", say("gates.found")], ...rows], [false, false, false]);
}

function stateText(state: GateState): string {
  if (state === "passed") return say("gates.passed");
  return say(state === "refused" ? "gates.refused" : "gates.notMeasured");
}
