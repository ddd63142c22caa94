import type { Registry } from "../registry/registry.js";
import { table } from "../text/format.js";

/** Each configuration's champion with the latest of its lineage, for people. */
export function championText({ configurations }: Registry): string {
  const latest = 5;
  return Object.entries(configurations)
    .map(([key, { champion, lineage, validatedAsOf }]) => {
      const fitted = lineage.findLast((e) => e.version === champion)?.fittedAsOf;
      const validated = validatedAsOf === null ? "never validated" : `validated as of ${validatedAsOf}`;
      const rows = lineage
        .slice(-latest)
        .map((e) => [e.at.slice(0, 16).replace("T", " "), e.event, e.version, e.reason]);
      const earlier = lineage.length > latest ? `  (${lineage.length - latest} earlier events)\n` : "";
      return `champion ${champion}  fitted as of ${fitted}, ${validated}  configuration ${key}\n${earlier}${table(rows, [false, false, false, false])}\n`;
    })
    .join("");
}
