import { stringify } from "yaml";
import { type Config, configSchema } from "../../config/config.js";
import { metrics } from "./metrics-file.js";
import { dbtSources } from "./sources-file.js";

/** What is published without settings of its own. */
export function usualConfig(): Config {
  return configSchema.parse({});
}

/** sources.yml for a dbt project. */
export function dbtText(config: Config): string {
  return stringify(dbtSources(config), { lineWidth: 0 });
}

/** metrics.yml for BI tools. */
export function metricsText(config: Config): string {
  return stringify(metrics(config), { lineWidth: 0 });
}
