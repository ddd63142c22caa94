import { ClvError } from "../errors.js";
import type { Gate, GateState } from "../registry/gates.js";
import type { ArtifactName } from "./artifacts.js";
import type { GateReport } from "./gate-report.js";

/** A gate as gate.json of format 1 holds it: in sentences, and passed where nothing was measured. */
interface OlderGate extends Pick<Gate, "gate"> {
  readonly value: string;
  readonly threshold: string;
  readonly passed: boolean;
  readonly reason: string;
}

type Json = { readonly format?: number };

/** Files that held sentences in format 1 and hold codes and numbers in format 2, and what the older ones lack. */
const upgrades: { readonly [Name in ArtifactName]?: (older: never) => object } = {
  gate: (older: { readonly outcome: GateReport["outcome"]; readonly gates: readonly OlderGate[] }) => {
    const gates = older.gates.map(newerGate);
    const refused = gates.filter(({ state }) => state === "refused").map(({ gate }) => gate);
    return { gates, setAside: null, backtest: null, overridden: older.outcome === "first" ? refused : [] };
  },
  checks: () => ({ setAside: null }),
  monitoring: () => ({}),
};

/**
 * A file as this version knows it. Of older ones sentences stay sentences (`Text`), and what they do not say is null.
 * @throws ClvError RUN_NOT_FOUND for the file of a newer version
 */
export function asOfThisVersion(name: ArtifactName, json: Json, path: string): Json {
  const upgrade = upgrades[name] as ((older: Json) => object) | undefined;
  if (upgrade === undefined || json.format === 2) return json;
  if (json.format === 1) return { ...json, ...upgrade(json), format: 2 };
  throw new ClvError(
    "RUN_NOT_FOUND",
    `${path} has format ${json.format}, which this version of clv cannot read: a newer one wrote it. Use that one, or run again.`,
  );
}

function newerGate({ gate, value, threshold, passed, reason }: OlderGate): Gate {
  const state: GateState = !passed ? "refused" : value === "-" ? "not measured" : "passed";
  return { gate, state, value: null, threshold: null, found: value, wanted: threshold, reason };
}
