import type { ExportProfile } from "../../pipeline/inspect/profiles/export-profile.js";
import { exportProfiles } from "../../pipeline/inspect/profiles/profiles.js";
import { code } from "./markdown.js";

/** A section for every export that `clv init` knows by its header: what tells it, its columns, what does not count. */
export function exportsText(): string {
  return exportProfiles.map(recipe).join("\n\n");
}

function recipe({
  name,
  header,
  columns,
  exclude = {},
  excludeWithoutRefunds = {},
  ingest = {},
  notes = [],
}: ExportProfile): string {
  const first = (names: readonly string[] | string): string =>
    ([names].flat() as string[]).map(code).join(" or ");
  const lines = [
    `Known by the columns ${header.map(first).join(", ")}.`,
    "",
    "```yaml",
    "columns:",
    ...Object.entries(columns).map(([role, [best, ...others]]) => {
      const rest = others.length > 0 ? ` # or ${others.join(", ")}` : "";
      return `  ${role}: ${quoted(best!)}${rest}`;
    }),
    ...ingestLines(exclude, ingest),
    "```",
    ...Object.entries(excludeWithoutRefunds).flatMap(([column, values]) => [
      "",
      `Without a column of refunds, orders whose ${code(column)} is ${values.map(code).join(" or ")} do not count either.`,
    ]),
    ...notes.flatMap((note) => ["", `${note[0]!.toUpperCase()}${note.slice(1)}.`]),
  ];
  return `### ${name}\n\n${lines.join("\n")}`;
}

/** As YAML takes it. */
const quoted = (text: string): string =>
  /^[A-Za-z][\w .()-]*$/.test(text) && !/^(no|yes|on|off|null|true|false)$/i.test(text)
    ? text
    : JSON.stringify(text);

function ingestLines(
  exclude: NonNullable<ExportProfile["exclude"]>,
  ingest: NonNullable<ExportProfile["ingest"]>,
): string[] {
  const settings = Object.entries(ingest).map(([key, value]) => `  ${key}: ${value}`);
  const left = Object.entries(exclude).map(
    ([column, values]) => `    ${quoted(column)}: [${values.map(quoted).join(", ")}]`,
  );
  if (settings.length + left.length === 0) return [];
  return ["ingest:", ...settings, ...(left.length > 0 ? ["  exclude:", ...left] : [])];
}
