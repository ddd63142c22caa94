import type { ConfigInput } from "../config/config.js";
import { ambiguousZones } from "../sql/date-zones.js";
import { count } from "../text/format.js";
import type { DateColumn, FormatChoice } from "./date-format.js";
import { unclearZone } from "./date-shape.js";
import type { Proposal } from "./inspection.js";
import type { OpenChoice } from "./open-choice.js";
import type { Role } from "./role.js";
import { yamlText } from "./yaml-text.js";

type DateKeys = Pick<NonNullable<ConfigInput["ingest"]>, "dateFormat" | "sourceTimeZone">;

/** The settings that follow from the column of dates; what a person should know goes into the proposal. */
export function dateKeys(date: Role | null, proposal: Proposal): DateKeys {
  const dates = date?.column.dates;
  if (!date || !dates) return {};
  if (dates.hasTime)
    proposal.notes.timeZone = dates.hasZone
      ? ["the dates carry a time and its zone: this zone decides on which day an order falls"]
      : ["the dates carry a time without a zone and are taken as they are"];
  if (/^(DATE|TIMESTAMP)/.test(date.column.type ?? "")) return {};
  noteFormat(dates, proposal);
  const keys: DateKeys = { dateFormat: settingOf(dates.formats) };
  const abbreviation = dates.formats.map(unclearZone).find((found) => found !== null);
  if (abbreviation === undefined) return keys;
  proposal.open.push(zoneChoice(abbreviation));
  return { ...keys, sourceTimeZone: ambiguousZones[abbreviation]![0]! };
}

function noteFormat(dates: DateColumn, { notes, warnings, open }: Proposal): void {
  const setting = yamlText(settingOf(dates.formats));
  const said = dates.order === null ? [] : [dates.order];
  if (dates.formats.some((format) => format.includes("%y")))
    said.push(
      "years of two digits: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068, days after the run's are rejected",
    );
  if (dates.formats.length > 1) {
    said.push(`${dates.formats.length} spellings, the most frequent first`);
    warnings.push(
      `ingest.dateFormat ${setting}: the dates are spelt in ${dates.formats.length} ways, and each is read`,
    );
  }
  if (said.length > 0) notes["ingest.dateFormat"] = said;
  if (dates.ambiguous) warnings.push(`ingest.dateFormat ${setting}: ${dates.order}`);
  for (const what of dates.unread)
    warnings.push(`ingest.dateFormat: ${what} are not read, since they do not show which number is the day`);
  if (dates.choices.length > 0) open.push(formatQuestion(dates));
}

function formatQuestion({ order, choices }: DateColumn): OpenChoice {
  return {
    key: "ingest.dateFormat",
    question: `${order}`,
    choices: choices.map((choice) => ({
      value: yamlText(settingOf(choice.formats)),
      means: meaning(choice),
    })),
  };
}

function meaning({ first, last, unread }: FormatChoice): string {
  const rejected = unread > 0 ? `; ${count(unread)} looked at would be rejected` : "";
  return `the log runs from ${dashed(first)} to ${dashed(last)}${rejected}`;
}

function zoneChoice(abbreviation: string): OpenChoice {
  const zones = ambiguousZones[abbreviation]!;
  return {
    key: "ingest.sourceTimeZone",
    question: `the times end in ${abbreviation}, which stands for several zones`,
    choices: zones.map((zone) => ({ value: zone, means: `${abbreviation} of ${zone.split("/").at(-1)}` })),
  };
}

function settingOf(formats: readonly string[]): string | string[] {
  return formats.length === 1 ? formats[0]! : [...formats];
}

/** yyyymmdd as yyyy-mm-dd. */
function dashed(day: number): string {
  return String(day).replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");
}
