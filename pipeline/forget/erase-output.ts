import { access } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import type { Config, Sink } from "../config.js";
import type { Environment } from "../stage.js";
import type { Eraser } from "./erased-file.js";
import { type ErasedPlace, eraseFiles, filesOf, searchFiles } from "./erased-place.js";

/** Takes a person out of what was published to one place; null where nothing was published. */
export async function eraseOutput(
  target: Sink,
  config: Config,
  eraser: Eraser,
  { env, warn }: { readonly env: Environment; readonly warn: (message: string) => void },
): Promise<ErasedPlace | null> {
  const place = `${target.to}:${target.path}`;
  switch (target.to) {
    case "postgres": {
      const { forgetInPostgres } = await import("../sinks/postgres-forget.js");
      return { place, ...(await forgetInPostgres(target, config, eraser, { env, warn })) };
    }
    case "spark": {
      const { forgetInSpark } = await import("../sinks/spark-forget.js");
      return { place, ...(await forgetInSpark(target, config, eraser, { env, warn })) };
    }
    default: {
      if (!(await exists(target.path))) return null;
      const files = (): Promise<string[]> => publishedFiles(target);
      const changed = await eraseFiles(await files(), false, eraser, config.engine);
      const deleted = [...changed.values()].reduce((a, b) => a + b, 0);
      return { place, deleted, ...(await searchFiles(await files(), eraser, config.engine)) };
    }
  }
}

/** The database, or of a folder what this program writes there: files and folders named clv_. */
async function publishedFiles({ to, path }: Sink): Promise<string[]> {
  if (to === "duckdb") return filesOf(dirname(path), (file) => file === path);
  return filesOf(path, (file) => relative(path, file).split(sep)[0]!.startsWith("clv_"));
}

/** Whether an output lies in a folder that is searched as a whole. */
export function liesIn({ to, path }: Sink, folder: string): boolean {
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
