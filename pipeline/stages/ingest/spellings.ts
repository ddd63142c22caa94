import type { IngestText } from "./rejected-field.js";

/** Texts of one form that were all rejected, such as dates of a second spelling. */
export interface Spelling {
  /** Digits as 9, letters as a. */
  readonly form: string;
  readonly rows: number;
  readonly first: IngestText;
}

/** Fewer rows than this, or fewer different texts, are slips and placeholders. */
const fewest = 10;

/** The form that most of the texts have, where it is one of values that differ from row to row; null where there is none. */
export function commonSpelling(texts: readonly IngestText[]): Spelling | null {
  const groups = new Map<string, { rows: number; different: Set<string>; first: IngestText }>();
  for (const each of texts) {
    const form = formOf(each.text);
    const known = groups.get(form);
    if (known === undefined) groups.set(form, { rows: 1, different: new Set([each.text]), first: each });
    else {
      known.rows++;
      known.different.add(each.text);
    }
  }
  const [form, group] = [...groups].sort((a, b) => b[1].rows - a[1].rows)[0] ?? [];
  if (form === undefined || group === undefined) return null;
  if (group.rows < fewest || group.different.size < Math.max(5, group.rows / 10)) return null;
  return { form, rows: group.rows, first: group.first };
}

/**
 * @example formOf("24 Jan 2024") // "9 a 9"
 */
export function formOf(text: string): string {
  return text
    .trim()
    .replace(/\p{L}+/gu, "a")
    .replace(/[0-9]+/g, "9");
}
