import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ClvError } from "../errors.js";
import { type Manifest, readManifest } from "./manifest.js";

export interface FoundRun {
  readonly runDir: string;
  readonly manifest: Manifest;
}

/** Every run of a runs folder, the one started last first. */
export async function listRuns(runsDir: string): Promise<FoundRun[]> {
  const names = await readdir(runsDir).catch(() => []);
  const runs: FoundRun[] = [];
  for (const name of names) {
    const runDir = join(runsDir, name);
    const manifest = await readManifest(runDir);
    if (manifest) runs.push({ runDir, manifest });
  }
  return runs.sort((a, b) => (a.manifest.startedAt < b.manifest.startedAt ? 1 : -1));
}

/**
 * The run with this id (or its unambiguous beginning), or the latest one that satisfies `usable`.
 * @throws ClvError RUN_NOT_FOUND naming the runs there are
 */
export async function findRun(
  runsDir: string,
  id: string | undefined,
  usable: (m: Manifest) => boolean,
): Promise<FoundRun> {
  const runs = await listRuns(runsDir);
  const matching =
    id === undefined
      ? runs.filter((r) => usable(r.manifest))
      : runs.filter((r) => r.manifest.runId.startsWith(id));
  const [found, second] = matching;
  if (found && (id === undefined || second === undefined || found.manifest.runId === id)) return found;
  const names = runs
    .map((r) => `${r.manifest.runId} (${r.manifest.status})`)
    .slice(0, 10)
    .join(", ");
  const wanted =
    id === undefined
      ? "no finished run"
      : matching.length > 1
        ? `${matching.length} runs begin with ${id}`
        : `no run ${id}`;
  throw new ClvError(
    "RUN_NOT_FOUND",
    `${wanted} in ${runsDir}; ${names === "" ? "it holds none: start with `clv run`" : `it holds ${names}`}.`,
  );
}
