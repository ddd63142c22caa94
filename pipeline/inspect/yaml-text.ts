import { parse } from "yaml";

/**
 * A value on one line of YAML: texts bare where they stay texts, everything nested in flow style.
 * @example yamlText({ channel: "web", share: [0.2, 1] }) // '{ channel: web, share: [0.2, 1] }'
 */
export function yamlText(value: unknown): string {
  if (typeof value === "string") return bare(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(yamlText).join(", ")}]`;
  if (value === null || typeof value !== "object") return String(value);
  const pairs = Object.entries(value).map(([key, inner]) => `${yamlText(key)}: ${yamlText(inner)}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

function bare(text: string): boolean {
  return /^[\p{L}\d_./][\p{L}\d_./ :-]*$/u.test(text) && !/: | #|[ :]$/.test(text) && parse(text) === text;
}

/** Comment lines of at most `width` characters. */
export function comment(text: string, indent: string, width = 108): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && indent.length + 2 + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => `${indent}# ${each}`);
}
