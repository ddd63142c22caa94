import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.js";
import { storedKeys, storeFolder } from "../ingested/part-store.js";
import type { Eraser } from "./erased-file.js";
import { type ErasedPlace, filesOf, searchFiles } from "./erased-place.js";

/** Removes the parts of source files that a person is in: the next run reads these files anew, without them. */
export async function eraseStore(
  runsDir: string,
  eraser: Eraser,
  bounds: Config["engine"],
): Promise<ErasedPlace | null> {
  const folder = join(runsDir, storeFolder);
  let deleted = 0;
  const keys = await storedKeys(runsDir);
  for (const key of keys) {
    const place = join(folder, key);
    const found = await searchFiles(await filesOf(place), eraser, bounds).catch(() => null);
    if (found !== null && found.traces === 0) continue;
    deleted += found?.traces ?? 0;
    await rm(place, { recursive: true, force: true });
  }
  if (keys.length === 0) return null;
  const left = await searchFiles(await filesOf(folder), eraser, bounds);
  return { place: "files read before", deleted, ...left };
}
