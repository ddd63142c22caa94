import { count, percent, table } from "../text/format.js";
import { fitted } from "../text/lines.js";
import { say } from "../text/messages/say.js";
import { inOneLine } from "../text/visible-text.js";
import type { Inspection } from "./inspection.js";
import { choiceLines } from "./open-choice.js";
import { yamlText } from "./yaml-text.js";

const longestEvidence = 160;

/** What was recognised, for people: the files, a table of the columns, what ingest would make of the rows, warnings. */
export function describeInspection(inspection: Inspection): string {
  const { files, totalRows, sampledRows, columns, warnings, open } = inspection;
  const [first] = files;
  const what = files.length === 1 ? first!.path : `${files.length} files, the first of them ${first!.path}`;
  const rows =
    totalRows === null
      ? `${count(sampledRows)} rows looked at`
      : totalRows === sampledRows
        ? `${count(totalRows)} rows, all looked at`
        : `${count(totalRows)} rows, ${count(sampledRows)} of them looked at`;
  const lines = [inOneLine(what), `${howWritten(inspection)}; ${rows}`, ""];
  const cells = columns.map((c) => [`${c.position}`, c.name, c.kind, shorten(c.evidence, longestEvidence)]);
  lines.push(table([["", "column", "recognised as", "because"], ...cells], [true, false, false, false]), "");
  lines.push(table(foundCells(inspection), [false, false]));
  if (warnings.length > 0) lines.push("", ...warnings.map((warning) => `! ${inOneLine(warning)}`));
  for (const choice of open)
    lines.push("", ...choiceLines(choice).map((line, i) => (i === 0 ? `! ${choice.key}: ${line}` : line)));
  return `${fitted(lines.join("\n"))}\n`;
}

/** Settings that were found, and what ingest would make of the rows. */
function foundCells({ config, trial }: Inspection): string[][] {
  const found = { ...config.ingest, currency: config.currency?.base ?? say("init.noCurrency") };
  const costs = config.costs?.acquisition?.file;
  const cells = Object.entries({ ...found, ...(costs && { "acquisition costs": costs }) }).map(
    ([key, value]) => [key, inOneLine(typeof value === "object" ? yamlText(value) : String(value))],
  );
  if (trial === null) return cells;
  const rejected = trial.rejected.reduce((sum, r) => sum + r.rows, 0);
  const reasons = trial.rejected.map((r) => `${r.reason} ${count(r.rows)}`).join(", ");
  return [
    ...cells,
    ...(trial.lastDay === null ? [] : [["days", `${trial.firstDay} to ${trial.lastDay}`]]),
    ["would be rejected", `${percent(rejected / trial.rows)}${reasons && ` (${reasons})`}`],
    ...(trial.excluded > 0 ? [["would not count", percent(trial.excluded / trial.rows)]] : []),
    ...(trial.parts > 0 ? [["parts of orders", percent(trial.parts / trial.rows)]] : []),
    ...(trial.refunds > 0 ? [["refunds", percent(trial.refunds / trial.rows)]] : []),
  ];
}

function howWritten({ config }: Inspection): string {
  const { format, delimiter, header, skip, encoding, table: name } = config.source ?? {};
  if (format !== "text") return name === undefined ? `${format}` : `${format}, table ${name}`;
  const separated =
    delimiter === "whitespace" || delimiter === "tab"
      ? `separated by ${delimiter}`
      : `separated by "${delimiter}"`;
  const parts = [`text ${separated}`, header ? "with a header" : "without a header", encoding ?? "utf-8"];
  if (skip) parts.push(`${skip} lines skipped`);
  return parts.join(", ");
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
