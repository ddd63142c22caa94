import { fingerprintFile } from "../files/fingerprint.js";
import { listRuns } from "../runs/find-run.js";
import { tableFile } from "../runs/layout.js";
import type { StageContext } from "../stage.js";
import type { Readings, StoredReading } from "./readings.js";
import { type RunReadings, readRunReadings } from "./run-readings.js";

/** An earlier run whose customers can be used, and how its sources differ from those of the run under way. */
export interface EarlierRun {
  readonly runId: string;
  readonly customersFile: string;
  readonly customers: number;
  /** The last day that it saw. */
  readonly last: string;
  /** Readings that only one of the two runs has. */
  readonly changed: readonly StoredReading[];
  readonly same: readonly StoredReading[];
}

/**
 * The earlier run of these settings that has the most readings in common with the one under way; or why there is none that can
 * be used. Its window must begin on the same day and not end later.
 */
export async function findEarlier(own: RunReadings, context: StageContext): Promise<EarlierRun | string> {
  const { ingested, config, runId, engine } = context;
  if (ingested === undefined) return "nothing is kept of earlier runs";
  const inOrder = config.columns.order !== undefined && config.ingest.duplicateOrders === "last-file";
  const candidates: {
    runDir: string;
    runId: string;
    rows: number;
    sha256: string;
    readings: RunReadings;
    differing: number;
  }[] = [];
  for (const { runDir, manifest } of await listRuns(config.runsDir)) {
    const customers = manifest.stages.summarize?.outputs.customers;
    if (manifest.runId === runId || !customers || manifest.engine !== engine.name) continue;
    const readings = await readRunReadings(runDir, "summarize");
    if (readings?.settings !== own.settings || readings.last > own.last) continue;
    if (inOrder && !sameOrder(readings, own)) continue;
    const differing = without(own, readings).length + without(readings, own).length;
    candidates.push({
      runDir,
      runId: manifest.runId,
      rows: customers.rows ?? 0,
      sha256: customers.sha256,
      readings,
      differing,
    });
  }
  candidates.sort((a, b) => a.differing - b.differing);
  const [best] = candidates;
  if (best === undefined) return "no earlier run has the same settings and ends on the same day or before";
  const customersFile = tableFile(best.runDir, "customers");
  const found = await fingerprintFile(customersFile).catch(() => null);
  if (found?.sha256 !== best.sha256) return `the customers of run ${best.runId} were changed`;
  const changed = await stored([...without(own, best.readings), ...without(best.readings, own)], ingested);
  const same =
    inOrder || config.ingest.duplicateOrders === "order-id"
      ? own.parts.filter((reading) => has(best.readings, reading))
      : [];
  const sameReadings = await stored(same, ingested);
  if (changed === null || sameReadings === null)
    return `files that run ${best.runId} read are no longer kept`;
  return {
    runId: best.runId,
    customersFile,
    customers: best.rows,
    last: best.readings.last,
    changed,
    same: sameReadings,
  };
}

type Named = RunReadings["parts"][number];

function has({ parts }: RunReadings, { key, table }: Named): boolean {
  return parts.some((reading) => reading.key === key && reading.table === table);
}

function without(these: RunReadings, others: RunReadings): Named[] {
  return these.parts.filter((reading) => !has(others, reading));
}

/** Whether the readings of both come in the same order. */
function sameOrder(a: RunReadings, b: RunReadings): boolean {
  const common = (one: RunReadings, other: RunReadings): string =>
    one.parts
      .filter((reading) => has(other, reading))
      .map(({ key }) => key)
      .join();
  return common(a, b) === common(b, a);
}

async function stored(readings: readonly Named[], ingested: Readings): Promise<StoredReading[] | null> {
  const found: StoredReading[] = [];
  for (const { key, table } of readings) {
    const reading = await ingested.get(key);
    if (reading?.record.table.sha256 !== table) return null;
    found.push(reading);
  }
  return found;
}
