import { holdoutScores } from "./holdout-scores.js";
import { logLikelihoods } from "./log-likelihoods.js";

/** Every task a thread can do, by name: one line adds one. */
export const tasks = {
  "log-likelihoods": logLikelihoods,
  "holdout-scores": holdoutScores,
} as const;

export type TaskList = typeof tasks;
