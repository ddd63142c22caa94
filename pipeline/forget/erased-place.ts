import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.js";
import { ClvError } from "../errors.js";
import type { Eraser } from "./erased-file.js";
import { kindOf } from "./file-kinds.js";

/** What was done in one place, and what the search of all of it found afterwards. */
export interface ErasedPlace {
  readonly place: string;
  /** Files or tables that were searched. */
  readonly searched: number;
  /** Rows, entries and lines taken out. */
  readonly deleted: number;
  readonly bytes: number;
  /** How often the person is still there. */
  readonly traces: number;
}

/** Files that say who works here, and the list of forgotten customers, which holds hashes. */
const passedOver = /^(lock\.json.*|forgotten\.json)$/;
/** Unfinished files of processes that are gone. */
const leftover = /\.tmp(-[^/]*)?$|\.wal$|^\.new-/;

/** Files of a place, in the order of their names; unfinished ones are removed. */
export async function filesOf(
  folder: string,
  isPart: (path: string) => boolean = () => true,
): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || passedOver.test(entry.name) || !isPart(path)) continue;
    if (leftover.test(entry.name)) await rm(path, { force: true });
    else files.push(path);
  }
  return files.sort();
}

/**
 * Takes a person out of files.
 * @param isOurs whether a file that cannot be read may be removed: a run makes it again
 * @returns what was taken out of which file, and the files that were removed
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
): Promise<Pick<ErasedPlace, "searched" | "bytes" | "traces">> {
  let bytes = 0;
  let traces = 0;
  for (const path of files) {
    bytes += (await stat(path)).size;
    traces += await (await kindOf(path, bounds)).traces(path, eraser);
  }
  return { searched: files.length, bytes, traces };
}

function isUnreadable(error: unknown): boolean {
  return error instanceof ClvError && (error.code === "ENGINE_REFUSED" || error.code === "SOURCE_UNREADABLE");
}
