import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { ClvError } from "../../errors.js";
import { type Band, type Bands, bandsFor, benchmarkBands } from "../../marts/bands.js";
import { splitFields } from "../../sources/text/header.js";
import { sourceChanged } from "../../sources/unchanged.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";

/**
 * The bands that verdicts of a run are by: of targets.bands, else those that are shipped.
 * @throws ClvError COSTS_INVALID with every row that is no band
 */
export async function bandsOfRun({ config, costFiles }: StageContext): Promise<Bands> {
  const path = config.targets.bands;
  if (path === undefined) return bandsFor(config, benchmarkBands);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new ClvError("COSTS_INVALID", say("costs.unreadable", path, (cause as Error).message), { cause });
  });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (!costFiles.some((file) => file.sha256 === sha256)) throw sourceChanged(basename(path));
  return bandsFor(config, bandsIn(bytes.toString("utf8"), basename(path)));
}

function bandsIn(text: string, name: string): Band[] {
  const [header = "", ...lines] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const separator = header.includes(";") ? ";" : ",";
  const fieldsOf = (line: string): string[] => splitFields(line, separator, '"').map((field) => field.trim());
  const columns = fieldsOf(header).map((column) => column.toLowerCase());
  const wrong: string[] = [];
  const bands = lines.flatMap((line, i) => {
    if (line.trim() === "") return [];
    const fields = fieldsOf(line);
    const band = bandOf(Object.fromEntries(columns.map((column, c) => [column, fields[c] ?? ""])));
    if (band === null) wrong.push(`line ${i + 2}: ${line}`);
    return band ?? [];
  });
  if (wrong.length > 0 || bands.length === 0)
    throw new ClvError("COSTS_INVALID", say("costs.bands", name, wrong.length, wrong.slice(0, 5)));
  return bands;
}

function bandOf(row: Readonly<Record<string, string>>): Band | null {
  const { business = "", measure = "", low = "", high = "", source = "", year = "" } = row;
  const [from, to] = [Number(low), Number(high)];
  if (business === "" || (measure !== "ltv_cac" && measure !== "payback_months")) return null;
  if (low === "" || high === "" || !(from >= 0 && to >= from)) return null;
  return { business, measure, low: from, high: to, source, year: year === "" ? null : Number(year) };
}
