import type { ClvErrorCode } from "../errors.js";
import type { Registry } from "../registry/registry.js";
import type { TextKey } from "../text/messages/say.js";
import { say } from "../text/messages/say.js";

type NextStep = Extract<TextKey, `status.next.${string}`> | "status.resume";

/** What to do after an error that ended a run; where none is named, to go on with it. */
const nextSteps: Readonly<Partial<Record<ClvErrorCode, NextStep>>> = {
  CONFIG_INVALID: "status.next.setting",
  CHOICE_NEEDED: "status.next.choice",
  SOURCE_NOT_FOUND: "status.next.source",
  SOURCE_UNREADABLE: "status.next.input",
  SOURCE_TYPE: "status.next.input",
  COLUMN_NOT_FOUND: "status.next.input",
  TOO_MANY_REJECTED: "status.next.input",
  NO_TRANSACTIONS: "status.next.input",
  CUSTOMER_UNKNOWN: "status.next.input",
  RATES_INVALID: "status.next.rates",
  EVENTS_INVALID: "status.next.events",
  COSTS_INVALID: "status.next.costs",
  SOURCE_CHANGED: "status.next.changed",
  DATA_QUALITY: "status.next.quality",
  FIT_FAILED: "status.next.model",
  MODEL_UNUSABLE: "status.next.model",
  MODEL_NOT_FOUND: "status.next.registry",
  REGISTRY_DAMAGED: "status.next.registry",
  GATE_REFUSED: "status.next.gate",
  MONITORING_STOP: "status.next.monitoring",
  ENGINE_UNREACHABLE: "status.next.unreachable",
  ENGINE_DENIED: "status.next.denied",
  ENGINE_OUT_OF_MEMORY: "status.next.memory",
  ENGINE_OUT_OF_DISK: "status.next.disk",
  SINK_REFUSED: "status.next.sink",
  RECONCILIATION_FAILED: "status.next.reconciliation",
};

/**
 * The next step after a run that did not end well.
 * @param code of its error; null where it was killed; any other text is that of a bug
 */
export function nextStepText(code: string | null): string {
  if (code === "UNEXPECTED") return say("status.next", say("status.next.bug"));
  return say("status.next", say(nextSteps[code as ClvErrorCode] ?? "status.resume"));
}

/** How to take a refused model, or leave it, where the latest of a configuration's events is a refusal. */
export function refusedText({ configurations }: Registry): string {
  return Object.values(configurations)
    .flatMap(({ champion, lineage }) => {
      const latest = lineage.at(-1);
      return latest?.event === "refused" ? [`${say("status.refused", latest.version, champion)}\n`] : [];
    })
    .join("");
}
