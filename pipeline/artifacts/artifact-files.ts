import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RecordBatch, Schema } from "apache-arrow";
import type { Engine } from "../engines/engine.js";
import { writePrivateFile } from "../files/atomic-file.js";
import { privateFile } from "../files/folders.js";
import { readArrowBatches } from "../files/read-arrow.js";
import { writeArrowFile } from "../files/write-arrow.js";
import type { Sql } from "../sql/sql.js";
import {
  type ArrowFile,
  type ArtifactName,
  type Artifacts,
  artifactFile,
  artifactKinds,
} from "./artifacts.js";
import { asOfThisVersion } from "./older-files.js";

/** Names of the artifacts that are kept in one way. */
type KeptAs<Kind> = {
  [Name in ArtifactName]: (typeof artifactKinds)[Name] extends Kind ? Name : never;
}[ArtifactName];
export type JsonArtifact = KeptAs<"json">;
export type ArrowArtifact = KeptAs<"arrow">;
export type TableArtifact = KeptAs<"table">;

/** Where the file of an artifact is. */
export function artifactPath(runDir: string, name: JsonArtifact | ArrowArtifact): string {
  return join(runDir, artifactFile(name));
}

/** An artifact of a run by its name: what scores is `champion`, never `model`. */
export async function readArtifact<Name extends JsonArtifact>(
  runDir: string,
  name: Name,
): Promise<Artifacts[Name]> {
  const path = artifactPath(runDir, name);
  return asOfThisVersion(name, JSON.parse(await readFile(path, "utf8")), path) as Artifacts[Name];
}

/** Writes an artifact as a whole. */
export async function writeArtifact<Name extends JsonArtifact>(
  runDir: string,
  name: Name,
  value: Artifacts[Name],
): Promise<void> {
  await writePrivateFile(artifactPath(runDir, name), `${JSON.stringify(value, null, 2)}\n`);
}

/** The record batches of an Arrow artifact, one in memory at a time. */
export function readArrowArtifact(runDir: string, { file }: ArrowFile): AsyncGenerator<RecordBatch, void> {
  return readArrowBatches(join(runDir, file));
}

/** Writes an Arrow artifact, batch by batch. */
export async function writeArrowArtifact(
  runDir: string,
  name: ArrowArtifact,
  schema: Schema,
  batches: AsyncIterable<RecordBatch>,
): Promise<ArrowFile> {
  return {
    file: artifactFile(name),
    rows: await writeArrowFile(artifactPath(runDir, name), schema, batches, privateFile),
  };
}

/** A table of the run, to select from. */
export function artifactTable(engine: Pick<Engine, "dialect">, name: TableArtifact): Sql {
  return engine.dialect.table(name);
}

/** Any artifact, with the rows that the manifest has recorded of a table or an Arrow file. */
export async function loadArtifact<Name extends ArtifactName>(
  runDir: string,
  name: Name,
  rows: number | null,
): Promise<Artifacts[Name]> {
  const loaded = isKeptAs(name, "json")
    ? await readArtifact(runDir, name)
    : isKeptAs(name, "arrow")
      ? { file: artifactFile(name), rows: rows ?? 0 }
      : { table: name, rows: rows ?? 0 };
  return loaded as Artifacts[Name];
}

/** How an artifact is kept. */
export function isKeptAs<Kind extends "json" | "arrow" | "table">(
  name: ArtifactName,
  kind: Kind,
): name is KeptAs<Kind> {
  return artifactKinds[name] === kind;
}
