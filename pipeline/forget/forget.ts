import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Config, configSchema } from "../config/config.js";
import { publishTargets } from "../config/questions.js";
import { openLocal } from "../engines/open-engine.js";
import { ClvError } from "../errors.js";
import { makePrivateFolder } from "../files/folders.js";
import { storedKeys, storeFolder } from "../ingested/reading-store.js";
import { type FoundRun, listRuns } from "../runs/find-run.js";
import { spillFolder, tablesFolder } from "../runs/layout.js";
import { acquireLock } from "../runs/lock.js";
import { addForgotten, isForgotten, readForgotten } from "../sources/forgotten-list.js";
import type { IdFolding } from "../sql/fold-id.js";
import type { Io } from "../terminal/io.js";
import { trimBlanks } from "../text/blanks.js";
import { liesIn, outputPlace } from "./erase-output.js";
import { runPlace } from "./erase-run.js";
import { storePlace } from "./erase-store.js";
import type { Eraser } from "./erased-file.js";
import {
  type ErasedPlace,
  eraseFiles,
  filesOf,
  type Place,
  removeLeftovers,
  searchFiles,
} from "./erased-place.js";
import { foundTimes, personOf, spellingsOf } from "./person.js";
import { dialectsOf, noLines, rejectedLines } from "./rejected-lines.js";
import { runLines, sourceHashes } from "./run-lines.js";
import { type RemainingSources, remainingSources } from "./source-files.js";

export interface ForgetReport {
  readonly customers: number;
  /** On the list of the runs folder, these included. */
  readonly listed: number;
  readonly places: readonly ErasedPlace[];
  readonly sources: RemainingSources;
  /** Files in the runs folder that this program did not write: neither searched nor changed. */
  readonly foreign: readonly string[];
}

/**
 * Deletes customers from everything that runs of a folder made: runs, what was read of source files, outputs. First of all they
 * are put on the list of the forgotten, so that whatever interrupts the rest, no later run takes them in again; saying it
 * again goes on. Last, all of these places are searched.
 * @param config names outputs and sources besides those that the runs have recorded; null for these alone
 * @param options.unseen whether ids are listed that are in none of these places
 * @throws ClvError RUN_NOT_FOUND where there is no runs folder, CUSTOMER_UNKNOWN for an id that is nowhere, RUN_LOCKED,
 * ENGINE_UNREACHABLE
 */
export async function forget(
  customers: readonly string[],
  runsDir: string,
  config: Config | null,
  io: Io,
  warn: (message: string) => void,
  { unseen = false }: { readonly unseen?: boolean } = {},
): Promise<ForgetReport> {
  const named = [...new Set(customers.map(trimBlanks))].filter((customer) => customer !== "");
  if (named.length === 0) throw new ClvError("USAGE", "name at least one customer id.");
  if (!(await stat(runsDir).catch(() => null))?.isDirectory())
    throw new ClvError(
      "RUN_NOT_FOUND",
      `there is no runs folder ${runsDir}; give it with --runsDir or --config.`,
    );
  const lock = await acquireLock(runsDir, io, warn);
  const work = join(runsDir, "forgetting");
  try {
    await rm(work, { recursive: true, force: true });
    await makePrivateFolder(work);
    const runs = await listRuns(runsDir);
    const configs = [...runs.map(({ manifest }) => manifest.config as Config), ...(config ? [config] : [])];
    const own = config ?? configSchema.parse({});
    const engine = await openLocal(own, tablesFolder(work), spillFolder(work));
    try {
      const foldings = configs.map(({ ingest }) => ingest.foldIds ?? []);
      const people = new Map(named.map((customer) => [customer, spellingsOf(customer, foldings)]));
      const ids = [...new Set([...people.values()].flat())];
      const eraser: Eraser = { person: personOf(ids, common(foldings)), engine, work, lines: noLines };
      const places = await placesOf({ runsDir, runs, configs, own }, eraser, io, warn);
      if (!unseen) await refuseUnknown(people, runsDir, places);
      const list = await addForgotten(runsDir, ids);
      const erased: ErasedPlace[] = [];
      const foreign: string[] = [];
      for (const place of places) {
        const deleted = await place.erase();
        const { searched, bytes, found, foreign: others } = await place.search("refuse");
        erased.push({ place: place.name, searched, deleted, bytes, traces: foundTimes(found) });
        foreign.push(...others);
      }
      const sources = await remainingSources(configs, eraser);
      return { customers: named.length, listed: list.customers.length, places: erased, sources, foreign };
    } finally {
      await engine.close();
    }
  } finally {
    await rm(work, { recursive: true, force: true });
    await lock.release();
  }
}

interface Surroundings {
  readonly runsDir: string;
  readonly runs: readonly FoundRun[];
  readonly configs: readonly Config[];
  /** Whose bounds the embedded engine keeps to. */
  readonly own: Config;
}

/** Every place that people are taken out of, runs first, the latest of them first. */
async function placesOf(
  { runsDir, runs, configs, own }: Surroundings,
  eraser: Eraser,
  io: Io,
  warn: (message: string) => void,
): Promise<Place[]> {
  const { person } = eraser;
  const hashes = sourceHashes();
  const places = runs.map((run) =>
    runPlace(run, { ...eraser, lines: runLines(run.manifest, person, hashes) }, io, warn),
  );
  // customers of lines that could be split are in the table beside them
  const ofTable = { customer: () => "" };
  const lines = rejectedLines(person, dialectsOf(configs), () => Promise.resolve(ofTable));
  if ((await storedKeys(runsDir)).length > 0)
    places.push(storePlace(runsDir, { ...eraser, lines }, own.engine));
  const folders = [...runs.map(({ runDir }) => runDir), join(runsDir, storeFolder), eraser.work];
  places.push(otherFiles(runsDir, folders, eraser, own.engine));
  for (const [target, of] of outputsOf(configs)) {
    if (liesIn(target, runsDir)) continue;
    const place = await outputPlace(target, of, eraser, { env: io.env, warn });
    if (place) places.push(place);
  }
  return places;
}

/** Whatever else is in the runs folder: the registry, alerts, the warehouse. */
function otherFiles(
  runsDir: string,
  folders: readonly string[],
  eraser: Eraser,
  bounds: Config["engine"],
): Place {
  const apart = folders.map((folder) => join(folder, "/"));
  const isOther = (path: string): boolean => !apart.some((folder) => path.startsWith(folder));
  const files = (): Promise<string[]> => filesOf(runsDir, isOther);
  return {
    name: "runs folder",
    async erase() {
      await removeLeftovers(runsDir, isOther);
      const changed = await eraseFiles(await files(), false, eraser, bounds);
      return [...changed.values()].reduce((a, b) => a + b, 0);
    },
    search: async (unreadable) => searchFiles(await files(), eraser, bounds, unreadable),
  };
}

/** What all configs fold alike; nothing where they differ, since the same text may be two customers then. */
function common(foldings: readonly (readonly IdFolding[])[]): readonly IdFolding[] {
  const [first = [], ...others] = foldings.map((each) => [...each].sort());
  return others.every((each) => each.join() === first.join()) ? first : [];
}

/**
 * @param people the ids that were named, each with its spellings
 * @throws ClvError CUSTOMER_UNKNOWN for ids that are on no list and in no place, before anything is written
 */
async function refuseUnknown(
  people: ReadonlyMap<string, readonly string[]>,
  runsDir: string,
  places: readonly Place[],
): Promise<void> {
  const list = await readForgotten(runsDir);
  const listed = (spelling: string): boolean => list !== null && isForgotten(list, spelling);
  const unknown = new Set([...people.keys()].filter((id) => !people.get(id)!.some(listed)));
  for (const place of places) {
    if (unknown.size === 0) return;
    const { found } = await place.search("skip");
    for (const id of unknown) if (people.get(id)!.some((spelling) => found.has(spelling))) unknown.delete(id);
  }
  const [first] = unknown;
  if (first === undefined) return;
  const named = JSON.stringify(first);
  const who =
    people.size === 1
      ? `customer ${named} is`
      : `${unknown.size} of ${people.size} customers (first: ${named}) are`;
  throw new ClvError(
    "CUSTOMER_UNKNOWN",
    `${who} in no run of ${runsDir} and in no output; nothing was changed. Ids are compared as texts, 1 is not 01. ` +
      "With --unseen they are put on the list all the same, for rows that come later.",
  );
}

/** Every place that some run published to, or was to publish to, once. */
function outputsOf(configs: readonly Config[]): Map<ReturnType<typeof publishTargets>[number], Config> {
  const outputs = new Map<string, [ReturnType<typeof publishTargets>[number], Config]>();
  for (const config of configs)
    for (const target of publishTargets(config)) outputs.set(JSON.stringify(target), [target, config]);
  return new Map(outputs.values());
}
