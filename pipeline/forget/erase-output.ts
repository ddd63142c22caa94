import { access } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import type { Config, PublishTarget } from "../config/config.js";
import type { Environment } from "../stage.js";
import type { Eraser } from "./erased-file.js";
import { eraseFiles, filesOf, type Place, removeLeftovers, searchFiles } from "./erased-place.js";

/** What was published to one place; null where nothing was. */
export async function outputPlace(
  target: PublishTarget,
  config: Config,
  eraser: Eraser,
  { env, warn }: { readonly env: Environment; readonly warn: (message: string) => void },
): Promise<Place | null> {
  const name = `${target.to}:${target.path}`;
  switch (target.to) {
    case "postgres": {
      const { postgresPlace } = await import("./postgres.js");
      return postgresPlace(name, target, config, eraser, { env, warn });
    }
    case "spark": {
      const { sparkPlace } = await import("./spark.js");
      return sparkPlace(name, target, config, eraser, { env, warn });
    }
    default: {
      if (!(await exists(target.path))) return null;
      const [folder, isPublished] = publishedFiles(target);
      const files = (): Promise<string[]> => filesOf(folder, isPublished);
      return {
        name,
        async erase() {
          await removeLeftovers(folder, isPublished);
          const changed = await eraseFiles(await files(), false, eraser, config.engine);
          return [...changed.values()].reduce((a, b) => a + b, 0);
        },
        // what else there may be in such a folder is the user's
        search: async (unreadable) => ({
          ...(await searchFiles(await files(), eraser, config.engine, unreadable)),
          foreign: [],
        }),
      };
    }
  }
}

/** A folder, and which of its files this program writes there: the database, or files and folders named clv_. */
function publishedFiles({
  to,
  path,
}: PublishTarget): [folder: string, isPublished: (path: string) => boolean] {
  if (to === "duckdb") return [dirname(path), (file) => file === path];
  return [path, (file) => /^\.?clv_/.test(relative(path, file).split(sep)[0]!)];
}

/** Whether an output lies in a folder that is searched as a whole. */
export function liesIn({ to, path }: PublishTarget, folder: string): boolean {
  if (to === "postgres" || to === "spark") return false;
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
