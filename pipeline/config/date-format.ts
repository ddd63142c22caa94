import { z } from "zod";

const named = ["iso", "yyyymmdd", "epoch", "epoch-ms", "epoch-us", "epoch-ns", "excel"];

/** What every engine reads; anything else would fail in the middle of a run. */
function isDateFormat(format: string): boolean {
  if (named.includes(format)) return true;
  const specifiers = format.match(/%-?./gs) ?? [];
  return (
    specifiers.some((s) => /[dmyYjbB]/.test(s)) &&
    specifiers.every((s) => /^%(-?[dmyHIMSj]|[aAbBpYfgnzZ%])$/.test(s)) &&
    !/%$/.test(format.replaceAll("%%", ""))
  );
}

/** Two formats that read the same texts as different days, such as %d/%m/%Y and %m/%d/%Y; null where there are none. */
function contradiction(formats: readonly string[]): readonly [string, string] | null {
  const shape = (format: string): string =>
    format
      .replace(/%-?[dmy]/g, "%0")
      .replace(/%[bB]/g, "%b")
      .replace(/%[aA]/g, "%a");
  for (const [i, first] of formats.entries()) {
    const second = formats.slice(i + 1).find((other) => other !== first && shape(other) === shape(first));
    if (second !== undefined) return [first, second];
  }
  return null;
}

export const dateFormat = z.union([z.string(), z.array(z.string()).min(1)]).superRefine((value, context) => {
  const formats = [value].flat();
  const wrong = formats.find((format) => !isDateFormat(format));
  if (wrong !== undefined)
    context.addIssue(
      `${Array.isArray(value) ? `${JSON.stringify(wrong)} ` : ""}is neither ${named.join(", ")} nor a pattern with %Y, %m, %d and the like`,
    );
  const both = contradiction(formats);
  if (both !== null)
    context.addIssue(
      `holds ${both.join(" and ")}, which read the same texts as different days: each file needs one of them`,
    );
});
