import type { Artifacts } from "../../artifacts/artifacts.js";

/** What scoring reads; `model` is the champion. */
export type ScoreInputs = Pick<
  Artifacts,
  "account" | "transactions" | "customers" | "histories" | "covariate_groups" | "model"
>;
