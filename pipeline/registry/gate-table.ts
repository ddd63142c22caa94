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
