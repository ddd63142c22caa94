import { count, percent, table } from "../text/format.js";
import { inOneLine } from "../text/visible-text.js";
import type { Inspection } from "./inspection.js";
import { choiceLines } from "./open-choice.js";
import { yamlText } from "./yaml-text.js";

const longestEvidence = 78;

/** What was recognised, for people: the files, a table of the columns, what ingest would make of the rows, warnings. */
export function describeInspection(inspection: Inspection): string {
  const { files, totalRows, sampledRows, columns, config, trial, warnings, open } = inspection;
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
  const found = { ...config.ingest, currency: config.currency?.base ?? "not named in the log" };
  for (const [key, value] of Object.entries(found))
    lines.push(
      `  ${key.padEnd(18)}${inOneLine(typeof value === "object" ? yamlText(value) : String(value))}`,
    );
  if (trial !== null) {
    const rejected = trial.rejected.reduce((sum, r) => sum + r.rows, 0);
    const reasons = trial.rejected.map((r) => `${r.reason} ${count(r.rows)}`).join(", ");
    if (trial.lastDay !== null) lines.push(`  ${"days".padEnd(18)}${trial.firstDay} to ${trial.lastDay}`);
    lines.push(
      `  ${"would be rejected".padEnd(18)}${percent(rejected / trial.rows)}${reasons && ` (${reasons})`}`,
    );
    if (trial.excluded > 0)
      lines.push(`  ${"would not count".padEnd(18)}${percent(trial.excluded / trial.rows)}`);
    if (trial.parts > 0) lines.push(`  ${"parts of orders".padEnd(18)}${percent(trial.parts / trial.rows)}`);
    if (trial.refunds > 0) lines.push(`  ${"refunds".padEnd(18)}${percent(trial.refunds / trial.rows)}`);
  }
  if (warnings.length > 0) lines.push("", ...warnings.map((warning) => `! ${inOneLine(warning)}`));
  for (const choice of open)
    lines.push("", ...choiceLines(choice).map((line, i) => (i === 0 ? `! ${choice.key}: ${line}` : line)));
  return `${lines.join("\n")}\n`;
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
