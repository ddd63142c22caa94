import { readArtifact } from "../artifacts/artifact-files.js";
import type { MartsFile } from "../artifacts/marts-file.js";
import { ClvError } from "../errors.js";
import { type FoundRun, findRun, listRuns } from "../runs/find-run.js";
import type { Manifest } from "../runs/manifest.js";
import { say } from "../text/messages/say.js";
import { calendarDay } from "../time/day-number.js";

/** A run with what it made of marts. */
export interface MartRun extends FoundRun {
  readonly made: MartsFile;
}

const isDerived = (manifest: Manifest): boolean => manifest.stages.derive !== undefined;

/**
 * The run that is asked for, or the latest one with marts.
 * @throws ClvError RUN_NOT_FOUND
 */
export async function findMartRun(
  folder: string,
  { run, asOf }: { readonly run: string | undefined; readonly asOf: string | undefined },
): Promise<MartRun> {
  if (asOf !== undefined) return runAsOf(folder, asOf);
  const anyDerived = (await listRuns(folder)).some(({ manifest }) => isDerived(manifest));
  const found = await findRun(folder, run, anyDerived ? isDerived : () => true);
  if (!isDerived(found.manifest))
    throw new ClvError("RUN_NOT_FOUND", `${say("martCommand.notDerived", found.manifest.runId)}.`);
  return withMarts(found);
}

async function runAsOf(folder: string, asOf: string): Promise<MartRun> {
  if (calendarDay(asOf) === null) throw new ClvError("USAGE", say("martCommand.date", asOf));
  const dates = new Set<string>();
  for (const found of await listRuns(folder)) {
    if (!isDerived(found.manifest)) continue;
    const run = await withMarts(found);
    if (run.made.facts.asOf === asOf) return run;
    dates.add(run.made.facts.asOf);
  }
  throw new ClvError("RUN_NOT_FOUND", `${say("martCommand.noDate", asOf, folder, [...dates].sort())}.`);
}

async function withMarts(found: FoundRun): Promise<MartRun> {
  return { ...found, made: await readArtifact(found.runDir, "marts") };
}
