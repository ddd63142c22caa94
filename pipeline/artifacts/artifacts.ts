import { artifactFileName } from "../runs/layout.js";
import type { Account } from "./account.js";
import type { Calendar } from "./calendar.js";
import type { DataChecks } from "./data-checks.js";
import type { GateReport } from "./gate-report.js";
import type { MartsFile } from "./marts-file.js";
import type { ModelFile } from "./model-file.js";
import type { Monitoring } from "./monitoring.js";
import type { Publication } from "./publication.js";
import type { ScoreSummary } from "./score-summary.js";
import type { Summary } from "./summary.js";
import type { Validation } from "./validation.js";

/** A table of the run, where the engine keeps it. */
export interface StoredTable {
  readonly table: string;
  readonly rows: number;
}

/** An Arrow IPC file of the run folder, small enough for Node. */
export interface ArrowFile {
  readonly file: string;
  readonly rows: number;
}

/** Everything that stages hand to each other, by name. */
export interface Artifacts {
  readonly transactions: StoredTable;
  readonly rejected_rows: StoredTable;
  readonly account: Account;
  readonly customers: StoredTable;
  readonly histories: ArrowFile;
  readonly holdout_histories: ArrowFile;
  readonly covariate_groups: ArrowFile;
  readonly spend_histories: ArrowFile;
  readonly repeats_by_day: ArrowFile;
  readonly summary: Summary;
  readonly checks: DataChecks;
  /** What this run fitted; the champion where it fitted nothing. */
  readonly model: ModelFile;
  readonly validation: Validation;
  readonly gate: GateReport;
  /** The model that scores. */
  readonly champion: ModelFile;
  readonly scores: StoredTable;
  readonly score_summary: ScoreSummary;
  readonly calendar: Calendar;
  readonly monitoring: Monitoring;
  readonly marts: MartsFile;
  readonly publication: Publication;
}

export type ArtifactName = keyof Artifacts;

/** How each artifact is kept in the run folder. */
export const artifactKinds = {
  transactions: "table",
  rejected_rows: "table",
  account: "json",
  customers: "table",
  histories: "arrow",
  holdout_histories: "arrow",
  covariate_groups: "arrow",
  spend_histories: "arrow",
  repeats_by_day: "arrow",
  summary: "json",
  checks: "json",
  model: "json",
  validation: "json",
  gate: "json",
  champion: "json",
  scores: "table",
  score_summary: "json",
  calendar: "json",
  monitoring: "json",
  marts: "json",
  publication: "json",
} as const satisfies Record<ArtifactName, "table" | "arrow" | "json">;

/** The file of an artifact that is one, relative to the run folder. */
export function artifactFile(name: ArtifactName): string {
  const kind = artifactKinds[name];
  if (kind === "table") throw new Error(`${name} is a table: the engine keeps it`);
  return artifactFileName(name, kind);
}
