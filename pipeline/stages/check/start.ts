import { dataFingerprint } from "../../artifacts/data-fingerprint.js";
import { parentOf } from "../../registry/lineage.js";
import type { PolicyInputs } from "../../registry/policy.js";
import type { Configuration, RegisteredModel } from "../../registry/registry.js";
import { readModel } from "../../registry/store.js";
import type { StageContext } from "../../stage.js";

/** What a run starts from. */
export interface Start {
  /** Undefined before the first model. */
  readonly known: Configuration | undefined;
  /** Null where there is none. */
  readonly champion: RegisteredModel | null;
  readonly setAside: NonNullable<PolicyInputs["setAside"]> | null;
  /** The last day of the data of the latest validation that counts. */
  readonly validatedAsOf: string | null;
}

/**
 * The champion, or the one before it where it was fitted to this very day from other data than these: data that were wrong teach
 * nothing to the model of those that are mended, neither its parameters nor its validation.
 */
export async function startOf(
  known: Configuration | undefined,
  asOf: string,
  { config, runDir }: Pick<StageContext, "config" | "runDir">,
): Promise<Start> {
  if (known === undefined) return { known, champion: null, setAside: null, validatedAsOf: null };
  const champion = await readModel(config.runsDir, known.champion);
  const { model, backtest } = champion;
  const keeps = model.fittedAsOf !== asOf || config.retrain.when === "never";
  if (keeps || model.data.fingerprint === (await dataFingerprint(runDir)))
    return { known, champion, setAside: null, validatedAsOf: known.validatedAsOf };
  const parent = parentOf(known);
  const before = known.lineage.findLast((e) => e.version === known.champion)?.validatedBefore ?? null;
  return {
    known,
    champion: parent === null ? null : await readModel(config.runsDir, parent),
    setAside: { version: known.champion, validated: backtest !== null },
    validatedAsOf: backtest === null ? known.validatedAsOf : before,
  };
}
