import type { ConfigInput } from "../config/config.js";
import type { SourceFormat } from "../sources/source-file.js";
import type { OpenChoice } from "./open-choice.js";

/** What a column seems to hold. */
export type ColumnKind =
  | "customer id"
  | "date"
  | "amount"
  | "quantity"
  | "unit price"
  | "order id"
  | "currency"
  | "refunded"
  | "attribute"
  | "ignored";

export interface InspectedColumn {
  /** The name in the file; c1, c2, … where there are no names. */
  readonly name: string;
  /** From 1. */
  readonly position: number;
  readonly kind: ColumnKind;
  /** Why, in words. */
  readonly evidence: string;
  /** A few different values as they stand in the file. */
  readonly examples: readonly string[];
  /** Share of sampled rows without a value, in [0, 1]. */
  readonly missing: number;
  /** Different values in the sample. */
  readonly distinct: number;
}

/** What ingest would make of the sampled rows. */
export interface Trial {
  readonly rows: number;
  /** Sampled rows that would be rejected, by reason, most frequent first. */
  readonly rejected: readonly { readonly reason: string; readonly rows: number }[];
  /** Sampled rows that would not count by ingest.exclude, and those that are but parts of orders. */
  readonly excluded: number;
  readonly parts: number;
  readonly refunds: number;
  /** Of the accepted rows, yyyy-mm-dd; null when there is none. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

/** The parts of a config that can be recognised from a log. */
export type FoundConfig = Pick<ConfigInput, "source" | "columns" | "ingest" | "currency" | "costs">;

export const neededRoles = ["customer", "date", "amount"] as const;
export type NeededRole = (typeof neededRoles)[number];

/** What a look into a transaction log finds. */
export interface Inspection {
  readonly files: readonly {
    readonly path: string;
    readonly name: string;
    readonly format: SourceFormat;
    readonly bytes: number;
  }[];
  /** Rows of all files; null where only reading everything would show it. */
  readonly totalRows: number | null;
  readonly sampledRows: number;
  readonly columns: readonly InspectedColumn[];
  /** The keys that were recognised; paths as they were given. */
  readonly config: FoundConfig;
  /** Evidence for people, by dotted key of the config. */
  readonly notes: Readonly<Record<string, readonly string[]>>;
  /** What a run needs and was not found. */
  readonly missing: readonly NeededRole[];
  /** Columns that a person may choose from for each missing role. */
  readonly choices: Readonly<Partial<Record<NeededRole, readonly string[]>>>;
  /** Settings that the log does not decide; `config` has for each the reading that the trial was made with. */
  readonly open: readonly OpenChoice[];
  /** Currencies that occur and have no rate, most frequent first. */
  readonly withoutRate: readonly string[];
  /** Null while a needed role is missing. */
  readonly trial: Trial | null;
  /** What a person should know before running. */
  readonly warnings: readonly string[];
}

/** A config under construction, with what a person should know about each key and about the whole. */
export interface Proposal {
  readonly config: FoundConfig;
  readonly notes: Record<string, string[]>;
  readonly warnings: string[];
  readonly open: OpenChoice[];
  /** Currencies without a rate, most frequent first. */
  readonly withoutRate: string[];
}
