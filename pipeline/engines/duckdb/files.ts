import { readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { kill, pid } from "node:process";
import { ClvError } from "../../errors.js";
import { makeFolder, makePrivateFolder } from "../../files/folders.js";
import { type Sql, sql } from "../../sql/sql.js";

const extension = ".parquet";
const temporaryPattern = /\.parquet\.tmp-[^/]+$/;
const temporaryOwner = /\.parquet\.tmp-([^/]+)-(\d+)-\d+$/;
/** Beyond it an unfinished file of another machine, of which nothing else is known, counts as left behind. */
const silentHours = 24;
const tableName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const spillPrefix = "clv-spill";
let counter = 0;
/** Unfinished files that this process has named. */
const own = new Set<string>();

/** The Parquet file of a table of the run. */
export function tableFile(directory: string, table: string): string {
  if (!tableName.test(table)) {
    throw new ClvError("ENGINE_REFUSED", `"${table}" cannot name a table: use letters, digits and _`);
  }
  return join(directory, `${table}${extension}`);
}

/** Where the next content of a table's file is written, in the same folder. */
export function temporaryFile(file: string): string {
  counter += 1;
  const temporary = `${file}.tmp-${hostname()}-${pid}-${counter}`;
  own.add(temporary);
  return temporary;
}

/** The tables that have a file in the folder; a writer first removes the leftovers of killed ones, not what others write. */
export async function openTables(directory: string, writer: boolean): Promise<readonly string[]> {
  await makePrivateFolder(directory);
  const names = (await readdir(directory)).sort();
  for (const name of names) {
    if (writer && (await isLeftover(join(directory, name)))) await rm(join(directory, name), { force: true });
  }
  return names
    .filter((name) => name.endsWith(extension))
    .map((name) => name.slice(0, -extension.length))
    .filter((table) => tableName.test(table));
}

async function isLeftover(file: string): Promise<boolean> {
  if (!temporaryPattern.test(file)) return false;
  const [, host, owner] = temporaryOwner.exec(file) ?? [];
  if (host === undefined) return true;
  // in a container that was started again every process has the number of the one before
  if (host === hostname()) return Number(owner) === pid ? !own.has(file) : !isRunning(Number(owner));
  const info = await stat(file).catch(() => null);
  return info !== null && Date.now() - info.mtimeMs > silentHours * 3_600_000;
}

/** A relation that reads one Parquet file; folder names are taken literally, never as patterns or partitions. */
export function parquetFile(file: string): Sql {
  const path = file.replace(/[[*?]/g, "[$&]");
  return sql`read_parquet(${path}, hive_partitioning = ${false})`;
}

/** A spill folder for this engine alone; those of dead processes on this machine are removed. */
export async function openSpill(parent: string): Promise<string> {
  await makeFolder(parent);
  const prefix = `${spillPrefix}-${hostname()}-`;
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const owner = Number.parseInt(name.slice(prefix.length), 10);
    if (!isRunning(owner)) await rm(join(parent, name), { recursive: true, force: true });
  }
  counter += 1;
  const directory = join(parent, `${prefix}${pid}-${counter}`);
  await rm(directory, { recursive: true, force: true });
  await makePrivateFolder(directory);
  return directory;
}

function isRunning(owner: number): boolean {
  if (!Number.isInteger(owner) || owner <= 0) return true;
  try {
    kill(owner, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
