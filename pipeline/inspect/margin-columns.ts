import type { Roles } from "./assign-roles.js";
import { nameWords } from "./column-names.js";
import { columnReference } from "./found-money.js";
import type { Proposal } from "./inspection.js";
import type { Profile } from "./profile.js";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
const margins = words("margin margins marge marginal profit profits deckungsbeitrag db1 rohertrag marginen");
const costs = words(
  "cogs cost costs goods wareneinsatz einstandswert warenkosten einstandskosten coût cout coste costo custo",
);
/** Costs of other things, and figures that are no amounts of the order. */
const others = words(
  "rate percent pct percentage share ratio quote satz unit price per each shipping delivery freight versand postage ad ads marketing campaign acquisition service tax fee fees discount currency center centre id code type name",
);

/** What a column says that goods cost or bring, by its name; null for anything else. */
function marginKey(column: Profile): "margin" | "cost" | null {
  const own = nameWords(column.name);
  if (!column.named || column.numbers === null || own.some((word) => others.has(word))) return null;
  if (own.some((word) => margins.has(word))) return "margin";
  return own.some((word) => costs.has(word)) ? "cost" : null;
}

/**
 * Says which columns look like margins of orders or costs of goods. None is taken unasked: it would change every value, and a name does not
 * tell what is in such an amount.
 */
export function noteMargins(roles: Roles, { notes, warnings }: Pick<Proposal, "notes" | "warnings">): void {
  if (roles.amount === null && roles.quantity === null) return;
  const columns = roles.ignored.map(({ column }) => column);
  for (const column of columns) {
    const key = marginKey(column);
    if (key === null) continue;
    const name = columnReference(column, columns);
    const what = key === "margin" ? "the margin of an order" : "the cost of goods of an order";
    notes[`columns.${key}`] = [
      ...(notes[`columns.${key}`] ?? []),
      `${name} may be ${what}, by its name; such as ${column.examples.join(", ")}`,
    ];
    warnings.push(
      `column ${name} may be ${what}: values count revenue in full unless columns.${key} is ${name}, or value.margin says what is left of it`,
    );
  }
}
