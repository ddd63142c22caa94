import { access, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

export type Format = "parquet" | "csv" | "arrow";

const day = /\d{4}-\d{2}-\d{2}/;
const flatName = new RegExp(`^(${day.source})\\.(\\w+)$`);
const partitionName = new RegExp(`^as_of=(${day.source})$`);

/** The file of one as-of date, within the folder of a table with a slice for each: Parquet in partitions, others flat. */
export function sliceFile(format: Format, asOf: string): string {
  return format === "parquet" ? join(`as_of=${asOf}`, "part-0.parquet") : `${asOf}.${format}`;
}

/** Where a file is written before it takes its place, in the same folder; readers of folders skip names with a dot. */
export function temporaryFile(name: string, pid: number): string {
  return join(dirname(name), `.${basename(name)}.part-${pid}`);
}

/** The as-of dates that have a flat file, in order. Earlier versions wrote Parquet so as well. */
export async function flatSlices(folder: string, format: Format): Promise<string[]> {
  const names = (await readdir(folder)).map((name) => flatName.exec(name));
  return names.flatMap((match) => (match?.[2] === format ? [match[1] ?? ""] : [])).sort();
}

/** The as-of dates that have a slice, in order. */
export async function sliceDates(folder: string, format: Format): Promise<string[]> {
  const dates = await flatSlices(folder, format);
  if (format === "parquet")
    for (const name of await readdir(folder)) {
      const asOf = partitionName.exec(name)?.[1];
      if (asOf !== undefined && (await exists(join(folder, sliceFile(format, asOf))))) dates.push(asOf);
    }
  return dates.sort();
}

export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
