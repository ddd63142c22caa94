import type { Config } from "../config/config.js";
import type { Engine } from "../engines/engine.js";
import type { ReasonCode } from "../sql/parse-rows.js";
import type { Sql } from "../sql/sql.js";
import type { Environment, StageContext } from "../stage.js";
import type { FileRows, TableChoice } from "./file-rows.js";
import type { OfferedColumn } from "./offered-column.js";
import type { SourceFile } from "./source-file.js";
import type { TextProbe } from "./text/probe.js";

/** A source file as a relation of the engine: what `parseRows` reads. */
export interface SourceRelation {
  readonly relation: Sql;
  readonly columns: readonly OfferedColumn[];
  /** What identical rows have in common; undefined for all columns. */
  readonly identity?: readonly Sql[];
  /** The line or row number, or null when rows come in the order of the file from `firstLine` on, none left out. */
  readonly line: Sql | null;
  readonly firstLine: number;
  /** The number of rows that the relation must yield, where it is known beforehand. */
  readonly expectedRows: number | null;
  readonly broken: { readonly when: Sql; readonly reason: ReasonCode } | null;
  /** Raw text of a row as JSON; null for text files, whose lines are read again as they are. */
  readonly rawText: Sql | null;
  /** Whether rejected rows keep their raw text from the first reading on: a table has no line to find them by. */
  readonly keepsText?: boolean;
  /** Lines that could not be split into fields: select line, reason, raw_text. */
  readonly unsplittable: { readonly select: Sql; readonly rows: number } | null;
}

/** How one kind of source is read; `sourceKinds` lists them all. */
export interface SourceKind {
  /** Whether the file says itself what it holds, so that what the engine refuses of it is the file's fault. */
  readonly isTyped: boolean;
  /** Whether `open` makes a table `sourceTable(index)`, which is dropped once its rows are parsed. */
  readonly isLoaded: boolean;
  /**
   * The quick way, to be trusted only where it yields the rows that it promises, and nothing is refused; null where it
   * cannot be.
   */
  openPlain?(file: SourceFile, context: StageContext): Promise<SourceRelation | null>;
  /** @param work a folder for what has to be written on the way */
  open(file: SourceFile, index: number, work: string, context: StageContext): Promise<SourceRelation>;
  /** Files that belong to the one that is named, where they are there. */
  beside?(path: string): readonly string[];
}

/** What opening a file needs of a run. */
export type FileContext = Pick<StageContext, "engine" | "config" | "signal">;

/** A kind of files. */
export interface FileKind extends SourceKind {
  open(file: SourceFile, index: number, work: string, context: FileContext): Promise<SourceRelation>;
  /** Whether a file is of this kind, by its first bytes. */
  recognise(head: Buffer, path: string): boolean | Promise<boolean>;
  /** One pass over the file, for what is to be known of it besides its hash. */
  probe?(path: string, signal: AbortSignal): Promise<TextProbe>;
  /**
   * Rows from all over the file.
   * @param share of the usual number of rows
   */
  sample(file: SourceFile, share: number, engine: Engine, choice: TableChoice): Promise<FileRows>;
  /** The tables that it holds, where it may hold several, of which one has to be chosen. */
  tables?(path: string): Promise<string[]>;
}

/** A kind of servers. */
export interface ServerKind extends SourceKind {
  /**
   * A table or query as a source: its name, and a hash of its rows, whatever their order, so that a run knows whether they
   * have changed. Costs one scan inside the server.
   * @throws ClvError SOURCE_NOT_FOUND when the server has no such table
   */
  describe(config: Config, env: Environment, signal: AbortSignal): Promise<SourceFile>;
}
