import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readArtifact, writeArtifact } from "../artifacts/artifact-files.js";
import { type ArtifactName, artifactFile, artifactKinds } from "../artifacts/artifacts.js";
import type { MadeTable } from "../artifacts/marts-file.js";
import type { Config } from "../config/config.js";
import { isEmbedded } from "../config/connections.js";
import type { Engine } from "../engines/engine.js";
import { openEngine } from "../engines/open-engine.js";
import { isMissingDatabase } from "../engines/statement-errors.js";
import { ClvError } from "../errors.js";
import { fingerprintFile } from "../files/fingerprint.js";
import type { FoundRun } from "../runs/find-run.js";
import { engineFolders, partitionsFolder, passingFolders, spillFolder, tableFile } from "../runs/layout.js";
import { acquireLock } from "../runs/lock.js";
import { type Manifest, type OutputRecord, readManifest, writeManifest } from "../runs/manifest.js";
import { clearPartitions } from "../runs/partition-store.js";
import { sql } from "../sql/sql.js";
import type { StageName } from "../stage.js";
import type { Io } from "../terminal/io.js";
import type { Eraser } from "./erased-file.js";
import { eraseFiles, filesOf, type Place, removeLeftovers, searchFiles } from "./erased-place.js";
import { addFound } from "./person.js";
import { allFound, countFound, findRows, keptRows, type SearchedTable } from "./table-rows.js";

/**
 * A run: its files, its tables wherever the engine keeps them, and parts of scores, which are made again when they are wanted.
 * Once it is erased its manifest records the new fingerprints, so that the run is whole as it is; it is made again as soon as it is
 * run again, since the forgotten customers decide about every stage.
 */
export function runPlace(
  { runDir, manifest }: FoundRun,
  eraser: Eraser,
  io: Pick<Io, "env" | "pid" | "isAlive">,
  warn: (message: string) => void,
): Place {
  const config = manifest.config as Config;
  const inServer = !isEmbedded(config);
  const open = (readOnly: boolean): Promise<Engine> =>
    openEngine(config, { runId: manifest.runId, ...engineFolders(runDir), env: io.env, warn, readOnly });
  // lines are known by their tables first, which documents show the beginning of
  const files = async (): Promise<string[]> => {
    const all = await filesOf(runDir);
    const isTable = (path: string): boolean => path.endsWith(".parquet");
    return [...all.filter(isTable), ...all.filter((path) => !isTable(path))];
  };
  return {
    name: `run ${manifest.runId}`,
    async erase() {
      for (const folder of passingFolders(runDir)) await rm(folder, { recursive: true, force: true });
      await removeLeftovers(runDir);
      const engine = await open(false);
      try {
        await dropPartitions(runDir, engine, io, warn);
        const rows = new Map<string, number>();
        for (const name of (await engine.tables?.()) ?? [])
          rows.set(name, await eraseTable(name, engine, eraser));
        const changed = await eraseFiles(await files(), true, eraser, config.engine);
        await renewManifest(runDir, changed, rows, engine);
        return [...changed.values(), ...rows.values()].reduce((a, b) => a + b, 0);
      } finally {
        await engine.close();
        await rm(spillFolder(runDir), { recursive: true, force: true });
      }
    },
    async search(unreadable) {
      if (!inServer) return searchFiles(await files(), eraser, config.engine, unreadable);
      const engine = await open(true).catch((error: unknown) => {
        if (isMissingDatabase(error)) return null;
        throw error;
      });
      const found = new Map<string, number>();
      const tables = engine && (await findInTables(engine, eraser, found).finally(() => engine.close()));
      const inFiles = await searchFiles(await files(), eraser, config.engine, unreadable);
      addFound(found, inFiles.found);
      return { ...inFiles, searched: (tables ?? 0) + inFiles.searched, found };
    },
  };
}

/** @throws ClvError RUN_LOCKED while another process scores a part of this run */
async function dropPartitions(
  runDir: string,
  engine: Engine,
  io: Pick<Io, "pid" | "isAlive">,
  warn: (message: string) => void,
): Promise<void> {
  const folder = partitionsFolder(runDir);
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((n) => n.endsWith(".lock"))) {
    const lock = await acquireLock(folder, io, warn, { name, advice: "Wait for that part to be scored." });
    await lock.release();
  }
  await clearPartitions({ runDir, engine, io, log: () => undefined, warn });
}

async function tableIn(name: string, engine: Engine): Promise<SearchedTable | null> {
  const relation = engine.dialect.table(name);
  if ((await engine.fingerprint({ name })) === null) return null;
  const columns = await engine.describe(sql`select * from ${relation}`);
  return { relation, columns, rows: (select) => engine.rows(select) };
}

/** Adds what is in the tables of a server; returns how many there are. */
async function findInTables(engine: Engine, eraser: Eraser, found: Map<string, number>): Promise<number> {
  let searched = 0;
  for (const name of (await engine.tables?.()) ?? []) {
    const table = await tableIn(name, engine);
    if (table === null) continue;
    searched += 1;
    addFound(found, allFound(await findRows(table, eraser)));
  }
  return searched;
}

async function eraseTable(name: string, engine: Engine, eraser: Eraser): Promise<number> {
  const table = await tableIn(name, engine);
  if (table === null) return 0;
  const found = await findRows(table, eraser);
  const changes = countFound(found);
  if (changes > 0) await engine.materialize({ name }, keptRows(table, found, eraser.person));
  return changes;
}

/** Records what the changed outputs of a run are now. */
async function renewManifest(
  runDir: string,
  files: ReadonlyMap<string, number>,
  tables: ReadonlyMap<string, number>,
  engine: Engine,
): Promise<void> {
  const isChangedTable = (name: string): boolean =>
    files.has(tableFile(runDir, name)) || (tables.get(name) ?? 0) > 0;
  const marts = await renewMarts(runDir, isChangedTable, engine);
  const manifest = await readManifest(runDir);
  if (manifest === null)
    throw new ClvError("RUN_NOT_FOUND", `${runDir} lost its manifest while it was searched.`);
  const stages: Manifest["stages"] = Object.fromEntries(
    await Promise.all(
      Object.entries(manifest.stages).map(async ([stage, record]) => {
        const outputs: Partial<Record<ArtifactName, OutputRecord>> = { ...record.outputs };
        for (const [key, output] of Object.entries(record.outputs)) {
          const name = key as ArtifactName;
          const isTable = artifactKinds[name] === "table";
          const file = isTable ? tableFile(runDir, name) : join(runDir, artifactFile(name));
          const isChanged = isTable ? isChangedTable(name) : files.has(file) || (name === "marts" && marts);
          if (!isChanged) continue;
          const found = isTable ? await engine.fingerprint({ name }) : await fingerprintFile(file);
          if (found)
            outputs[name] = { ...output, ...found, rows: isTable ? await rowsIn(name, engine) : output.rows };
        }
        return [stage as StageName, { ...record, outputs }];
      }),
    ),
  );
  await writeManifest(runDir, { ...manifest, stages });
}

/** The same for the tables of marts, which the list of marts records. Returns whether it has changed. */
async function renewMarts(
  runDir: string,
  isChanged: (table: string) => boolean,
  engine: Engine,
): Promise<boolean> {
  const file = await readArtifact(runDir, "marts").catch(() => null);
  if (!file?.marts.some(({ tables }) => tables.some(({ table }) => isChanged(table)))) return false;
  const renewed = async (made: MadeTable): Promise<MadeTable> => {
    const found = isChanged(made.table) ? await engine.fingerprint({ name: made.table }) : null;
    return found === null ? made : { ...made, ...found, rows: await rowsIn(made.table, engine) };
  };
  const marts = await Promise.all(
    file.marts.map(async (mart) => ({ ...mart, tables: await Promise.all(mart.tables.map(renewed)) })),
  );
  await writeArtifact(runDir, "marts", { ...file, marts });
  return true;
}

async function rowsIn(name: string, engine: Engine): Promise<number> {
  const [row] = await engine.rows(sql`select count(*) as n from ${engine.dialect.table(name)}`);
  return Number(row?.n);
}
