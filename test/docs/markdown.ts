/** A table of Markdown; a bar in a cell does not end it. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((c) => c.replaceAll("|", "\\|")).join(" | ")} |`.replaceAll("|  |", "| |");
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

/** @example code("a") // "`a`" */
export function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

const begin = (name: string): string => `<!-- ${name}: written by \`npm run docs\` -->`;
const end = (name: string): string => `<!-- end of ${name} -->`;

/**
 * A page with what stands between the marks of a name replaced.
 * @throws Error where the page has no such marks
 */
export function withGenerated(page: string, name: string, text: string): string {
  const from = page.indexOf(begin(name));
  const to = page.indexOf(end(name));
  if (from < 0 || to < from) throw new Error(`no place for ${name}: ${begin(name)} ... ${end(name)}`);
  return `${page.slice(0, from)}${begin(name)}\n\n${text}\n\n${page.slice(to)}`;
}
