import { commandName } from "../../pipeline/marts/command-name.js";
import { factsWith } from "../../pipeline/marts/facts.js";
import type { Mart, MartColumn, MartTable } from "../../pipeline/marts/mart.js";
import { marts } from "../../pipeline/marts/marts.js";
import { say } from "../../pipeline/text/messages/say.js";
import { code, markdownTable } from "./markdown.js";

/** A horizon that nothing else is as long as: {H} in a page. */
const horizon = 9999;
const facts = factsWith(horizon);
const general = (text: string): string => text.replaceAll(String(horizon), "{H}");
const bound = /_(lo|hi)(80|95)$/;

/** Every table of every mart with its columns, as they are declared; bounds beside their figure. */
export function martTablesText(): string {
  return marts
    .map(
      (mart) =>
        `### ${mart.name}\n\n${say(mart.question)} \`clv ${commandName(mart.name)}\` answers.\n\n${mart.tables.map(tableText).join("\n\n")}`,
    )
    .join("\n\n");
}

function tableText({ name, holds, grain, columns, replaces }: MartTable): string {
  const own = columns(facts);
  const names = new Set(own.map((column) => column.name));
  const rows = own
    .filter((column) => !(bound.test(column.name) && names.has(column.name.replace(bound, ""))))
    .map((column) => [
      code(general(column.name)),
      column.type,
      column.unit,
      general(meaningOf(column, names.has(`${column.name}_lo80`))),
    ]);
  const kept =
    replaces === "run" ? "rows of each run stay" : "a run replaces the rows of others as of the same date";
  return `**${name}**: ${holds}. One row: ${grain.map(code).join(", ")}; ${kept}.\n\n${markdownTable(["column", "type", "unit", "meaning"], rows)}`;
}

function meaningOf({ meaning, convention }: MartColumn, bounded: boolean): string {
  return [
    meaning,
    ...(convention === undefined ? [] : [convention]),
    ...(bounded ? ["bounds in `…_lo95`, `…_lo80`, `…_hi80`, `…_hi95`"] : []),
  ].join("; ");
}

/** Questions of a shop, each with the one command that answers it; those of marts as soon as there are these. */
const questions: readonly (readonly [question: string, ...answers: string[]])[] = [
  ["Whom should I call?", "clv_actions"],
  ["What may a new customer cost?", "clv_new_customers"],
  ["What did each channel bring?", "clv_acquisition"],
  ["What comes in next quarter?", "clv_forecast"],
  ["Which cohort is best?", "clv_cohorts"],
  ["Is the model any good?", "clv validate --config clv.yaml"],
  ["Why is this customer worth that?", "clv explain C10967"],
  ["What changed?", "clv_equity_bridge", "clv_equity", "clv compare 2024-12-31 2025-01-31"],
];

export function questionsText(): string {
  const known = new Set<string>(marts.map(({ name }) => name));
  const rows = questions.flatMap(([question, ...answers]) => {
    const answer = answers.find((one) => known.has(one) || one.startsWith("clv "));
    if (answer === undefined) return [];
    return [[question, code(answer.startsWith("clv ") ? answer : `clv ${commandName(answer)}`)]];
  });
  return markdownTable(["question", "command"], rows);
}

/** Each mart: its command, SQL for a warehouse, its columns. */
export function cookbookText(): string {
  return marts.map(recipe).join("\n\n");
}

function recipe(mart: Mart): string {
  const tables = mart.tables.map(
    (table) =>
      `\`\`\`sql\n${martSql(table)};\n\`\`\`\n\n${table.holds}: ${table
        .columns(facts)
        .filter(({ name }) => !bound.test(name))
        .map(({ name }) => code(general(name)))
        .join(", ")}.`,
  );
  return `### ${say(mart.question)}\n\n\`\`\`\nclv ${commandName(mart.name)}\n\`\`\`\n\n${tables.join("\n\n")}\n\n[Units and meanings](../../data/README.md#${mart.name})`;
}

/** The rows of the run that was published last, by keys and the first figures. */
function martSql({ name, grain, columns }: MartTable): string {
  const figures = columns(facts)
    .map((column) => column.name)
    .filter((column) => !grain.includes(column) && !bound.test(column) && !column.includes(String(horizon)))
    .slice(0, 6);
  return [
    `select ${[...grain, ...figures].join(", ")}`,
    `from ${name}`,
    "where run_id = (select run_id from clv_runs order by as_of desc, published_at_utc desc limit 1)",
    `order by ${grain.join(", ")} limit 20`,
  ].join("\n");
}
