import type { ModelFile } from "../artifacts/model-file.js";
import type { InputStatistics } from "../monitoring/input-statistics.js";
import type { Text } from "../text/messages/message.js";
import type { BacktestSummary } from "./backtest.js";
import type { GateName } from "./gates.js";

/** registry.json of a runs folder: the models in use, and their history. */
export interface Registry {
  readonly format: 1;
  /** By the hash of what a model depends on in the config (model-key.ts). */
  readonly configurations: Readonly<Record<string, Configuration>>;
}

export interface Configuration {
  /** Version of the model that scores. */
  readonly champion: string;
  /** The last day of the data of the latest validation; null before the first. */
  readonly validatedAsOf: string | null;
  /** Oldest first. */
  readonly lineage: readonly LineageEntry[];
  /** What finished runs leave for the next one to be compared with, oldest first. */
  readonly runs: readonly RunRecord[];
}

/**
 * first: there was no champion; refit: passed the gates; refused: did not; promoted: by hand; rolled back: by hand, or by a run that found the
 * champion fitted to this very day from other data.
 */
export type LineageEvent = "first" | "refit" | "refused" | "promoted" | "rolled back";

export interface LineageEntry {
  readonly event: LineageEvent;
  /** The model that this is about. */
  readonly version: string;
  /** The champion before. */
  readonly parent: string | null;
  /** The run in which the model was fitted. */
  readonly runId: string;
  /** The last day that the model was fitted to. */
  readonly fittedAsOf: string;
  /** When it happened, UTC. */
  readonly at: string;
  /** A sentence in registries of older versions. */
  readonly reason: Text;
  /** Gates that it did not pass; absent in registries of older versions, and where it was changed by hand. */
  readonly refused?: readonly GateName[];
  /** The data that the model was fitted to, by content; absent alike. */
  readonly data?: string;
  /** `validatedAsOf` of the configuration before; absent alike. */
  readonly validatedBefore?: string | null;
}

/** models/<version>.json: a model that was champion, or was refused. */
export interface RegisteredModel {
  readonly format: 1;
  readonly configuration: string;
  /** The champion when it was fitted. */
  readonly parent: string | null;
  readonly runId: string;
  /** Null where the run did not validate. */
  readonly backtest: BacktestSummary | null;
  readonly model: ModelFile;
  /** The data it was fitted to, as far as growth and drift need them. */
  readonly data: FittedData;
}

export interface FittedData {
  readonly customers: number;
  readonly repeatPurchases: number;
  readonly statistics: InputStatistics;
}

/** What a run leaves for the next one. */
export interface RunRecord {
  readonly runId: string;
  readonly asOf: string;
  /** The model that scored. */
  readonly modelVersion: string;
  /** Rows of `transactions`. */
  readonly rows: number;
  readonly customers: number;
  /** Mean over customers of the CLV over the longest horizon, and that horizon. */
  readonly meanClv?: number;
  /** In its place where the log has no amounts: the mean of expected purchases. */
  readonly meanPurchases?: number;
  readonly horizonDays: number;
  /** What that CLV was worked out with: value.margin (as JSON where it goes by an attribute, "column" where it is learned from the log) and value.annualDiscountRate. */
  readonly margin: number | string;
  readonly annualDiscountRate: number;
  readonly statistics: InputStatistics;
}

export const emptyRegistry: Registry = { format: 1, configurations: {} };
