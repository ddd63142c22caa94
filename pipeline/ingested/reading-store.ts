import { copyFile, link, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TableFingerprint } from "../engines/engine.js";
import { writePrivateFile } from "../files/atomic-file.js";
import { fingerprintFile } from "../files/fingerprint.js";
import { makePrivateFolder, privateFile } from "../files/folders.js";
import type { SideFile } from "../sources/source-file.js";
import { readingKey } from "./reading-key.js";
import type { NewReading, ReadingRecord, Readings, StoredReading } from "./readings.js";

/** The folder of a runs folder that holds readings. */
export const storeFolder = "ingested";

const recordName = "part.json";
const tableName = "rows.parquet";
const rejectedName = "rejected.parquet";
const usesName = "uses.json";
const temporaryPrefix = ".new-";

interface Options {
  /** Runs whose readings stay. */
  readonly keep: number;
  /** Files with currency rates. */
  readonly rates: readonly SideFile[];
  readonly warn: (message: string) => void;
}

/**
 * Readings in `<runsDir>/ingested/<key>/`: rows.parquet, rejected.parquet, part.json. A reading appears as a whole, by the
 * rename of a folder. The record tells what the files must hash to, so that a damaged one is noticed and removed. Where the
 * file system has hard links a reading shares its blocks with the run that made it. The lock of the runs folder says that
 * there is one writer.
 */
export function openReadingStore(runsDir: string, { keep, rates, warn }: Options): Readings {
  const folder = join(runsDir, storeFolder);

  async function get(key: string): Promise<StoredReading | null> {
    const place = join(folder, key);
    const record = await readRecord(place);
    if (record === null) return null;
    const reading: StoredReading = {
      key,
      record,
      tableFile: join(place, tableName),
      rejectedFile: record.rejectedRows === null ? null : join(place, rejectedName),
    };
    const intact =
      (await isIntact(reading.tableFile, record.table)) &&
      (reading.rejectedFile === null || (await isIntact(reading.rejectedFile, record.rejectedRows)));
    if (intact) return reading;
    warn(`${place} was damaged: ${record.source.name} is read again`);
    await rm(place, { recursive: true, force: true });
    return null;
  }

  return {
    get,
    find: (file, config) => get(readingKey(file, config, rates)),

    async keep(file, config, reading: NewReading) {
      const key = readingKey(file, config, rates);
      const draft = join(folder, `${temporaryPrefix}${key}`);
      const place = join(folder, key);
      await rm(draft, { recursive: true, force: true });
      await makePrivateFolder(folder);
      await makePrivateFolder(draft);
      await linkOrCopy(reading.tableFile, join(draft, tableName));
      if (reading.rejectedFile !== null) await linkOrCopy(reading.rejectedFile, join(draft, rejectedName));
      const record: ReadingRecord = {
        format: 1,
        source: { name: file.name, sha256: file.sha256, bytes: file.bytes },
        ...reading.record,
        table: await fingerprintFile(reading.tableFile),
        rejectedRows: reading.rejectedFile === null ? null : await fingerprintFile(reading.rejectedFile),
      };
      await writeFile(join(draft, recordName), `${JSON.stringify(record)}\n`, { mode: privateFile });
      await rm(place, { recursive: true, force: true });
      await rename(draft, place);
      return {
        key,
        record,
        tableFile: join(place, tableName),
        rejectedFile: record.rejectedRows === null ? null : join(place, rejectedName),
      };
    },

    async amend(reading, change) {
      const record = { ...reading.record, ...change };
      await writePrivateFile(join(folder, reading.key, recordName), `${JSON.stringify(record)}\n`);
      return { ...reading, record };
    },

    async used(runId, keys) {
      const others = (await readUses(folder)).filter((use) => use.runId !== runId);
      const uses = [...others, { runId, parts: keys }].slice(-keep);
      const wanted = new Set([usesName, ...uses.flatMap((use) => use.parts)]);
      await makePrivateFolder(folder);
      await writePrivateFile(join(folder, usesName), `${JSON.stringify(uses)}\n`);
      for (const name of await readdir(folder))
        if (!wanted.has(name)) await rm(join(folder, name), { recursive: true, force: true });
    },
  };
}

/** The keys of all readings in a runs folder. */
export async function storedKeys(runsDir: string): Promise<string[]> {
  const names = await readdir(join(runsDir, storeFolder)).catch(() => []);
  return names.filter((name) => /^[0-9a-f]{64}$/.test(name)).sort();
}

/** One entry a run, the last one last. */
interface Use {
  readonly runId: string;
  readonly parts: readonly string[];
}

async function readUses(folder: string): Promise<Use[]> {
  try {
    const uses: unknown = JSON.parse(await readFile(join(folder, usesName), "utf8"));
    return Array.isArray(uses) ? uses : [];
  } catch {
    return [];
  }
}

async function readRecord(place: string): Promise<ReadingRecord | null> {
  try {
    const record = JSON.parse(await readFile(join(place, recordName), "utf8")) as ReadingRecord;
    return record.format === 1 ? record : null;
  } catch {
    return null;
  }
}

async function isIntact(file: string, expected: TableFingerprint | null): Promise<boolean> {
  const found = await fingerprintFile(file).catch(() => null);
  return found !== null && found.bytes === expected?.bytes && found.sha256 === expected.sha256;
}

/** A second name for a file, or a copy where the file system has no hard links. Nobody writes into such a file. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  await link(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOSPC") throw error;
    return copyFile(from, to);
  });
}
