import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ScoredPart } from "../artifacts/scored-part.js";
import type { Engine, TableFingerprint } from "../engines/engine.js";
import { ClvError } from "../errors.js";
import { writePrivateFile } from "../files/atomic-file.js";
import { sql } from "../sql/sql.js";
import type { Partition, Partitioning } from "../stage.js";
import type { Io } from "../terminal/io.js";
import { partitionsFolder } from "./layout.js";
import { acquireLock } from "./lock.js";

/** `partitions/<index>-of-<of>.json`: a part that was scored. */
interface PartRecord {
  readonly format: 1;
  /** Of the stage that it is a part of: code, config, sources and the content of what it reads. */
  readonly inputFingerprint: string;
  readonly partition: Partition;
  readonly fingerprint: TableFingerprint;
  readonly part: ScoredPart;
  readonly seconds: number;
}

export interface PartitionHome {
  readonly runDir: string;
  readonly engine: Engine;
  readonly io: Pick<Io, "pid" | "isAlive">;
  readonly log: (message: string) => void;
  readonly warn: (message: string) => void;
}

/** Reads `3/8`, the fourth of eight. */
export function parsePartition(text: string): Partition {
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const partition = { index: Number(index), of: Number(of) };
  if (!(partition.index < partition.of))
    throw new ClvError(
      "USAGE",
      `--partition ${text}: give i/n with i from 0 to n - 1, such as 0/8 for the first of eight.`,
    );
  return partition;
}

/** Checks a number of partitions. */
export function partitionCount(of: number): number {
  if (Number.isInteger(of) && of >= 1 && of <= 999_999) return of;
  throw new ClvError("USAGE", `--partitions ${of}: give a whole number from 1 on, such as 8.`);
}

/** Parts as the run folder records them. Each has a lock of its own, so that many processes score different ones at a time. */
export function partitionsOf(
  home: PartitionHome,
  of: number,
  inputFingerprint: string,
): Partitioning<ScoredPart> {
  const { runDir, engine, io, log, warn } = home;
  const folder = partitionsFolder(runDir);
  return {
    of,
    async part(index, score) {
      const partition = { index, of };
      const name = `${index}-of-${of}`;
      const lock = await acquireLock(folder, io, warn, {
        name: `${name}.lock`,
        advice: `It scores partition ${index}/${of}; wait for it to end.`,
      });
      try {
        const path = join(folder, `${name}.json`);
        const known = await readRecord(path);
        if (known?.inputFingerprint === inputFingerprint && (await isIntact(known, engine))) {
          log(`partition ${index}/${of} is there: ${known.part.rows} scores`);
          return known.part;
        }
        await rm(path, { force: true });
        const began = Date.now();
        const part = await score(partition);
        const fingerprint = await engine.fingerprint({ name: part.table });
        if (fingerprint === null) throw new Error(`${part.table} was not written`);
        const seconds = (Date.now() - began) / 1000;
        const record: PartRecord = {
          format: 1,
          inputFingerprint,
          partition,
          fingerprint,
          part,
          seconds,
        };
        await writePrivateFile(path, `${JSON.stringify(record)}\n`);
        log(`partition ${index}/${of}: ${part.rows} scores`);
        return part;
      } finally {
        await lock.release();
      }
    },
  };
}

/** Deletes all parts of a run: what is made of them is recorded. */
export async function clearPartitions({ runDir, engine }: PartitionHome): Promise<void> {
  const folder = partitionsFolder(runDir);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith(".json")) continue;
    const path = join(folder, name);
    const record = await readRecord(path);
    if (record) await engine.drop({ name: record.part.table });
    await rm(path, { force: true });
  }
}

async function readRecord(path: string): Promise<PartRecord | null> {
  try {
    const record = JSON.parse(await readFile(path, "utf8")) as PartRecord;
    return record.format === 1 ? record : null;
  } catch {
    return null;
  }
}

/** Whether the table is the recorded one. An engine may not see what another process made after it was opened. */
async function isIntact({ part, fingerprint }: PartRecord, engine: Engine): Promise<boolean> {
  const found = await engine.fingerprint({ name: part.table });
  if (found?.bytes !== fingerprint.bytes || found.sha256 !== fingerprint.sha256) return false;
  const [row] = await engine
    .rows(sql`select count(*) as n from ${engine.dialect.table(part.table)}`)
    .catch((error: unknown) => {
      if (error instanceof ClvError && error.code === "ENGINE_REFUSED") return [];
      throw error;
    });
  return Number(row?.n) === part.rows;
}
