import { backtestModel } from "./backtest-model.js";
import { backtestReplicates, backtestScore } from "./backtest-scores.js";
import { backtestTotals } from "./backtest-totals.js";
import { holdoutScores } from "./holdout-scores.js";
import { logLikelihoods } from "./log-likelihoods.js";
import { nextPurchase } from "./next-purchase.js";
import { bootstrapReplicates, posteriorChains } from "./posterior-tasks.js";
import { predict, predictAt } from "./predict.js";
import { staying } from "./staying.js";
import { worthOfFutures } from "./worth-of-futures.js";

/** Every task a thread can do, by name: one line adds one. */
export const tasks = {
  "log-likelihoods": logLikelihoods,
  "holdout-scores": holdoutScores,
  "posterior-chain": posteriorChains,
  "bootstrap-replicate": bootstrapReplicates,
  predict,
  staying,
  "predict-at": predictAt,
  "next-purchase": nextPurchase,
  "worth-of-futures": worthOfFutures,
  "backtest-model": backtestModel,
  "backtest-score": backtestScore,
  "backtest-replicates": backtestReplicates,
  "backtest-totals": backtestTotals,
} as const;

export type TaskList = typeof tasks;
