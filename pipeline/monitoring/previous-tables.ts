import { join } from "node:path";
import { readArtifact } from "../artifacts/artifact-files.js";
import type { TableFingerprint } from "../engines/engine.js";
import { fingerprintFile } from "../files/fingerprint.js";
import { runTables, tableFile } from "../runs/layout.js";
import { readManifest } from "../runs/manifest.js";
import type { Sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";

/** Those that runs are compared by: of their stages, and their marts. */
type PreviousTable = "customers" | "scores" | `clv_${string}`;

/**
 * A table of an earlier run in the same runs folder, where this run's engine can read it; null where it is gone, was made in
 * another engine, or is a file that is no longer what the run has recorded, since it was cut off for example.
 */
export async function previousTable(
  runId: string,
  name: PreviousTable,
  { config, engine, warn }: Pick<StageContext, "config" | "engine" | "warn">,
): Promise<Sql | null> {
  const table = await engine.tableOf(runTables(config, runId), { name });
  if (!engine.readsFiles || (table !== null && (await isAsRecorded(join(config.runsDir, runId), name))))
    return table;
  if (table !== null) warn(`${name} of run ${runId} is damaged: nothing is compared with it`);
  return null;
}

async function isAsRecorded(runDir: string, name: PreviousTable): Promise<boolean> {
  const recorded = name.startsWith("clv_")
    ? await martRecord(runDir, name)
    : await stageRecord(runDir, name as Exclude<PreviousTable, `clv_${string}`>);
  const found = await fingerprintFile(tableFile(runDir, name)).catch(() => null);
  return found !== null && found.sha256 === recorded?.sha256;
}

async function stageRecord(runDir: string, name: "customers" | "scores"): Promise<TableFingerprint | null> {
  const stages = Object.values((await readManifest(runDir))?.stages ?? {});
  return stages.find(({ outputs }) => outputs[name])?.outputs[name] ?? null;
}

async function martRecord(runDir: string, name: string): Promise<TableFingerprint | null> {
  const file = await readArtifact(runDir, "marts").catch(() => null);
  return file?.marts.flatMap(({ tables }) => tables).find(({ table }) => table === name) ?? null;
}
