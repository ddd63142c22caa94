import { ClvError } from "../errors.js";
import type { MartColumn, MartType } from "../marts/mart.js";
import { say } from "../text/messages/say.js";
import { nearest } from "../text/nearest.js";
import { calendarDay } from "../time/day-number.js";

type Form = "martCommand.form.date" | "martCommand.form.number" | "martCommand.form.boolean";

/** What a value of each type is, but for text, which can be anything; a figure is compared with nothing. */
const forms: Readonly<Partial<Record<MartType, { readonly is: Form; fits(value: string): boolean }>>> = {
  date: { is: "martCommand.form.date", fits: (value) => calendarDay(value) !== null },
  integer: { is: "martCommand.form.number", fits: isWhole },
  count: { is: "martCommand.form.number", fits: isWhole },
  boolean: { is: "martCommand.form.boolean", fits: (value) => value === "true" || value === "false" },
};

function isWhole(value: string): boolean {
  return /^(0|-?[1-9]\d*)$/.test(value);
}

/**
 * What rows have in which columns.
 * @param given column=value each; nothing behind the sign for rows without a value
 * @throws ClvError USAGE
 */
export function martFilters(
  given: readonly string[],
  columns: readonly MartColumn[],
): Readonly<Record<string, string>> {
  const named = columns.filter(({ type }) => type !== "number");
  const filters = given.map((filter) => martFilter(filter, named));
  const twice = filters.find(([name], i) => filters.findIndex(([other]) => other === name) < i);
  if (twice !== undefined) throw new ClvError("USAGE", say("martCommand.filterTwice", twice[0]));
  return Object.fromEntries(filters);
}

function martFilter(given: string, columns: readonly MartColumn[]): [column: string, value: string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(given) ?? [];
  if (name === undefined || value === undefined)
    throw new ClvError("USAGE", say("martCommand.filterForm", given));
  const names = columns.map((column) => column.name);
  const column = columns.find((c) => c.name === name);
  if (column === undefined)
    throw new ClvError("USAGE", say("martCommand.noColumn", name, nearest(name, names), names));
  const form = forms[column.type];
  if (value !== "" && form && !form.fits(value))
    throw new ClvError("USAGE", say("martCommand.filterValue", name, value, say(form.is)));
  return [name, value];
}
