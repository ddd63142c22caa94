import type { Artifacts } from "./artifacts/artifacts.js";
import type { ScoredPart } from "./artifacts/scored-part.js";
import type { Config } from "./config/config.js";
import type { Engine } from "./engines/engine.js";
import type { Readings } from "./ingested/readings.js";
import type { ForgottenList } from "./sources/forgotten-list.js";
import type { SideFile, SourceFile } from "./sources/source-file.js";
import type { Pool } from "./workers/pool.js";

/** Where connections to servers come from. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One of `of` shares of the customers, which hold each customer once; index is in 0..of-1. */
export interface Partition {
  readonly index: number;
  readonly of: number;
}

/** Scoring in partitions, each kept in the run until all are put together. */
export interface Partitioning<Part> {
  readonly of: number;
  /** The part that was scored from the same inputs, here or by another process; else scores it, alone, and records it. */
  part(index: number, score: (partition: Partition) => Promise<Part>): Promise<Part>;
}

/** What a stage may use besides its inputs. */
export interface StageContext {
  readonly config: Config;
  readonly engine: Engine;
  /** An embedded engine over the tables of a folder of the run, for what only it can read and write: files. Close it. */
  readonly openLocal: (directory: string) => Promise<Engine>;
  readonly env: Environment;
  /** Threads for what is worked out in this process, as many as the engine has. */
  readonly pool: Pool;
  readonly sources: readonly SourceFile[];
  readonly sideFiles: readonly SideFile[];
  /** Files and tables that only marts depend on: what acquisition cost, and bands that it is judged by. */
  readonly costFiles: readonly SideFile[];
  /** The side files that hold currency rates: none or one. */
  readonly rates: readonly SideFile[];
  readonly runId: string;
  readonly runDir: string;
  /** The state of the registry that the run starts from, as a hash (registry/starting-state.ts); null before the first model. */
  readonly startedFrom: string | null;
  /** The day of the run, yyyy-mm-dd: only to recognise impossible dates. */
  readonly today: string;
  readonly signal: AbortSignal;
  /** Scores are made in partitions; absent: of all customers at once. */
  readonly partitions?: Partitioning<ScoredPart>;
  /** What earlier runs made of source files; absent: every file is read again. */
  readonly ingested?: Readings;
  /** Customers whose rows are dropped; absent: none. */
  readonly forgotten?: ForgottenList;
  /** A line for the log; `warn` is shown even when quiet. */
  readonly log: (message: string) => void;
  readonly warn: (message: string) => void;
}

/** A step of the run. Reading an artifact that it does not declare is a type error. */
export interface Stage<
  In extends keyof Artifacts = keyof Artifacts,
  Out extends keyof Artifacts = keyof Artifacts,
> {
  readonly name: StageName;
  readonly reads: readonly In[];
  readonly writes: readonly Out[];
  run(inputs: Pick<Artifacts, In>, context: StageContext): Promise<Pick<Artifacts, Out>>;
  /** Settings outside the scoring config that decide about what the stage does. */
  settings?(config: Config, context: StageContext): unknown;
  /** Whether a run that begins again keeps what is there of the same inputs; absent: never. */
  isLasting?(outputs: Pick<Artifacts, Out>): boolean;
  /** Whether what the stage left is all that is asked of it now, outside the run folder too. */
  isIntact?(outputs: Pick<Artifacts, Out>, context: StageContext): Promise<boolean>;
}

export const stageNames = [
  "ingest",
  "summarize",
  "check",
  "fit",
  "validate",
  "gate",
  "score",
  "monitor",
  "derive",
  "publish",
] as const;
export type StageName = (typeof stageNames)[number];
