import type { Config } from "../config/config.js";
import type { Row } from "../engines/engine.js";
import type { Dialect } from "../sql/dialect.js";
import type { Sql } from "../sql/sql.js";
import type { Message } from "../text/messages/message.js";
import type { TextKey } from "../text/messages/say.js";
import type { MartFacts } from "./facts.js";
import type { MartServices } from "./services.js";

/** A table that somebody decides with. One a file; `marts` lists them. */
export interface Mart {
  readonly name: `clv_${string}`;
  /** The question that it answers. */
  readonly question: TextKey;
  /** Those that are published; the first one has the answer. */
  readonly tables: readonly MartTable[];
  /** What tables it shares with other marts. */
  readonly uses?: readonly SharedTable[];
  /** What is missing for it, and how to give it; null where nothing is. */
  needs(facts: MartFacts): Message | null;
  /** Where it needs the model, or a file: tables that its selects join, which live as long as the stage. */
  prepare?(services: MartServices): Promise<void>;
  /** What must add up, whatever the log. */
  readonly identities: readonly Identity[];
  readonly view: MartView;
}

/** Tables that several marts read, made once where a mart uses them. */
export const sharedTables = ["mart_customer_months", "mart_expected_months"] as const;
export type SharedTable = (typeof sharedTables)[number];

export interface MartTable {
  /** Its name in the run, and in every output. */
  readonly name: `clv_${string}`;
  /** What it holds, in one sentence. */
  readonly holds: string;
  /** The columns that no two rows share. */
  readonly grain: readonly string[];
  /** In their order; run_id and as_of come before them in an output. */
  columns(facts: MartFacts): readonly MartColumn[];
  /** Which earlier rows of an output these replace: of the same run, or of any run as of the same date (for tables of customers). */
  readonly replaces: "run" | "date";
  select(inputs: MartInputs): Sql;
}

/** count: a whole number of things; integer: a small one, such as an age; number: a double, money in base currency too. */
export type MartType = "text" | "date" | "boolean" | "integer" | "count" | "number";

export interface MartColumn {
  readonly name: string;
  readonly type: MartType;
  /** "" for none */
  readonly unit: string;
  readonly meaning: string;
  /** Which definition it follows, where tools of the trade differ. */
  readonly convention?: string;
  /** All values that a text can be. */
  readonly values?: readonly string[];
  /** Whether the values of the rows of a run (of those for all customers, where a table has such by attribute) add up to a figure. */
  readonly adds?: true;
}

/** What a select may read. */
export interface MartInputs {
  readonly dialect: Dialect;
  readonly facts: MartFacts;
  readonly config: Config;
  /** Whether customers have their margin_rate as a column: their attributes are not those that margin is by. */
  readonly rated?: boolean;
  /** A table of the run, of an earlier mart, or one that was prepared, usable after FROM. */
  table(name: string): Sql;
}

/** Two numbers that must be the same. */
export interface Identity {
  /** In a few words, for the error that says it does not hold. */
  readonly says: string;
  /** One row: found and expected; rows where it does not apply: none. */
  select(inputs: MartInputs): Sql;
}

/** How a person reads the mart in a terminal. */
export interface MartView {
  /** A few rows of its tables; at most `limit`. */
  select(inputs: MartInputs, asked: ViewAsked): Sql;
  columns(facts: MartFacts): readonly ShownColumn[];
  /** The sentence that answers the question, of rows that are shown and of others where it needs them. */
  answer(rows: readonly Row[], facts: MartFacts): string;
}

export interface ViewAsked {
  readonly limit: number;
  /** By column of the first table: only rows with this value. */
  readonly filters: Readonly<Record<string, string>>;
}

export interface ShownColumn {
  readonly name: string;
  readonly heading: string;
  /** words: a text of a closed list, such as not_yet, of which people read the words. */
  readonly as: Written | "money";
  /** What values are called, where their own name does not say it. */
  words?(value: string): string;
}

export type Written =
  | "text"
  | "words"
  | "date"
  | "month"
  | "count"
  | "number"
  | "share"
  | "wholeShare"
  | "ratio"
  | "boolean";
