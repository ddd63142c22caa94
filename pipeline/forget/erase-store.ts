import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config/config.js";
import { storedKeys, storeFolder } from "../ingested/reading-store.js";
import type { Eraser } from "./erased-file.js";
import { filesOf, type Place, removeLeftovers, searchFiles } from "./erased-place.js";
import { foundTimes } from "./person.js";

/** The readings of source files: those that a person is in are removed, so that the next run reads these files again, without them. */
export function storePlace(runsDir: string, eraser: Eraser, bounds: Config["engine"]): Place {
  const folder = join(runsDir, storeFolder);
  return {
    name: "files read before",
    async erase() {
      await removeLeftovers(folder);
      let deleted = 0;
      for (const key of await storedKeys(runsDir)) {
        const place = join(folder, key);
        const found = await searchFiles(await filesOf(place), eraser, bounds, "refuse").catch(() => null);
        const times = found === null ? 0 : foundTimes(found.found);
        if (found !== null && times === 0) continue;
        deleted += times;
        await rm(place, { recursive: true, force: true });
      }
      return deleted;
    },
    search: async (unreadable) => searchFiles(await filesOf(folder), eraser, bounds, unreadable),
  };
}
