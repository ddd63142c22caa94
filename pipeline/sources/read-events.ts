import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { PlannedEvent } from "../../models/index.js";
import {
  daysWritten,
  eventFiles,
  eventKinds,
  eventProblems,
  monthPattern,
  type NamedDays,
  namedInConfig,
  type WrittenDays,
} from "../config/events.js";
import { ClvError } from "../errors.js";
import { tablesFolder, workFolder } from "../runs/layout.js";
import { id, list, sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { say } from "../text/messages/say.js";
import { calendarDay } from "../time/day-number.js";
import { holidaysOf } from "../time/holidays.js";
import { literalPath } from "./literal-path.js";
import { splitFields } from "./text/header.js";
import { sourceChanged } from "./unchanged.js";

/** What reading events takes of a run. */
export type EventContext = Pick<
  StageContext,
  "config" | "sideFiles" | "engine" | "openLocal" | "runDir" | "signal"
>;

/** Holidays are known for so many years after the longest horizon: a model may go on scoring for years. */
const yearsKept = 5;

/**
 * The events of purchase.events, in the order in which they are named; holidays last. None where the config names none.
 * @param log its first and last day, yyyy-mm-dd: holidays are those of its years and of the years that are predicted
 * @throws ClvError EVENTS_INVALID with what is wrong; SOURCE_CHANGED where a file is another one than the run began with
 */
export async function readEvents(
  log: { readonly firstDay: string; readonly asOf: string },
  context: EventContext,
): Promise<PlannedEvent[]> {
  const { config } = context;
  if (config.purchase.events === undefined) return [];
  const all = namedInConfig(config);
  for (const file of eventFiles(config)) all.push(...(await readEventFile(file, context)));
  const countries = config.purchase.events.flatMap(({ holidays = [] }) => holidays);
  const until =
    Number(log.asOf.slice(0, 4)) + Math.ceil(Math.max(...config.value.horizonsDays) / 365) + yearsKept;
  for (const [name, days] of holidaysOf(countries, Number(log.firstDay.slice(0, 4)), until))
    all.push({ name, kind: "open", days });
  const problems = eventProblems(all);
  if (problems.length > 0)
    throw new ClvError("EVENTS_INVALID", say("events.contradict", problems.slice(0, 5)));
  return [...new Set(all.map(({ name }) => name))].map((name) => {
    const own = all.filter((e) => e.name === name);
    const days = own.flatMap((e) => e.days.map((day) => calendarDay(day)!));
    return { name, closed: own[0]!.kind === "closed", days: days.sort((a, b) => a - b) };
  });
}

/** One row of a file as text; absent or empty where the file says nothing. */
type EventRow = Readonly<Record<string, string | undefined>>;

async function readEventFile(path: string, context: EventContext): Promise<NamedDays[]> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw unreadableEvents(path, cause);
  });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const name = basename(path);
  if (!context.sideFiles.some((file) => file.sha256 === sha256)) throw sourceChanged(name);
  const isParquet = bytes.subarray(0, 4).toString("latin1") === "PAR1";
  const { columns, rows } = isParquet ? await parquetRows(path, context) : textRows(bytes.toString("utf8"));
  const hasDays =
    columns.includes("date") || columns.includes("month") || ["from", "to"].every((c) => columns.includes(c));
  if (!columns.includes("name") || !hasDays)
    throw new ClvError("EVENTS_INVALID", say("events.columns", name, columns));
  const wrong: string[] = [];
  const events = rows.flatMap((row, i) => {
    const found = eventOf(row);
    if (found !== null) return [found];
    wrong.push(`row ${i + 1}: ${columns.map((c) => row[c] ?? "").join(", ")}`);
    return [];
  });
  if (wrong.length > 0)
    throw new ClvError(
      "EVENTS_INVALID",
      say("events.rows", wrong.length, rows.length, name, wrong.slice(0, 5)),
    );
  return events;
}

/** A file of events that cannot be opened. */
export function unreadableEvents(path: string, cause: unknown): ClvError {
  return new ClvError("EVENTS_INVALID", say("events.unreadable", path, (cause as Error).message), { cause });
}

function textRows(text: string): { columns: string[]; rows: EventRow[] } {
  const [header = "", ...lines] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const separator = header.includes(";") ? ";" : ",";
  const fieldsOf = (line: string): string[] => splitFields(line, separator, '"').map((field) => field.trim());
  const columns = fieldsOf(header).map((name) => name.toLowerCase());
  const rows = lines
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const fields = fieldsOf(line);
      return Object.fromEntries(columns.map((name, i) => [name, fields[i]]));
    });
  return { columns, rows };
}

/** Dates of a Parquet file are dates or text; both are text here. */
async function parquetRows(
  path: string,
  { engine, openLocal, runDir, signal }: EventContext,
): Promise<{ columns: string[]; rows: EventRow[] }> {
  const local = engine.readsFiles ? engine : await openLocal(tablesFolder(workFolder(runDir)));
  try {
    const relation = sql`(select * from read_parquet(${literalPath(path)})) e`;
    const names = (await local.describe(sql`select * from ${relation}`)).map(({ name }) => name);
    const texts = names.map((name) => sql`trim(cast(${id(name)} as varchar)) as ${id(name.toLowerCase())}`);
    const rows = await local.rows(sql`select ${list(texts)} from ${relation}`, signal);
    return {
      columns: names.map((name) => name.toLowerCase()),
      rows: rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, value === null ? "" : String(value)]),
        ),
      ),
    };
  } finally {
    if (local !== engine) await local.close();
  }
}

/** Null where a row is no event. */
function eventOf({
  name = "",
  date = "",
  from = "",
  to = "",
  month = "",
  kind = "",
}: EventRow): NamedDays | null {
  const known = kind === "" ? "open" : eventKinds.find((each) => each === kind.toLowerCase());
  if (name === "" || known === undefined) return null;
  const isDay = (text: string): boolean => calendarDay(text) !== null;
  const given = [date !== "", from !== "" || to !== "", month !== ""].filter(Boolean).length;
  if (given !== 1) return null;
  const event = (written: WrittenDays): NamedDays => ({
    ...{ name, kind: known },
    days: daysWritten(written),
  });
  if (date !== "") return isDay(date) ? event({ dates: [date] }) : null;
  if (month !== "") return monthPattern.test(month) ? event({ months: [month] }) : null;
  return isDay(from) && isDay(to) && from <= to ? event({ from, to }) : null;
}
