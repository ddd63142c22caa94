import type { Config } from "./config.js";
import { hasMoney } from "./questions.js";

/** A spend model by the name that a config gives it. */
export type SpendChoice = Exclude<Config["spend"]["model"], "auto">;

/** Whether some spend model to be fitted reads the logarithms of amounts, which are added up for it alone. */
export function needsSpendLogs(config: Config): boolean {
  return hasMoney(config) && ["log-normal", "auto"].includes(config.spend.model);
}
