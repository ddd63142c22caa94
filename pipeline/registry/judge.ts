import type { GateReport } from "../artifacts/gate-report.js";
import type { ModelFile } from "../artifacts/model-file.js";
import { type Message, message, type Text } from "../text/messages/message.js";
import { type Gate, type GateInputs, gates } from "./gates.js";
import type { LineageEntry } from "./registry.js";

/** What becomes of the model that a run fitted. */
export interface Judgement {
  /** first: there was no champion; refit: it becomes champion; refused: the old one stays. */
  readonly outcome: "first" | "refit" | "refused";
  readonly gates: readonly Gate[];
  readonly reason: Message;
  readonly overridden: GateReport["overridden"];
}

/** Without the model itself, which judge takes as a whole. */
export type JudgeInputs = Omit<GateInputs, "challenger"> & {
  /** The latest refusal that no passed model has followed; null where there is none. */
  readonly refusal: LineageEntry | null;
};

/**
 * A new model against the gates. The first model of a configuration becomes champion whatever the gates say, since there is
 * nothing better to score with; which of them it does not pass is noted as overridden.
 */
export function judge(model: ModelFile, inputs: JudgeInputs): Judgement {
  const found = gatesOf(model, inputs);
  const refusing = found.filter(({ state }) => state === "refused");
  if (inputs.champion === null) {
    const reason =
      refusing.length === 0 ? message("judged.first") : message("judged.firstInSpite", because(refusing));
    return { outcome: "first", gates: found, reason, overridden: refusing.map(({ gate }) => gate) };
  }
  if (refusing.length > 0)
    return { outcome: "refused", gates: found, reason: because(refusing), overridden: [] };
  const unmeasured = found.filter(
    ({ gate, state }) => state === "not measured" && inputs.refusal?.refused?.includes(gate),
  );
  const reason =
    unmeasured.length > 0
      ? message(
          "judged.unmeasuredSince",
          inputs.refusal!.version,
          unmeasured.map(({ gate }) => gate),
        )
      : found.some(({ state }) => state === "not measured")
        ? message("judged.noneRefuses")
        : message("judged.passed");
  return { outcome: "refit", gates: found, reason, overridden: unmeasured.map(({ gate }) => gate) };
}

/**
 * The gates, where one that measures nothing now keeps the refusal of the same kind of model on the same data: to fit again is no
 * way around it.
 */
export function gatesOf(model: ModelFile, { refusal, ...inputs }: JudgeInputs): Gate[] {
  const { modelVersion: version, purchase, spend } = model;
  const challenger = {
    version,
    purchase: purchase.verdict,
    ...(spend && { spend: spend.fallback ? null : spend.verdict }),
  };
  const found = gates({ ...inputs, challenger });
  if (refusal === null || !isOfTheSame(refusal, model)) return found;
  const stands = ({ gate, state }: Gate): boolean =>
    state === "not measured" && refusal.refused?.includes(gate) === true;
  const reason = message("gates.refusedBefore", refusal.fittedAsOf, refusal.reason);
  return found.map((gate) => (stands(gate) ? { ...gate, state: "refused", reason } : gate));
}

/** Whether an entry is about the same kind of model, fitted to the same data. */
export function isOfTheSame(
  entry: Pick<LineageEntry, "version" | "data">,
  { modelVersion, data }: Pick<ModelFile, "modelVersion" | "data">,
): boolean {
  const kind = (version: string): string => version.slice(0, version.lastIndexOf("-"));
  return entry.data === data.fingerprint && kind(entry.version) === kind(modelVersion);
}

function because(refusing: readonly Gate[]): Message {
  return message(
    "gates.all",
    refusing.map(({ gate, reason }): Text => message("gates.because", gate, reason)),
  );
}
