import { fingerprintFile } from "../files/fingerprint.js";
import { listRuns } from "../runs/find-run.js";
import { tableFile } from "../runs/layout.js";
import type { StageContext } from "../stage.js";
import type { IngestedParts, StoredPart } from "./readings.js";
import { type RunParts, readRunParts } from "./run-readings.js";

/** An earlier run whose customers can be used, and how its sources differ from those of the run under way. */
export interface EarlierRun {
  readonly runId: string;
  readonly customersFile: string;
  readonly customers: number;
  /** The last day that it saw. */
  readonly last: string;
  /** Parts that only one of the two runs has. */
  readonly changed: readonly StoredPart[];
  readonly same: readonly StoredPart[];
}

/**
 * The earlier run of these settings that has the most parts in common with the one under way; or why there is none that can
 * be used. Its window must begin on the same day and not end later.
 */
export async function findEarlier(own: RunParts, context: StageContext): Promise<EarlierRun | string> {
  const { ingested, config, runId, engine } = context;
  if (ingested === undefined) return "nothing is kept of earlier runs";
  const inOrder = config.columns.order !== undefined && config.ingest.duplicateOrders === "last-file";
  const candidates: {
    runDir: string;
    runId: string;
    rows: number;
    sha256: string;
    parts: RunParts;
    differing: number;
  }[] = [];
  for (const { runDir, manifest } of await listRuns(config.runsDir)) {
    const customers = manifest.stages.summarize?.outputs.customers;
    if (manifest.runId === runId || !customers || manifest.engine !== engine.name) continue;
    const parts = await readRunParts(runDir, "summarize");
    if (parts?.settings !== own.settings || parts.last > own.last) continue;
    if (inOrder && !sameOrder(parts, own)) continue;
    const differing = without(own, parts).length + without(parts, own).length;
    candidates.push({
      runDir,
      runId: manifest.runId,
      rows: customers.rows ?? 0,
      sha256: customers.sha256,
      parts,
      differing,
    });
  }
  candidates.sort((a, b) => a.differing - b.differing);
  const [best] = candidates;
  if (best === undefined) return "no earlier run has the same settings and ends on the same day or before";
  const customersFile = tableFile(best.runDir, "customers");
  const found = await fingerprintFile(customersFile).catch(() => null);
  if (found?.sha256 !== best.sha256) return `the customers of run ${best.runId} were changed`;
  const changed = await stored([...without(own, best.parts), ...without(best.parts, own)], ingested);
  const same =
    inOrder || config.ingest.duplicateOrders === "order-id"
      ? own.parts.filter((p) => has(best.parts, p))
      : [];
  const sameParts = await stored(same, ingested);
  if (changed === null || sameParts === null) return `files that run ${best.runId} read are no longer kept`;
  return {
    runId: best.runId,
    customersFile,
    customers: best.rows,
    last: best.parts.last,
    changed,
    same: sameParts,
  };
}

type Part = RunParts["parts"][number];

function has({ parts }: RunParts, { key, table }: Part): boolean {
  return parts.some((part) => part.key === key && part.table === table);
}

function without(these: RunParts, others: RunParts): Part[] {
  return these.parts.filter((part) => !has(others, part));
}

/** Whether the parts of both come in the same order. */
function sameOrder(a: RunParts, b: RunParts): boolean {
  const common = (one: RunParts, other: RunParts): string =>
    one.parts
      .filter((part) => has(other, part))
      .map(({ key }) => key)
      .join();
  return common(a, b) === common(b, a);
}

async function stored(parts: readonly Part[], ingested: IngestedParts): Promise<StoredPart[] | null> {
  const found: StoredPart[] = [];
  for (const { key, table } of parts) {
    const part = await ingested.get(key);
    if (part?.record.table.sha256 !== table) return null;
    found.push(part);
  }
  return found;
}
