import { count } from "../../format.js";

/** What the command of a mart prints around its table, and what it refuses. */
export const martCommand = {
  "martCommand.list": "Tables to decide with, of the latest run:",
  "martCommand.run": (runId: string, asOf: string, currency: string) =>
    `Run ${runId}, as of ${asOf}${currency === "" ? "" : `, ${currency}`}`,
  "martCommand.cut": (shown: number, of: number) =>
    `${count(shown)} of ${count(of)} rows; --limit shows more, --csv FILE has all`,
  "martCommand.columns": (shown: number, of: number) =>
    `${shown} of ${of} columns; --csv and --json have all`,
  "martCommand.none": "No rows.",
  "martCommand.yes": "yes",
  "martCommand.no": "no",
  "martCommand.written": (rows: number, path: string) =>
    `${count(rows)} ${rows === 1 ? "row" : "rows"} in ${path}, for its owner alone`,
  "martCommand.lacks": (mart: string, runId: string, why: string) => `${mart} is not in run ${runId}: ${why}`,
  "martCommand.older": (mart: string, runId: string) =>
    `${mart} is not in run ${runId}, which a version made that did not know it; \`clv derive\` makes it`,
  "martCommand.notDerived": (runId: string) =>
    `run ${runId} has no tables to decide with yet; \`clv derive\` makes them, of the same config`,
  "martCommand.noDate": (asOf: string, folder: string, dates: readonly string[]) =>
    `no run in ${folder} has tables as of ${asOf}; ${dates.length === 0 ? "`clv derive` makes them" : `there are some as of ${dates.join(", ")}`}`,
  "martCommand.date": (given: string) => `--as-of cannot be "${given}"; a day is written yyyy-mm-dd`,
  "martCommand.limit": (given: string) => `--limit cannot be ${given}; it is a whole number from 1 on`,
  "martCommand.noTable": (name: string, meant: string | undefined, tables: readonly string[]) =>
    `there is no table "${name}"; ${meant === undefined ? "it" : `did you mean ${meant}? It`} can be ${tables.join(", ")}`,
  "martCommand.filterTwice": (name: string) =>
    `--filter names ${name} twice, and a row has one value of it; ask once for each`,
  "martCommand.filterForm": (given: string) =>
    `--filter cannot be "${given}"; it is column=value, and column= for rows without a value`,
  "martCommand.noColumn": (name: string, meant: string | undefined, columns: readonly string[]) =>
    `--filter: there is no column "${name}"; ${meant === undefined ? "it" : `did you mean ${meant}? It`} can be ${columns.join(", ")}`,
  "martCommand.filterValue": (column: string, given: string, form: string) =>
    `--filter: ${column} cannot be "${given}"; it is ${form}`,
  "martCommand.form.date": "a day: yyyy-mm-dd",
  "martCommand.form.number": "a whole number",
  "martCommand.form.boolean": "true or false",
  "martCommand.oneForm": "--json and --csv are two forms of the same rows; ask for one of them",
  "martCommand.tooMany": (rows: number, most: number) =>
    `${count(rows)} rows are too many for one JSON object (${count(most)} at most); --limit N gives the first ones, --csv FILE all of them`,
};
