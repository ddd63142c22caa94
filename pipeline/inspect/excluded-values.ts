import { count, money, percent } from "../text/format.js";
import type { Roles } from "./assign-roles.js";
import type { Profile } from "./profile.js";
import { shareWithOneValue } from "./profile.js";
import { isStatusName, plainStatus, type StatusMeaning, statusMeaning } from "./status-words.js";

const mostLevels = 40;
/** A status that nearly all returning customers have on all their rows is theirs, not that of an order. */
const ofCustomers = 0.97;
const mostLost = 0.5;
/** Values that a sentence names. */
const mostNamed = 6;

/** The values of one column by what they say of an order. */
export interface StatusColumn {
  readonly column: Profile;
  readonly values: ReadonlyMap<string, StatusMeaning>;
  /** Whether customers have one of the values on all their rows, so that it says nothing of an order. */
  readonly isOfCustomer: boolean;
}

/** What a truth value in a column of this name says: `cancelled: true`, `livemode: false`. */
const flags: readonly (readonly [name: RegExp, value: "yes" | "no", meaning: StatusMeaning])[] = [
  [/^(is)?(test|testmode|testorder|testpayment|sandbox|demo)$/, "yes", "lost"],
  [/^(is)?(livemode|live)$/, "no", "lost"],
  [
    /^(is|was)?(cancelled|canceled|voided|void|deleted|failed|storniert|annule|cancelado|annullato|geannuleerd|peruutettu|makulerad|annulleret)$/,
    "yes",
    "lost",
  ],
  [/^(is|was)?(paid|captured|bezahlt|paye|pagado|pagato|betaald|betald)$/, "no", "unsure"],
];
const yes = new Set("true yes y t 1 ja j oui si sim tak x".split(" "));
const no = new Set("false no n f 0 nein nee non nao nej nie".split(" "));

/** The columns that say of each order whether it counts. */
export function statusColumns(columns: readonly Profile[], customer: Profile | null): StatusColumn[] {
  return columns.flatMap((column) => {
    if (!column.named || column.distinct === 0 || column.distinct > mostLevels || column.dates !== null)
      return [];
    const values = flagValues(column) ?? wordValues(column);
    if (values === null) return [];
    const own = customer === null || column.distinct < 2 ? null : shareWithOneValue(column, customer);
    return [{ column, values, isOfCustomer: own !== null && own >= ofCustomers }];
  });
}

function flagValues(column: Profile): Map<string, StatusMeaning> | null {
  const name = plainStatus(column.name).replaceAll(" ", "");
  const flag = flags.find(([pattern]) => pattern.test(name));
  const different = levels(column);
  if (flag === undefined || !different.every((v) => yes.has(plainStatus(v)) || no.has(plainStatus(v))))
    return null;
  const asked = flag[1] === "yes" ? yes : no;
  return new Map(different.map((value) => [value, asked.has(plainStatus(value)) ? flag[2] : "bought"]));
}

function wordValues(column: Profile): Map<string, StatusMeaning> | null {
  if (column.numbers !== null) return null;
  const values = new Map(levels(column).map((value) => [value, statusMeaning(value)]));
  const meanings = new Set(values.values());
  const isNamed = isStatusName(column.name);
  const isTold = meanings.has("bought") && (meanings.has("lost") || meanings.has("unsure"));
  return isNamed || (isTold && !meanings.has("unknown")) ? values : null;
}

/** Different values without regard to case, as they are first written. */
function levels(column: Profile): string[] {
  const found = new Map<string, string>();
  for (const value of column.values)
    if (value !== null && !found.has(value.toLowerCase())) found.set(value.toLowerCase(), value);
  return [...found.values()];
}

/** What `ingest.exclude` should be, and what is said of it. */
export interface Exclusions {
  readonly exclude: Record<string, string[]>;
  readonly notes: string[];
  readonly warnings: string[];
  /** Columns of which most rows would not count, so that a person has to say what is meant. */
  readonly open: { readonly name: string; readonly values: string[]; readonly share: number }[];
}

export function exclusions(
  statuses: readonly StatusColumn[],
  roles: Roles,
  hasRefunded: boolean,
  nameOf: (column: Profile) => string,
): Exclusions {
  const found: Exclusions = { exclude: {}, notes: [], warnings: [], open: [] };
  for (const { column, values, isOfCustomer } of statuses) {
    const name = nameOf(column);
    const of = (meaning: StatusMeaning): string[] =>
      [...values].filter(([, m]) => m === meaning).map(([v]) => v);
    const lost = of("lost");
    const unsure = of("unsure").filter(
      (value) => !(hasRefunded && /refund|erstatt|rembours|reembol|rimbors/.test(plainStatus(value))),
    );
    if (isOfCustomer) {
      if (lost.length > 0)
        found.warnings.push(
          `${column.name} ${lost.join(", ")}: ${rowsAndSum(column, lost, roles)} count, since customers have one value on all their rows: it says something of them, not of an order; else use ingest.exclude`,
        );
      continue;
    }
    const share = rowsWith(column, lost).length / column.values.length;
    if (lost.length > 0 && share > mostLost) found.open.push({ name, values: lost, share });
    else if (lost.length > 0) {
      const text = `${column.name} ${lost.join(", ")}: ${rowsAndSum(column, lost, roles)} do not count`;
      found.exclude[name] = lost;
      found.notes.push(text);
      found.warnings.push(`ingest.exclude: ${text}`);
    }
    const unknown = of("unknown");
    if (unknown.length > 0 && values.size > 1)
      found.warnings.push(
        `${column.name} ${unknown.slice(0, mostNamed).join(", ")}${unknown.length > mostNamed ? ", …" : ""}: nothing is known of what ${unknown.length === 1 ? "this value means" : "these values mean"}, so ${rowsAndSum(column, unknown, roles)} count as purchases; list those that are none in ingest.exclude`,
      );
    for (const value of unsure)
      found.warnings.push(
        `${column.name} ${value}: ${rowsAndSum(column, [value], roles)} count as ${areBack(column, value, roles) ? "refunds" : "purchases"}; if they are none, add the value to ingest.exclude`,
      );
  }
  return found;
}

function rowsWith(column: Profile, values: readonly string[]): number[] {
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  return column.values.flatMap((value, i) => (value !== null && wanted.has(value.toLowerCase()) ? [i] : []));
}

/** Whether every row of a value takes money back by its sign. */
function areBack(column: Profile, value: string, { amount }: Roles): boolean {
  const numbers = amount?.column.numbers?.values;
  return numbers !== undefined && rowsWith(column, [value]).every((i) => numbers[i]! < 0);
}

function rowsAndSum(column: Profile, values: readonly string[], { amount, currency }: Roles): string {
  const rows = rowsWith(column, values);
  const numbers = amount?.column.numbers?.values;
  const sum = rows.reduce(
    (total, i) => total + (Number.isNaN(numbers?.[i] ?? Number.NaN) ? 0 : numbers![i]!),
    0,
  );
  const share = percent(rows.length / column.values.length);
  const worth =
    numbers === undefined
      ? ""
      : `, amounts of ${money(sum, "")}${(currency?.column.distinct ?? 1) > 1 ? " in several currencies" : ""}`;
  return `${count(rows.length)} of the sampled rows (${share}${worth})`;
}
