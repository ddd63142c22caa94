import { nameScore, nameWords } from "./column-names.js";
import { numberColumn } from "./number-text.js";

/** What a column of a table of costs holds. */
export type CostRole = "period" | "amount" | "currency" | "newCustomers" | "customer";

/** A column of a table of costs, by its position from 0. */
export interface CostColumns {
  readonly roles: Readonly<Partial<Record<CostRole, number>>>;
  /** By name: columns that say what a cost was for, those of attributes of the log first. */
  readonly dimensions: readonly {
    readonly name: string;
    readonly at: number;
    readonly isAttribute: boolean;
  }[];
  /** Columns that are not read: other figures, such as clicks. */
  readonly unused: readonly number[];
  /** Columns that might be the amount alike. */
  readonly doubtful: readonly number[];
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
/** As people name what was spent, the most certain first. */
const spending = words(
  "spend spent spending adspend cost costs kosten werbekosten ausgaben werbeausgaben aufwand coût coûts cout couts dépense dépenses depense depenses gasto gastos coste costes costo costos custo custos spesa spese uitgaven kostnad kostnader omkostninger utgifter kustannus kustannukset koszt koszty expense expenses",
);
const amounts = words(
  "amount betrag montant importe importo bedrag valor belopp beløb kwota invest investment investition invested",
);
const planned = words("budget budgets plan planned presupuesto preventivo begroting");
const news = words(
  "new neu neue neuer neuen nouveau nouveaux nuevo nuevos nuovi nieuwe nya nye acquired gewonnene novos",
);
const people = words(
  "customer customers kunde kunden client clients cliente clientes clienti klanten kunder buyers",
);
const joined = words("newcustomers neukunden customers kunden acquisitions nykunder");
const others = words(
  "per rate share pct percent cpc cpm cpa cac ctr roas roi anteil click clicks klick klicks impressions",
);
const periods = words(
  "month monat mois mes mese maand month_start yearmonth period periode zeitraum période periodo date datum day tag date jour fecha dia data dato päivä kuukausi miesiąc måned månad",
);

/** How surely a name is that of what was spent; 0 where it is not. */
function amountRank(name: string): number {
  const own = nameWords(name);
  const has = (set: ReadonlySet<string>): boolean => own.some((word) => set.has(word));
  if (has(others)) return 0;
  return has(spending) ? (has(planned) ? 2 : 4) : has(amounts) ? 3 : has(planned) ? 1 : 0;
}

function isNewCustomers(name: string): boolean {
  const own = nameWords(name);
  const whole = own.join("");
  return joined.has(whole) || (own.some((word) => news.has(word)) && own.some((word) => people.has(word)));
}

/** How surely a name is that of the month or day of a cost. */
function periodRank(name: string): number {
  const own = nameWords(name);
  return own.some((word) => periods.has(word)) ? 5 : nameScore("date", name);
}

/**
 * What the columns of a table of costs hold, by their names as people write them.
 * @param attributes of the log, with the names of their columns there
 * @param rows a look into it, field by field
 */
export function costColumns(
  names: readonly string[],
  rows: readonly (readonly (string | null)[])[],
  attributes: ReadonlyMap<string, string>,
): CostColumns {
  const attributeAt = names.map((name) => attributeNamed(name, attributes));
  const free = (i: number): boolean => attributeAt[i] === null;
  const best = (rank: (name: string) => number, taken: readonly number[]): number[] => {
    const ranks = names.map((name, i) => (free(i) && !taken.includes(i) ? rank(name) : 0));
    const top = Math.max(0, ...ranks);
    return top <= 0 ? [] : names.flatMap((_, i) => (ranks[i] === top ? [i] : []));
  };
  const newCustomers = best((name) => (isNewCustomers(name) ? 1 : 0), []).slice(0, 1);
  const currency = best((name) => (nameScore("currency", name) >= 8 ? 1 : 0), newCustomers).slice(0, 1);
  const taken = [...newCustomers, ...currency];
  const amount = best(amountRank, taken);
  const period = best(periodRank, [...taken, ...amount]).slice(0, 1);
  const customer = best(
    (name) => (nameScore("customer", name) >= 9 ? nameScore("customer", name) : 0),
    [...taken, ...amount, ...period],
  ).slice(0, 1);
  const roles: Partial<Record<CostRole, number>> = {};
  for (const [role, [at]] of Object.entries({ period, amount, currency, newCustomers, customer }))
    if (at !== undefined) roles[role as CostRole] = at;
  const used = new Set([...taken, ...amount, ...period, ...customer]);
  const rest = names.map((_, i) => i).filter((i) => !used.has(i));
  const isFigure = (i: number): boolean =>
    free(i) && numberColumn(rows.map((row) => row[i] ?? null)) !== null;
  const dimensions = rest
    .filter((i) => !isFigure(i))
    .map((i) => ({
      name: attributeAt[i] ?? dimensionName(names[i]!, i),
      at: i,
      isAttribute: attributeAt[i] !== null,
    }));
  return {
    roles,
    dimensions: dimensions.sort((a, b) => Number(b.isAttribute) - Number(a.isAttribute) || a.at - b.at),
    unused: rest.filter(isFigure),
    doubtful: amount.length > 1 ? amount : [],
  };
}

/** The attribute of the log that a column is named after; null for none. */
function attributeNamed(name: string, attributes: ReadonlyMap<string, string>): string | null {
  const spelt = (text: string): string => nameWords(text).join("_");
  for (const [attribute, column] of attributes)
    if ([attribute, column].some((known) => spelt(known) === spelt(name))) return attribute;
  return null;
}

function dimensionName(name: string, at: number): string {
  return nameWords(name).join("_") || `column_${at + 1}`;
}

/**
 * Whether a table looks like one of acquisition costs: an amount spent, by period or by customer, and no log of orders.
 * @param isNamed whether its name says so; then an amount is what was spent, and a customer may have a date
 */
export function looksLikeCosts(names: readonly string[], isNamed: boolean): boolean {
  const { roles } = costColumns(names, [], new Map());
  if (roles.amount === undefined || names.some((name) => nameScore("order", name) >= 7)) return false;
  const [period, customer] = [roles.period !== undefined, roles.customer !== undefined];
  if (isNamed) return period || customer;
  return amountRank(names[roles.amount]!) === 4 && period !== customer;
}
