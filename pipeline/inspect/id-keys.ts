import { type ConfigInput, configSchema } from "../config/config.js";
import { foldId, type IdFolding } from "../sql/fold-id.js";
import { trimBlanks } from "../text/blanks.js";
import { count, percent } from "../text/format.js";
import type { Roles } from "./assign-roles.js";
import type { Proposal } from "./inspection.js";

type Ingest = NonNullable<ConfigInput["ingest"]>;

/** Share of ids with an @, from which on they are e-mails. */
const mostlyEmails = 0.9;
/** Share of the rows that no single customer has. */
const outsize = 0.1;
/** Customers of whom one may stand out. */
const leastCustomers = 30;

/** What the customer ids ask for: e-mails in one case, placeholders that are ids here; and what a person should know of them. */
export function idKeys(
  { customer }: Pick<Roles, "customer">,
  { notes, warnings }: Pick<Proposal, "notes" | "warnings">,
): Pick<Ingest, "foldIds" | "placeholderIds"> {
  if (customer === null) return {};
  const rows = rowsById(customer.column.values);
  const keys: Pick<Ingest, "foldIds" | "placeholderIds"> = {};
  const ids = [...rows.keys()];
  const foldings: IdFolding[] = [];
  if (ids.filter((id) => id.includes("@")).length >= mostlyEmails * ids.length) {
    foldings.push("email-case");
    keys.foldIds = foldings;
    notes["ingest.foldIds"] = ["the ids are e-mails, which are the same in any case"];
  }
  const placeholders = namesOfNobody(rows, keys, notes);
  const nobodies = new Set(placeholders);
  const people = ids.filter((id) => !nobodies.has(id));
  warnOfSpellings(people, foldings, warnings);
  const nobody = placeholders.reduce((sum, id) => sum + rows.get(id)!, 0);
  if (nobody > 0)
    warnings.push(
      `${count(nobody)} sampled rows have a customer id that stands for nobody (${placeholders.map((id) => JSON.stringify(id)).join(", ")}): they are rejected; ingest.placeholderIds lists such ids`,
    );
  warnOfOutsize(rows, nobodies, customer.column.filled, warnings);
  return keys;
}

function rowsById(values: readonly (string | null)[]): Map<string, number> {
  const rows = new Map<string, number>();
  for (const value of values) {
    if (value === null) continue;
    const id = trimBlanks(value);
    rows.set(id, (rows.get(id) ?? 0) + 1);
  }
  return rows;
}

/** Ids that equal another one but for their spelling may be one customer, or not: who knows the shop decides. */
function warnOfSpellings(ids: readonly string[], chosen: readonly IdFolding[], warnings: string[]): void {
  const all = (["case", "decimals", "leading-zeros", "unicode"] as const).map((folding) => ({
    folding,
    same: twins(ids, [...chosen, folding]) - twins(ids, chosen),
  }));
  const found = all.filter(({ same }) => same > 0);
  if (found.length === 0) return;
  const parts = found.map(({ folding, same }) => `${count(same)} but for ${folding}`);
  warnings.push(
    `customer ids equal another id (${parts.join(", ")}): they count as different customers; if they are the same, set ingest.foldIds: [${[...chosen, ...found.map(({ folding }) => folding)].join(", ")}]`,
  );
}

/** Ids that are no longer different from another one once they are folded. */
function twins(ids: readonly string[], foldings: readonly IdFolding[]): number {
  return ids.length - new Set(ids.map((id) => foldId(id, foldings))).size;
}

/** The placeholders among the ids. Where customers are numbered from 0 without a gap, 0 is one of them. */
function namesOfNobody(
  rows: ReadonlyMap<string, number>,
  keys: Pick<Ingest, "placeholderIds">,
  notes: Record<string, string[]>,
): string[] {
  const usual = configSchema.parse({}).ingest.placeholderIds;
  const isDense =
    rows.has("0") && Array.from({ length: rows.size }, (_, i) => rows.has(`${i}`)).every(Boolean);
  const known = isDense ? usual.filter((id) => id !== "0") : usual;
  if (isDense) {
    keys.placeholderIds = known;
    notes["ingest.placeholderIds"] = ["customers are numbered from 0 without a gap, so 0 is one of them"];
  }
  return [...rows.keys()].filter((id) => known.includes(id.toLowerCase()));
}

function warnOfOutsize(
  rows: ReadonlyMap<string, number>,
  nobody: ReadonlySet<string>,
  filled: number,
  warnings: string[],
): void {
  if (rows.size < leastCustomers) return;
  for (const [id, n] of rows)
    if (n > outsize * filled && !nobody.has(id))
      warnings.push(
        `customer id ${JSON.stringify(id)} has ${percent(n / filled)} of all rows: one customer hardly does; if it stands for nobody, add it to ingest.placeholderIds`,
      );
}
