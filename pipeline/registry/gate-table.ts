import { table } from "../text/format.js";
import type { Gate } from "./gates.js";

/** The gates as a table for people, one line a gate. */
export function gateTable(gates: readonly Gate[]): string {
  const rows = gates.map((g) => [g.gate, g.passed ? "passed" : "REFUSED", g.value, g.threshold, g.reason]);
  return table([["gate", "", "found", "wanted", ""], ...rows], [false, false, false, false, false]);
}
