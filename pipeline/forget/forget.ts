import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Config, configSchema } from "../config.js";
import { ClvError } from "../errors.js";
import { listRuns } from "../find-run.js";
import { storeFolder } from "../ingested/part-store.js";
import { acquireLock } from "../lock.js";
import { openLocal } from "../open-engine.js";
import { publishTargets } from "../stages/publish.js";
import type { Io } from "../terminal/io.js";
import { eraseOutput, liesIn } from "./erase-output.js";
import { eraseRun } from "./erase-run.js";
import { eraseStore } from "./erase-store.js";
import type { Eraser } from "./erased-file.js";
import { type ErasedPlace, eraseFiles, filesOf, searchFiles } from "./erased-place.js";
import { addForgotten } from "./forgotten-list.js";
import { personOf } from "./person.js";
import { type RemainingSources, remainingSources } from "./source-files.js";

export interface ForgetReport {
  readonly customers: number;
  /** On the list of the runs folder, these included. */
  readonly listed: number;
  readonly places: readonly ErasedPlace[];
  readonly sources: RemainingSources;
}

/**
 * Deletes customers from everything that runs of a folder made: runs, what was read of source files, outputs. First of all they
 * are put on the list of the forgotten, so that whatever interrupts the rest, no later run takes them in again; saying it
 * again goes on. Last, all of these places are searched.
 * @param config tells outputs and sources besides those that the runs have recorded; null for these alone
 * @throws ClvError RUN_NOT_FOUND where there is no runs folder, RUN_LOCKED, ENGINE_UNREACHABLE
 */
export async function forget(
  customers: readonly string[],
  runsDir: string,
  config: Config | null,
  io: Io,
  warn: (message: string) => void,
): Promise<ForgetReport> {
  const ids = [...new Set(customers.map((customer) => customer.trim()))].filter(
    (customer) => customer !== "",
  );
  if (ids.length === 0) throw new ClvError("USAGE", "name at least one customer id.");
  if (!(await stat(runsDir).catch(() => null))?.isDirectory())
    throw new ClvError(
      "RUN_NOT_FOUND",
      `there is no runs folder ${runsDir}; give it with --runsDir or --config.`,
    );
  const lock = await acquireLock(runsDir, io, warn);
  const work = join(runsDir, "forgetting");
  try {
    const list = await addForgotten(runsDir, ids);
    await rm(work, { recursive: true, force: true });
    await mkdir(work);
    const runs = await listRuns(runsDir);
    const configs = [...runs.map(({ manifest }) => manifest.config as Config), ...(config ? [config] : [])];
    const own = config ?? configSchema.parse({});
    const engine = await openLocal(own, join(work, "tables"), join(work, "spill"));
    try {
      const eraser: Eraser = { person: personOf(ids), engine, work, attributes: attributesOf(configs) };
      const places: ErasedPlace[] = [];
      for (const run of runs) places.push(await eraseRun(run, eraser, io, warn));
      const store = await eraseStore(runsDir, eraser, own.engine);
      if (store) places.push(store);
      places.push(
        await eraseOthers(
          runsDir,
          runs.map(({ runDir }) => runDir),
          eraser,
          own.engine,
        ),
      );
      for (const [target, of] of outputsOf(configs)) {
        if (liesIn(target, runsDir)) continue;
        const place = await eraseOutput(target, of, eraser, { env: io.env, warn });
        if (place) places.push(place);
      }
      const sources = await remainingSources(configs, eraser);
      return { customers: ids.length, listed: list.customers.length, places, sources };
    } finally {
      await engine.close();
    }
  } finally {
    await rm(work, { recursive: true, force: true });
    await lock.release();
  }
}

/** Whatever else is in the runs folder: the registry, alerts, the warehouse. */
async function eraseOthers(
  runsDir: string,
  runDirs: readonly string[],
  eraser: Eraser,
  bounds: Config["engine"],
): Promise<ErasedPlace> {
  const apart = [...runDirs, join(runsDir, storeFolder), eraser.work].map((folder) => join(folder, "/"));
  const files = (): Promise<string[]> =>
    filesOf(runsDir, (path) => !apart.some((folder) => path.startsWith(folder)));
  const changed = await eraseFiles(await files(), false, eraser, bounds);
  const deleted = [...changed.values()].reduce((a, b) => a + b, 0);
  return { place: "runs folder", deleted, ...(await searchFiles(await files(), eraser, bounds)) };
}

/** Every place that some run published to, or was told to, once. */
function outputsOf(configs: readonly Config[]): Map<ReturnType<typeof publishTargets>[number], Config> {
  const outputs = new Map<string, [ReturnType<typeof publishTargets>[number], Config]>();
  for (const config of configs)
    for (const target of publishTargets(config)) outputs.set(JSON.stringify(target), [target, config]);
  return new Map(outputs.values());
}

function attributesOf(configs: readonly Config[]): Set<string> {
  const names = configs.flatMap((config) => Object.keys(config.columns.attributes));
  return new Set([...names.map((name) => name.toLowerCase()), "attribute", "segment"]);
}
