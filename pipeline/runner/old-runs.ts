import { rm } from "node:fs/promises";
import type { Config } from "../config/config.js";
import type { Engine } from "../engines/engine.js";
import { modelKey } from "../registry/model-key.js";
import { listRuns } from "../runs/find-run.js";
import { runTables } from "../runs/layout.js";
import type { Manifest } from "../runs/manifest.js";

/**
 * Removes the runs of this configuration beyond the latest `keepRuns`, finished or not, with the tables that they left in the
 * engine's server. Published tables, the registry with its models and what is kept of source files stay.
 * @param runId the run that has just been published, which always stays
 * @returns the ids of the removed runs, the latest first
 */
export async function removeOldRuns(config: Config, runId: string, engine: Engine): Promise<string[]> {
  const key = modelKey(config);
  const others = (await listRuns(config.runsDir)).filter(
    ({ manifest }) => manifest.runId !== runId && keyOf(manifest) === key,
  );
  const old = others.slice(config.keepRuns - 1);
  for (const { manifest, runDir } of old) {
    if (manifest.engine === engine.name) await engine.dropTables?.(runTables(config, manifest.runId));
    await rm(runDir, { recursive: true });
  }
  return old.map(({ manifest }) => manifest.runId);
}

/** Null for a run of a version whose config was another one. */
function keyOf({ config }: Manifest): string | null {
  try {
    return modelKey(config as Config);
  } catch {
    return null;
  }
}
