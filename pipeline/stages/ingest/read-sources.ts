import type { DuplicateFile } from "../../artifacts/account.js";
import { isWithEngine } from "../../config/connections.js";
import { ClvError } from "../../errors.js";
import type { StoredReading } from "../../ingested/readings.js";
import { keepSource, restoreSource } from "../../ingested/stored-source.js";
import { readOutside } from "../../sources/read-outside.js";
import { writeRejectedRows } from "../../sources/rejected-rows.js";
import type { SourceFile } from "../../sources/source-file.js";
import { type ReadOptions, type StagedSource, stageSource } from "../../sources/stage-source.js";
import { assertUnchanged, whileUnchanged } from "../../sources/unchanged.js";
import type { ParseOptions } from "../../sql/parse-rows.js";
import type { StageContext } from "../../stage.js";

interface ReadSources {
  readonly staged: StagedSource[];
  readonly rejected: number;
  readonly duplicateFiles: readonly DuplicateFile[];
  /** What the store keeps of the sources; empty without a store. */
  readonly readings: readonly StoredReading[];
}

/** Every source parsed into a table of the engine, and what could not be into `rejected_rows`. */
export async function readSources(
  parsing: ParseOptions,
  work: string,
  context: StageContext,
): Promise<ReadSources> {
  const { engine, config, sources, signal } = context;
  const inServer = isWithEngine(config.source.format, config.source.connection, config);
  if (!engine.readsFiles && !inServer)
    return readOutside(work, context, (local) => parseSources(parsing, work, local));
  return parseSources(parsing, work, context);

  async function parseSources(parsing: ParseOptions, work: string, context: StageContext) {
    const options: ReadOptions = { ...parsing, forgotten: context.forgotten ?? null };
    const read = new Map<string, StagedSource>();
    const duplicateFiles: DuplicateFile[] = [];
    for (const [i, file] of sources.entries()) {
      const same = read.get(file.sha256);
      if (isEmpty(file)) {
        await assertUnchanged(file, signal);
        context.warn(`${file.name} is empty`);
      } else if (same === undefined)
        read.set(
          file.sha256,
          (await restoreSource(file, i, options, context)) ??
            (await whileUnchanged(file, () => stageSource(file, i, work, options, context), signal)),
        );
      else if (same.rows > 0) {
        duplicateFiles.push({ name: file.name, sameAs: same.file.name });
        context.warn(`${file.name} has the content of ${same.file.name}: it is counted once`);
      }
    }
    const staged = [...read.values()];
    if (staged.length === 0)
      throw new ClvError("NO_TRANSACTIONS", "the log holds no row: every file of it is empty.");
    const rejected = await writeRejectedRows(staged, context);
    // rejected rows were looked up in the file once more
    for (const s of staged) if (s.source !== null && hasRejected(s)) await assertUnchanged(s.file, signal);
    const readings: StoredReading[] = [];
    for (const source of staged) {
      const reading = source.reading ?? (await keepSource(source, options, context));
      if (reading) readings.push(reading);
    }
    return { staged, rejected, duplicateFiles, readings };
  }
}

function hasRejected({ facts, unsplittable }: StagedSource): boolean {
  return unsplittable > 0 || facts === null || facts.rejected > 0;
}

function isEmpty({ probe }: SourceFile): boolean {
  return probe !== null && probe.lines === probe.blankLines;
}
