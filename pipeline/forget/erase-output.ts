import { relative, sep } from "node:path";
import type { Config, PublishTarget, SinkKind, TargetOf } from "../config/config.js";
import { exists } from "../sinks/file-layout.js";
import { sinks } from "../sinks/sinks.js";
import type { Environment } from "../stage.js";
import type { Eraser } from "./erased-file.js";
import { eraseFiles, filesOf, type Place, removeLeftovers, searchFiles } from "./erased-place.js";

/** What a connection to a server needs. */
interface ServerIo {
  readonly env: Environment;
  readonly warn: (message: string) => void;
}

/** How one kind of output is rid of a person. */
interface OutputEraser<Target extends PublishTarget = PublishTarget> {
  /** What was published to one place; null where nothing was. */
  placeOf(name: string, target: Target, config: Config, eraser: Eraser, io: ServerIo): Promise<Place | null>;
}

const files: OutputEraser = {
  async placeOf(name, { to, path }, config, eraser) {
    const published = sinks[to].files(path);
    if (published === null || !(await exists(path))) return null;
    const { folder, isPublished } = published;
    const there = (): Promise<string[]> => filesOf(folder, isPublished);
    return {
      name,
      async erase() {
        await removeLeftovers(folder, isPublished);
        const changed = await eraseFiles(await there(), false, eraser, config.engine);
        return [...changed.values()].reduce((a, b) => a + b, 0);
      },
      // what else there may be in such a folder is the user's
      search: async (unreadable) => ({
        ...(await searchFiles(await there(), eraser, config.engine, unreadable)),
        foreign: [],
      }),
    };
  },
};

const kinds = {
  duckdb: files,
  parquet: files,
  csv: files,
  arrow: files,
  postgres: {
    async placeOf(name: string, target: TargetOf<"postgres">, config: Config, eraser: Eraser, io) {
      const { postgresPlace } = await import("./postgres.js");
      return postgresPlace(name, target, config, eraser, io);
    },
  },
  spark: {
    async placeOf(name: string, target: TargetOf<"spark">, config: Config, eraser: Eraser, io) {
      const { sparkPlace } = await import("./spark.js");
      return sparkPlace(name, target, config, eraser, io);
    },
  },
} satisfies { readonly [Kind in SinkKind]: OutputEraser<TargetOf<Kind>> };

const outputErasers: { readonly [Kind in SinkKind]: OutputEraser } = kinds;

/** What was published to one place; null where nothing was. */
export function outputPlace(
  target: PublishTarget,
  config: Config,
  eraser: Eraser,
  io: ServerIo,
): Promise<Place | null> {
  return outputErasers[target.to].placeOf(`${target.to}:${target.path}`, target, config, eraser, io);
}

/** Whether an output lies in a folder that is searched as a whole. */
export function liesIn({ to, path }: PublishTarget, folder: string): boolean {
  if (sinks[to].files(path) === null) return false;
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`);
}
