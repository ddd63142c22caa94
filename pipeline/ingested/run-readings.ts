import { readFile } from "node:fs/promises";
import { needsLogGaps, periodOf } from "../config/purchase-models.js";
import { needsSpendLogs } from "../config/spend-models.js";
import { writePrivateFile } from "../files/atomic-file.js";
import { fingerprint } from "../files/fingerprint.js";
import { runFile } from "../runs/layout.js";
import { forgottenSideFile } from "../sources/forgotten-list.js";
import type { StageContext } from "../stage.js";
import { version } from "../version.js";
import { rowSettings } from "./reading-key.js";
import type { StoredReading } from "./readings.js";

/** What the transactions of a run are made of. */
export interface RunReadings {
  readonly format: 1;
  /** Of everything else that decides about `customers`. */
  readonly settings: string;
  /** In the order of the files. The key says what was read and how, the table what became of it. */
  readonly parts: readonly { readonly key: string; readonly table: string }[];
  /** The last day of the window. */
  readonly last: string;
}

/** Of the transactions that the ingest of a run wrote, and of the customers that its summary counted. */
const files = { ingest: "parts", summarize: "countedParts" } as const;

/** Notes what a run has ingested, for later runs, and lets go of what none of the last runs uses. */
export async function recordIngested(
  { readings, last }: { readonly readings: readonly StoredReading[]; readonly last: string },
  context: StageContext,
): Promise<void> {
  const { ingested, runId, runDir } = context;
  if (ingested === undefined) return;
  const record: RunReadings = {
    format: 1,
    settings: settingsOf(context),
    parts: readings.map(({ key, record }) => ({ key, table: record.table.sha256 })),
    last,
  };
  await writePrivateFile(runFile(runDir, files.ingest), `${JSON.stringify(record)}\n`);
  await ingested.used(
    runId,
    readings.map(({ key }) => key),
  );
}

export async function recordCounted(record: RunReadings, runDir: string): Promise<void> {
  await writePrivateFile(runFile(runDir, files.summarize), `${JSON.stringify(record)}\n`);
}

/** What a stage of a run noted; null where it noted nothing that can be read. */
export async function readRunReadings(
  runDir: string,
  stage: keyof typeof files,
): Promise<RunReadings | null> {
  try {
    const record = JSON.parse(await readFile(runFile(runDir, files[stage]), "utf8")) as RunReadings;
    return record.format === 1 ? record : null;
  } catch {
    return null;
  }
}

function settingsOf({ config, rates, forgotten }: StageContext): string {
  const { sameDayOrders, duplicateOrders, since, attributeValue } = config.ingest;
  return fingerprint({
    version,
    reading: rowSettings(config),
    rates: rates.map(({ sha256 }) => sha256),
    forgotten: forgottenSideFile(forgotten ?? null),
    ingest: { sameDayOrders, duplicateOrders, since: since ?? null, attributeValue },
    logGaps: needsLogGaps(config),
    ...(needsSpendLogs(config) && { spendLogs: true }),
    period: periodOf(config),
    interval: config.purchase.interval,
  });
}
