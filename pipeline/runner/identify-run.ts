import { basename, join } from "node:path";
import { type Config, configHash } from "../config/config.js";
import { isDatabase } from "../config/connections.js";
import { eventFiles } from "../config/events.js";
import { ClvError } from "../errors.js";
import { fingerprint, fingerprintFile } from "../files/fingerprint.js";
import { modelKey } from "../registry/model-key.js";
import { lastJudged, startingState } from "../registry/starting-state.js";
import { readRegistry } from "../registry/store.js";
import { readManifest } from "../runs/manifest.js";
import { costFilesOf } from "../sources/cost-source.js";
import { forgottenSideFile, readForgotten } from "../sources/forgotten-list.js";
import { logFiles } from "../sources/log-files.js";
import { unreadableEvents } from "../sources/read-events.js";
import type { SideFile } from "../sources/source-file.js";
import { serverKinds } from "../sources/source-kinds.js";
import type { StageContext } from "../stage.js";
import type { Io } from "../terminal/io.js";
import { version } from "../version.js";

/** What a run reads, what it starts from, and where it is. */
export type RunIdentity = Pick<
  StageContext,
  "sources" | "sideFiles" | "costFiles" | "rates" | "runId" | "runDir" | "startedFrom" | "forgotten"
>;

/**
 * Which run of a config and its sources: "new" for one that starts from the champion as it is, which is the same run as before while nobody
 * has changed the champion; "started" for the one to go on with, which may have changed the champion itself; else the one that
 * started from this state of the registry.
 */
export type WhichRun = "new" | "started" | { readonly startedFrom: string | null };

/** The run of a config and its sources as they are now, whether it was ever started or not. */
export async function identifyRun(
  config: Config,
  io: Pick<Io, "env" | "signal">,
  which: WhichRun,
): Promise<RunIdentity> {
  const { format } = config.source;
  const sources = isDatabase(format)
    ? [await serverKinds[format].describe(config, io.env, io.signal)]
    : await logFiles(config, io.signal);
  const rates = await readRatesFile(config, io.signal);
  const events = await readEventFiles(config, io.signal);
  const forgotten = await readForgotten(config.runsDir);
  const idFrom = (startedFrom: string | null): string =>
    runIdOf(config, [...sources, ...rates, ...events], startedFrom);
  const startedFrom = await stateOf(config, which, idFrom);
  const runId = idFrom(startedFrom);
  return {
    sources,
    rates,
    costFiles: await costFilesOf(config, io.env, io.signal),
    // a run keeps its id when a customer is forgotten, and makes everything again
    sideFiles: [...rates, ...events, ...forgottenSideFile(forgotten)],
    runId,
    runDir: join(config.runsDir, runId),
    startedFrom,
    ...(forgotten && { forgotten }),
  };
}

async function stateOf(
  config: Config,
  which: WhichRun,
  idFrom: (startedFrom: string | null) => string,
): Promise<string | null> {
  if (typeof which === "object") return which.startedFrom;
  const known = (await readRegistry(config.runsDir)).configurations[modelKey(config)];
  const now = startingState(known);
  const manifestOf = (runId: string) => readManifest(join(config.runsDir, runId));
  const last = lastJudged(known);
  if (which === "new" || last === null || (await manifestOf(idFrom(now))) !== null) return now;
  // of the first run, or one of an older version, also where its manifest is damaged
  const startedFrom = (await manifestOf(last))?.startedFrom ?? null;
  return idFrom(startedFrom) === last ? startedFrom : now;
}

/** The file with the currency rates, where there is one. */
async function readRatesFile(config: Config, signal: AbortSignal): Promise<SideFile[]> {
  const { ratesFile } = config.currency;
  if (ratesFile === undefined || config.columns.currency === undefined) return [];
  const { sha256 } = await fingerprintFile(ratesFile, signal).catch((cause: unknown) => {
    throw new ClvError(
      "RATES_INVALID",
      `cannot read currency.ratesFile ${ratesFile}: ${(cause as Error).message}`,
      { cause },
    );
  });
  return [{ name: basename(ratesFile), sha256 }];
}

/** The files with events (purchase.events). */
async function readEventFiles(config: Config, signal: AbortSignal): Promise<SideFile[]> {
  const files: SideFile[] = [];
  for (const path of eventFiles(config)) {
    const { sha256 } = await fingerprintFile(path, signal).catch((cause: unknown) => {
      throw unreadableEvents(path, cause);
    });
    files.push({ name: basename(path), sha256 });
  }
  return files;
}

/**
 * The same config, sources, code and starting champion give the same id, so that a killed run finds its folder again and one id stands
 * for the same bytes.
 */
function runIdOf(config: Config, sources: readonly SideFile[], startedFrom: string | null): string {
  const content = [
    ...[version, configHash(config), sources.map(({ name, sha256 }) => [name, sha256])],
    ...(startedFrom === null ? [] : [startedFrom]),
  ];
  return `${config.asOf ?? "latest"}-${fingerprint(content).slice(0, 12)}`;
}
