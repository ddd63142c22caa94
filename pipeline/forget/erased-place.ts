import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config/config.js";
import { ClvError } from "../errors.js";
import type { Eraser } from "./erased-file.js";
import { kindOf } from "./file-kinds.js";
import { addFound, type Found } from "./person.js";

/** A run, an output, …: whatever a person is taken out of and searched for in. */
export interface Place {
  readonly name: string;
  /** Returns rows, entries and lines taken out. */
  erase(): Promise<number>;
  /**
   * Reads all of it, and changes nothing.
   * @param unreadable whether a damaged file is an error, or is skipped
   */
  search(unreadable: "refuse" | "skip"): Promise<Searched>;
}

/** What the search of all of a place found. */
export interface Searched {
  /** Files or tables that were searched. */
  readonly searched: number;
  readonly bytes: number;
  readonly found: Found;
  /** Files in it that this program did not write, which were left as they are. */
  readonly foreign: readonly string[];
}

/** What was done in one place, and what the search found afterwards. */
export interface ErasedPlace {
  readonly place: string;
  readonly searched: number;
  /** Rows, entries and lines taken out. */
  readonly deleted: number;
  readonly bytes: number;
  /** How often the person is still there. */
  readonly traces: number;
}

/** Files that say who works here, what DuckDB reads together with a database, and the list of the forgotten, which holds hashes. */
const passedOver = /^(lock\.json.*|.*\.lock|.*\.wal|forgotten\.json)$/;
/** Unfinished files of processes that are gone. */
const leftover = /\.tmp(-[^/]*)?$|^\.new-|\.part-\d+$/;

/** Files of a place, in the order of their names, but for unfinished ones. */
export function filesOf(folder: string, isPart: (path: string) => boolean = () => true): Promise<string[]> {
  return listed(folder, (name, path) => !leftover.test(name) && isPart(path));
}

/** Removes unfinished files of a place. */
export async function removeLeftovers(folder: string, isPart: (path: string) => boolean = () => true) {
  for (const path of await listed(folder, (name, path) => leftover.test(name) && isPart(path)))
    await rm(path, { force: true });
}

async function listed(folder: string, wanted: (name: string, path: string) => boolean): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && !passedOver.test(entry.name))
    .filter((entry) => wanted(entry.name, join(entry.parentPath, entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * Takes a person out of files.
 * @param isOurs whether a file that cannot be read may be removed: a run makes it again
 * @returns what was taken out of which file
 */
export async function eraseFiles(
  files: readonly string[],
  isOurs: boolean,
  eraser: Eraser,
  bounds: Config["engine"],
): Promise<ReadonlyMap<string, number>> {
  const changed = new Map<string, number>();
  for (const path of files) {
    const kind = await kindOf(path, bounds);
    if (kind === null) continue;
    const deleted = await kind.erase(path, eraser).catch(async (error: unknown) => {
      if (!isOurs || !isUnreadable(error)) throw error;
      await rm(path, { force: true });
      return 0;
    });
    if (deleted > 0) changed.set(path, deleted);
  }
  return changed;
}

/** Searches files that are there now, all of each. */
export async function searchFiles(
  files: readonly string[],
  eraser: Eraser,
  bounds: Config["engine"],
  unreadable: Parameters<Place["search"]>[0],
): Promise<Searched> {
  const found = new Map<string, number>();
  const foreign: string[] = [];
  let bytes = 0;
  for (const path of files) {
    const kind = await kindOf(path, bounds);
    if (kind === null) {
      foreign.push(path);
      continue;
    }
    bytes += (await stat(path)).size;
    const inFile = await kind.find(path, eraser).catch((error: unknown): Found => {
      if (unreadable === "refuse" || !isUnreadable(error)) throw error;
      return new Map();
    });
    addFound(found, inFile);
  }
  return { searched: files.length - foreign.length, bytes, found, foreign };
}

function isUnreadable(error: unknown): boolean {
  return error instanceof ClvError && (error.code === "ENGINE_REFUSED" || error.code === "SOURCE_UNREADABLE");
}
