import { configSchema } from "../config/config.js";
import { resolveSources } from "../sources/resolve-sources.js";
import { fileKind } from "../sources/source-kinds.js";
import { type InspectOptions, inspectSource } from "./inspect-source.js";
import type { FoundConfig } from "./inspection.js";
import { choiceNeeded } from "./open-choice.js";

export interface InferOptions extends InspectOptions {
  /** Whether the setting of a dotted key is given already. */
  readonly isGiven?: (key: string) => boolean;
  /** Takes what a person should know of the log. */
  readonly warn?: (warning: string) => void;
}

/**
 * What `clv init` would set for a log, for a run without a config: columns, how the text is written, date format,
 * decimal separator, cancellations, currencies, and ingest.maxRejectedShare where the default would stop the run. Paths
 * are left out, since the caller has them. A DuckDB file with several tables gives no columns until one is chosen.
 * @throws ClvError SOURCE_NOT_FOUND, SOURCE_UNREADABLE; CHOICE_NEEDED when the log does not decide a setting that is not given
 */
export async function inferConfig(
  paths: readonly string[],
  options: InferOptions = {},
): Promise<FoundConfig> {
  const signal = options.signal ?? new AbortController().signal;
  const files = options.files ?? (await resolveSources(configSchema.parse({ source: { paths } }), signal));
  const [first] = files;
  const chosen = options.table !== undefined || options.query !== undefined;
  if (first !== undefined && !chosen) {
    const tables = await fileKind(first.format).tables?.(first.path);
    if (tables !== undefined && tables.length !== 1) return { source: { format: first.format } };
  }
  const { config, open, warnings } = await inspectSource(paths, { ...options, files });
  const undecided = open.filter(({ key }) => options.isGiven?.(key) !== true);
  if (undecided.length > 0) {
    const flags = undecided.map(({ key, choices }) => `--${key}=${JSON.stringify(choices[0]?.value ?? "…")}`);
    throw choiceNeeded(
      undecided,
      `Give them as flags, such as ${flags.join(" ")}, or write a config with clv init.`,
    );
  }
  for (const warning of warnings) options.warn?.(warning);
  const { paths: _paths, ...source } = config.source ?? {};
  const { costs: _costs, ...others } = config;
  return { ...others, source };
}
