import { access, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { ClvError } from "../errors.js";
import { calendarDay, isoDate } from "../time/day-number.js";
import { customersForRows } from "./calibrate.js";
import { earlierLogFiles, type LogFile, logFiles } from "./log-files.js";
import { checkOptions, type SimulateOptions } from "./options.js";
import { OutputFile } from "./output-file.js";
import { headers, RowWriter } from "./row-writer.js";
import { Shop, streamOf } from "./shop.js";
import { acquisitionCostsCsv, ratesCsv, writeCustomersTruth } from "./side-files.js";
import { type SimulationTruth, truthOf } from "./truth.js";

export interface SimulationProgress {
  readonly rows: number;
  readonly day: number;
  readonly days: number;
}

/** Names of the files beside the log in the output folder, by what they hold. */
export function simulatedFiles(name: string) {
  return {
    truth: `${name}.truth.json`,
    customersTruth: `${name}.customers.csv`,
    rates: "rates.csv",
    acquisitionCosts: "acquisition_costs.csv",
  } as const;
}

/**
 * Writes a simulated transaction log and what is true of it. Memory is bounded by the customers (17 bytes each) and the
 * busiest day, not by the rows. The files appear all together at the end, the truth last.
 *
 * @example await simulate({ ...defaultSimulation, size: { customers: 2357 }, warts: noWarts }, "simulated")
 */
export async function simulate(
  options: SimulateOptions,
  outDir: string,
  signal?: AbortSignal,
  onProgress?: (progress: SimulationProgress) => void,
): Promise<SimulationTruth> {
  checkOptions(options);
  const names = simulatedFiles(options.name);
  const firstDay = calendarDay(options.start)!;
  const log = logFiles(options, firstDay);
  const logNames = log.map((file) => file.name);
  const beside = Object.entries(names)
    .filter(([what]) => what !== "customersTruth" || options.customersTruth)
    .map(([, name]) => name);
  await refuseToOverwrite(options, outDir, [...logNames, ...Object.values(names)]);
  const earlier = await earlierLogFiles(outDir, options.name, names.truth);
  const stale = earlier.filter((name) => !logNames.includes(name));
  const { size } = options;
  const customers = "customers" in size ? size.customers : customersForRows(options, size.rows);
  const shop = new Shop(options, customers);
  const files: OutputFile[] = [];
  const create = async (name: string) => {
    const file = await OutputFile.create(join(outDir, name));
    files.push(file);
    return file;
  };
  const createWith = async (name: string, text: string) => {
    const file = await create(name);
    await file.flush(new TextEncoder().encodeInto(text, file.buffer).written);
  };
  try {
    await mkdir(outDir, { recursive: true });
    const writer = await writeLog(log, create, options, shop, firstDay, signal, onProgress);
    await createWith(names.rates, ratesCsv());
    await createWith(names.acquisitionCosts, acquisitionCostsCsv(options, shop, firstDay));
    if (options.customersTruth)
      await writeCustomersTruth(await create(names.customersTruth), options, shop, firstDay);
    const days = { firstDay: options.start, asOf: isoDate(firstDay + options.days - 1) };
    const truth = truthOf(options, shop, writer, days, [...logNames, ...beside]);
    await createWith(names.truth, `${JSON.stringify(truth, null, 2)}\n`);
    for (const file of files) await file.close();
    if (!options.customersTruth) stale.push(names.customersTruth);
    for (const name of stale) await rm(join(outDir, name), { force: true });
    for (const file of files) await file.publish();
    return truth;
  } catch (error) {
    for (const file of files) await file.discard();
    throw withPlace(error, outDir);
  }
}

/** Names the folder where the system refused to write (no space, no permission); passes other errors on. */
function withPlace(error: unknown, outDir: string): unknown {
  if (!(error instanceof Error && "syscall" in error)) return error;
  return new ClvError(
    "SINK_REFUSED",
    `cannot write to ${outDir}: ${error.message}. No file was replaced; make room or give --out another folder`,
    { cause: error },
  );
}

async function writeLog(
  log: readonly LogFile[],
  create: (name: string) => Promise<OutputFile>,
  options: SimulateOptions,
  shop: Shop,
  firstDay: number,
  signal: AbortSignal | undefined,
  onProgress: ((progress: SimulationProgress) => void) | undefined,
): Promise<RowWriter> {
  const writer = new RowWriter(shop, options.columns, streamOf(options.seed, 4));
  let file: OutputFile;
  let rows = 0;
  const flush = async (day: number) => {
    await file.flush(writer.length);
    writer.bytes = file.buffer;
    writer.length = 0;
    if (signal?.aborted) {
      throw new ClvError("INTERRUPTED", `stopped on day ${day + 1} of ${options.days}; no file was written`, {
        cause: signal.reason,
      });
    }
    onProgress?.({ rows, day, days: options.days });
  };
  for (const { name, from: first, to: last } of log) {
    file = await create(name);
    writer.bytes = file.buffer;
    writer.text(headers[options.columns]);
    for (let day = first; day <= last; day++) {
      const ofDay = shop.trade(day);
      const date = isoDate(firstDay + day);
      for (let from = 0; from < ofDay.length; ) {
        const to = writer.day(ofDay, date, from);
        rows += to - from;
        from = to;
        if (from < ofDay.length) await flush(day);
      }
    }
    await flush(last);
  }
  return writer;
}

async function refuseToOverwrite(
  options: SimulateOptions,
  outDir: string,
  names: readonly string[],
): Promise<void> {
  if (options.force) return;
  const present: string[] = [];
  for (const name of names) {
    const found = await access(join(outDir, name)).then(
      () => true,
      () => false,
    );
    if (found) present.push(name);
  }
  if (present.length === 0) return;
  throw new ClvError(
    "USAGE",
    `${present.length} of the files to write exist (first: ${present[0]}) in ${outDir}: give --force to replace them or --out another folder`,
  );
}
