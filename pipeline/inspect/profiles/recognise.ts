import type { ConfigInput } from "../../config/config.js";
import { count, percent } from "../../text/format.js";
import { placeholderOf } from "../placeholder-ids.js";
import type { Profile } from "../profile.js";
import type { Role } from "../role.js";
import type { ExportProfile, ProfileRole } from "./export-profile.js";
import { exportProfiles } from "./profiles.js";

type Ingest = NonNullable<ConfigInput["ingest"]>;

/** What a known export says of its file. */
export interface Recognised {
  readonly name: string;
  readonly roles: Readonly<Partial<Record<ProfileRole, Role>>>;
  readonly ingest: Pick<Ingest, "exclude" | "continuationRows" | "duplicateOrders">;
  readonly warnings: readonly string[];
  /** Columns that are no attribute of a customer. */
  readonly used: readonly Profile[];
  /** Columns that say which rows do not count, and which those are. */
  readonly excluding: ReadonlyMap<Profile, string>;
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The export whose header the file has; null where there is none. */
export function recognise(names: readonly string[]): ExportProfile | null {
  const has = (wanted: string): boolean => names.some((name) => same(name, wanted));
  return exportProfiles.find(({ header }) => header.every((entry) => [entry].flat().some(has))) ?? null;
}

/** Roles and settings of a known export, as far as its columns hold what they should. */
export function profileRoles(columns: readonly Profile[]): Recognised | null {
  const named = columns.filter((p) => p.named);
  const profile = recognise(named.map((p) => p.name));
  if (profile === null) return null;
  const find = (name: string): Profile | null => named.find((p) => same(p.name, name)) ?? null;
  const offered = (role: ProfileRole): Profile[] =>
    (profile.columns[role] ?? [])
      .flatMap((name) => find(name) ?? [])
      .filter((p) => p.filled > 0 || role === "refunded");
  const roles: Partial<Record<ProfileRole, Role>> = {};
  const evidence = `as in ${profile.name}`;
  for (const role of ["date", "amount", "quantity", "unitPrice", "order", "currency", "refunded"] as const) {
    const [column] = offered(role);
    if (column !== undefined) roles[role] = { column, evidence };
  }
  const warnings = (profile.notes ?? []).map((note) => `${profile.name}: ${note}`);
  const customer = customerOf(offered("customer"), roles.amount?.column ?? null, warnings);
  if (customer !== null)
    roles.customer = { column: customer, evidence: `${evidence}; ${count(customer.distinct)} different` };
  if (customer !== null && /(name|^customer)$/i.test(customer.name))
    warnings.push(`customer: ${customer.name} holds names: people of one name count as one customer`);
  const exclude = excluded(profile, roles.refunded !== undefined, find);
  const excluding = new Map(exclude.map(({ column, values }) => [column, `left out: ${values.join(", ")}`]));
  return {
    name: profile.name,
    roles,
    ingest: {
      ...profile.ingest,
      ...(exclude.length > 0 && {
        exclude: Object.fromEntries(exclude.map(({ column, values }) => [column.name, [...values]])),
      }),
    },
    warnings,
    used: [...excluding.keys()],
    excluding,
  };
}

/** The first column that says of nearly every row who bought; rows without an amount are parts of an order and do not count. */
function customerOf(columns: readonly Profile[], amount: Profile | null, warnings: string[]): Profile | null {
  const shares = columns.map((column) => ({ column, share: usable(column, amount) }));
  const best = Math.max(0, ...shares.map(({ share }) => share));
  const chosen = shares.find(({ share }) => share > 0.05 && share >= best - 0.05) ?? null;
  const passed = chosen === null ? [] : shares.slice(0, shares.indexOf(chosen));
  for (const { column, share } of passed)
    warnings.push(
      `customer: ${percent(1 - share)} of the orders have no ${column.name} of a person${placeholderText(column)}, so ${chosen!.column.name} is taken`,
    );
  return chosen?.column ?? null;
}

function placeholderText(column: Profile): string {
  const nobody = placeholderOf(column);
  return nobody === null ? "" : ` (${nobody.value} is nobody's)`;
}

/** Share of the rows with an amount whose value is somebody's. */
function usable(column: Profile, amount: Profile | null): number {
  let [rows, filled] = [0, 0];
  column.values.forEach((value, i) => {
    if (amount !== null && amount.values[i] === null) return;
    rows++;
    if (value !== null) filled++;
  });
  return rows === 0 ? 0 : (filled / rows) * (1 - (placeholderOf(column)?.share ?? 0));
}

function excluded(
  { exclude = {}, excludeWithoutRefunds = {} }: ExportProfile,
  refunds: boolean,
  find: (name: string) => Profile | null,
): { column: Profile; values: readonly string[] }[] {
  return Object.entries(exclude).flatMap(([name, values]) => {
    const column = find(name);
    const further = refunds ? [] : (excludeWithoutRefunds[name] ?? []);
    return column === null ? [] : [{ column, values: [...values, ...further] }];
  });
}
