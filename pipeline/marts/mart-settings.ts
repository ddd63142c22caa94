import type { Config } from "../config/config.js";

/** Settings outside the scoring config that marts depend on. */
export function martSettings({ costs, targets }: Config): unknown {
  return { costs, targets };
}
