import { type ModelFile, modelKind } from "../artifacts/model-file.js";
import type { Validation } from "../artifacts/validation.js";
import { fingerprint } from "../files/fingerprint.js";

/**
 * The model with the correction of its intervals: what this run's validation learned on models of its kind, or else what the
 * champion has where that is of the same kind. Other intervals are other scores, so the version changes with them.
 */
export function withCorrection(
  model: ModelFile,
  { backtest }: Pick<Validation, "backtest">,
  champion: ModelFile | null,
): ModelFile {
  const inherited =
    champion !== null && modelKind(champion) === modelKind(model) ? champion.correction : null;
  const own = backtest?.corrections[model.purchase.model];
  const correction = own === undefined ? inherited : own.all;
  if (correction === null) return model;
  const version = fingerprint([model.modelVersion, correction]).slice(0, 12);
  return { ...model, correction, modelVersion: `${modelKind(model)}-${version}` };
}
