import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isoDate } from "../time/day-number.js";
import type { SimulateOptions } from "./options.js";

/** A file of the log and the days it holds. */
export interface LogFile {
  readonly name: string;
  /** First and last day, counted from the first of the log. */
  readonly from: number;
  readonly to: number;
}

/** The log in one file, or the months from `monthlyFrom` on in a file each. */
export function logFiles({ name, days, monthlyFrom }: SimulateOptions, firstDay: number): LogFile[] {
  const files: LogFile[] = [];
  for (let day = 0; day < days; day++) {
    const month = isoDate(firstDay + day).slice(0, 7);
    const file = monthlyFrom === null || month < monthlyFrom ? `${name}.csv` : `${name}-${month}.csv`;
    const last = files.at(-1);
    if (last?.name === file) files[files.length - 1] = { ...last, to: day };
    else files.push({ name: file, from: day, to: day });
  }
  return files;
}

/** Files of the log that an earlier simulation of this name left in the folder, by its truth file. */
export async function earlierLogFiles(outDir: string, name: string, truthFile: string): Promise<string[]> {
  const text = await readFile(join(outDir, truthFile), "utf8").catch(() => "{}");
  let files: unknown;
  try {
    ({ files } = JSON.parse(text) as { files?: unknown });
  } catch {
    return [];
  }
  const ofLog = (file: unknown): file is string =>
    typeof file === "string" &&
    file.startsWith(name) &&
    /^(-\d{4}-\d\d)?\.csv$/.test(file.slice(name.length));
  return Array.isArray(files) ? files.filter(ofLog) : [];
}
