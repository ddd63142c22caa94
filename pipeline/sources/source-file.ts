import type { Config } from "../config/config.js";
import type { DatabaseKind } from "../config/connections.js";
import type { TextProbe } from "./text/probe.js";
import type { FileStamp } from "./unchanged.js";

export type SourceFormat = Exclude<Config["source"]["format"], "auto">;
export type FileFormat = Exclude<SourceFormat, DatabaseKind>;

/** One file of the transaction log, read once to know its content hash; or a table or query of a server. */
export interface SourceFile {
  readonly path: string;
  /** The name shown to people and kept in rejected_rows: the path relative to what the user gave. */
  readonly name: string;
  readonly format: SourceFormat;
  readonly bytes: number;
  readonly sha256: string;
  /** The state that was hashed, so that later readers know whether it is still there; null for a server's table. */
  readonly stamp: FileStamp | null;
  /** What the one pass over a text file found; null for other formats. */
  readonly probe: TextProbe | null;
}

/** A file besides the log whose content decides about scores. */
export interface SideFile {
  readonly name: string;
  readonly sha256: string;
}
