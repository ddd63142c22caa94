import { percent } from "../text/format.js";
import { nameWords } from "./column-names.js";
import type { Profile } from "./profile.js";
import type { Role } from "./role.js";

const stems =
  /^(refund|erstatt|ruckerstatt|ruckzahl|rembours|reembols|rimbors|terugbetaal|terugbetal|restitu|zwrot|zwroc|aterbetal|refusi|hyvity|palautett|返金)/;
const otherThings = new Set(
  "date at on time count number no id reason status note fee fees tax shipping quantity qty by type currency flag datum grund".split(
    " ",
  ),
);
/** Most orders are not refunded, so that the column is 0 or blank on most rows. */
const leastWithout = 0.5;

/** The column of the refunded part of an order: numbers by whose name money went back, none on most rows. */
export function findRefunded(columns: readonly Profile[]): Role | null {
  for (const column of columns) {
    const words = nameWords(column.name);
    const speaks = column.named && words.some((word) => stems.test(word));
    if (!speaks || words.some((word) => otherThings.has(word)) || column.numbers === null) continue;
    const refunds = column.numbers.values.filter((value) => Math.abs(value) > 0).length;
    const without = 1 - refunds / column.values.length;
    if (without < leastWithout) continue;
    return { column, evidence: `by its name; nothing is refunded on ${percent(without)} of the rows` };
  }
  return null;
}
