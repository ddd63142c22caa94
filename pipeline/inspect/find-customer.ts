import { count, percent } from "../text/format.js";
import { conceptsOf } from "./column-names.js";
import type { OpenChoice } from "./open-choice.js";
import { placeholderOf } from "./placeholder-ids.js";
import { type Profile, shareOnSeveralDays, shareWithOneValue } from "./profile.js";
import { believed, type Role, score } from "./role.js";

export interface FoundCustomer {
  readonly customer: Role | null;
  readonly warnings: readonly string[];
  readonly open: readonly OpenChoice[];
}

const mostLevels = 50;
/** So much more of the rows must have the other id before it is preferred to a better named one. */
const clearlyFuller = 0.05;

/** The customer's id: by its name, else e-mail addresses, else ids that come back on other days, else names of people. */
export function findCustomer(columns: readonly Profile[], days: Int32Array): FoundCustomer {
  const ids = columns.filter(couldIdentify);
  return (
    byName(ids) ??
    byValues(ids.filter(isAddress), days, "by its values alone: e-mail addresses") ??
    byValues(ids.filter(isNeutral), days, "by its values alone: ids that come back on other days") ??
    byPhone(ids, days) ??
    byPersonName(ids) ?? { customer: null, warnings: [], open: [] }
  );
}

const describe = (p: Profile): string =>
  `${count(p.distinct)} different in ${count(p.filled)} sampled rows${p.missing > 0 ? `, ${percent(p.missing)} missing` : ""}`;

const shapes = {
  time: /^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]\.?m\.?)?$/i,
  nested: /^[[{]/,
  money: /^[-+(]?\s*([$€£¥]|[A-Z]{3}\s)?\s*\d[\d.,' \u00A0\u202F]*[.,]\d{2}\)?\s*([$€£¥]|[A-Za-z]{2,3}\.?)?$/,
  flag: /^(true|false|yes|no|y|n|ja|nein|oui|non|si|sí)$/i,
};

/** Never a date, a time, an amount, a nested object or a flag; nor one value on every row. */
function couldIdentify(p: Profile): boolean {
  if (p.distinct < 2) return false;
  const filled = p.values.filter((value) => value !== null);
  const few = filled.filter((_, i) => i % Math.max(1, Math.floor(filled.length / 300)) === 0);
  const mostly = (shape: RegExp): boolean => few.filter((text) => shape.test(text)).length > 0.7 * few.length;
  if (Object.values(shapes).some(mostly)) return false;
  if (p.numbers !== null && p.numbers.fractional > 0.02) return false;
  // digits may be an id that looks like 20240131 or like seconds since 1970
  return p.dates === null || (/^(yyyymmdd|epoch)/.test(p.dates.format) && score("customer", p) >= believed);
}

const isAddress = (p: Profile): boolean => {
  const addresses = p.values.filter((value) => value !== null && /^[^@\s]+@[^@\s]+$/.test(value)).length;
  return addresses > 0.5 * p.filled && !(p.named && conceptsOf(p.name).has("merchant"));
};

interface Candidate {
  readonly column: Profile;
  readonly weight: number;
  /** Share of all rows that have an id of somebody. */
  readonly usable: number;
  readonly address: boolean;
}

function byName(ids: readonly Profile[]): FoundCustomer | null {
  const candidates = ids
    .map((column): Candidate => {
      const found = placeholderOf(column);
      const nobody = found === null || found.outsize ? 0 : found.share;
      return {
        column,
        weight: score("customer", column),
        usable: (1 - column.missing) * (1 - nobody),
        address: isAddress(column),
      };
    })
    .filter((c) => c.weight >= believed)
    .sort((a, b) => b.weight - b.column.missing - (a.weight - a.column.missing));
  const [first] = candidates;
  if (first === undefined) return null;
  const others = candidates.slice(1);
  const found = (chosen: Candidate, warnings: string[], open: OpenChoice[] = []): FoundCustomer => ({
    customer: { column: chosen.column, evidence: `by its name; ${describe(chosen.column)}` },
    warnings,
    open,
  });
  const fuller =
    others.find((c) => c.usable > first.usable + clearlyFuller && returns(c.column)) ??
    behindOutsize(first, others);
  if (fuller !== undefined)
    return found(fuller, [`customer: ${lacking(first.column)}, so ${fuller.column.name} is taken`]);
  const address = others.find((c) => c.address && c.usable >= first.usable - clearlyFuller);
  if (holdsNames(first.column) && address !== undefined) return found(address, []);
  const person = others.find(
    (c) => !c.address && returns(c.column) && c.usable >= first.usable - clearlyFuller,
  );
  if (!returns(first.column) && person !== undefined)
    return found(person, [
      `customer: ${first.column.name} is another one on nearly every row, so ${person.column.name} is taken`,
    ]);
  const rivals = others.filter(
    (c) => !c.address && first.weight - c.weight < 0.75 && !sameCustomers(c.column, first.column),
  );
  const warnings = lackingMuch(first.column) ? [`customer: ${lacking(first.column)}`] : [];
  if (holdsNames(first.column)) warnings.push(namesOnly(first.column));
  const another = others.find(
    (c) =>
      !c.address &&
      !rivals.includes(c) &&
      c.weight >= 6 &&
      returns(c.column) &&
      !sameCustomers(c.column, first.column),
  );
  if (another !== undefined)
    warnings.push(
      `customer: ${first.column.name} is taken (${describe(first.column)}); ${another.column.name} is another id (${describe(another.column)}), and if it is the customer, set columns.customer to it`,
    );
  return found(first, warnings, rivals.length > 0 && !first.address ? [severalIds([first, ...rivals])] : []);
}

/** The addresses of the people behind one id with an outsize share of the rows, where there are more of them than ids. */
function behindOutsize(first: Candidate, others: readonly Candidate[]): Candidate | undefined {
  if (placeholderOf(first.column)?.outsize !== true) return undefined;
  return others.find(
    (c) => c.address && returns(c.column) && c.column.distinct > 1.1 * first.column.distinct,
  );
}

/** Names of people: letters without digits, mostly of several words. */
function holdsNames(p: Profile): boolean {
  const names = p.values.filter(
    (value) => value !== null && /^\p{L}[\p{L}\p{M}.'’-]*([ ,]+[\p{L}\p{M}.'’-]+)+$/u.test(value),
  ).length;
  return names > 0.7 * p.filled;
}

const namesOnly = (p: Profile): string =>
  `customer: there is no id but the names in ${p.name}: people of one name count as one customer, and one who is spelt in two ways as two`;

/** Whether some ids occur again. A log too short to show it counts as one that does. */
const returns = (p: Profile): boolean => p.filled < 100 || p.distinct < 0.97 * p.filled;

function lacking(p: Profile): string {
  const nobody = placeholderOf(p);
  const parts = [
    ...(p.missing > 0.01 ? [`${percent(p.missing)} of the rows have no ${p.name}`] : []),
    ...(nobody === null
      ? []
      : [
          `${p.name} is ${nobody.value} on ${percent(nobody.share * (1 - p.missing))} of the rows${nobody.outsize ? "" : ", which is nobody's id"}`,
        ]),
  ];
  return parts.length > 0 ? parts.join(" and ") : `${p.name} has gaps`;
}

const lackingMuch = (p: Profile): boolean => (placeholderOf(p)?.share ?? 0) > 0.01;

const sameCustomers = (a: Profile, b: Profile): boolean =>
  Math.abs(a.distinct - b.distinct) <= 0.02 * Math.max(a.distinct, b.distinct) &&
  (shareWithOneValue(a, b) ?? 1) > 0.95;

function severalIds(candidates: readonly Candidate[]): OpenChoice {
  return {
    key: "columns.customer",
    question: `${candidates.map((c) => c.column.name).join(" and ")} could each be the customer, and they differ`,
    choices: candidates.map(({ column }) => ({
      value: column.name,
      means: `${describe(column)}; such as ${column.examples.slice(0, 2).join(", ")}`,
    })),
  };
}

/** Columns without a name, or whose name speaks of nothing else. */
function isNeutral(p: Profile): boolean {
  if (!p.named) return true;
  const has = conceptsOf(p.name);
  const other = [
    "date",
    "time",
    "order",
    "product",
    "merchant",
    "status",
    "method",
    "quantity",
    "currency",
    "detail",
    "line",
    "shipping",
    "unit",
  ] as const;
  return (
    !other.some((concept) => has.has(concept)) &&
    score("amount", p) < believed &&
    score("order", p) < believed
  );
}

function byValues(ids: readonly Profile[], days: Int32Array, evidence: string): FoundCustomer | null {
  const returning = ids.filter((p) => {
    const share = shareOnSeveralDays(p, days);
    const isId = p.dates === null && score("quantity", p) === 0;
    return isId && p.distinct > mostLevels && share !== null && share > 0.2;
  });
  const most = Math.max(0, ...returning.map((p) => p.distinct));
  const column = returning.find((p) => p.distinct >= 0.5 * most);
  if (column === undefined) return null;
  return { customer: { column, evidence: `${evidence}; ${describe(column)}` }, warnings: [], open: [] };
}

const phone =
  /phone|mobile|handy|telefon|mobil|^tel|teléfono|téléphone|telefoon|puhelin|sími|電話|电话|手机|전화|연락처/i;

function byPhone(ids: readonly Profile[], days: Int32Array): FoundCustomer | null {
  const phones = ids.filter((p) => p.named && phone.test(p.name));
  const found = byValues(phones, days, "telephone numbers");
  const name = found?.customer?.column.name;
  return (
    found && {
      ...found,
      warnings: [`customer: there is no id but the telephone numbers in ${name}; check it`],
    }
  );
}

/** Last of all: people of one name are taken for one customer. */
function byPersonName(ids: readonly Profile[]): FoundCustomer | null {
  const weight = (p: Profile): number => {
    const has = conceptsOf(p.name);
    if (!p.named || !has.has("detail") || p.numbers !== null) return 0;
    if (
      ["product", "merchant", "status", "method", "date", "line", "shipping"].some((c) =>
        has.has(c as "product"),
      )
    )
      return 0;
    return has.has("customer") || has.has("person") ? 2 : 1;
  };
  const [column] = ids
    .filter((p) => weight(p) > 0 && p.distinct > mostLevels && p.distinct > 0.02 * p.filled && isNameLike(p))
    .sort((a, b) => weight(b) - weight(a) || b.distinct - a.distinct);
  if (column === undefined) return null;
  return {
    customer: { column, evidence: `names of people; ${describe(column)}` },
    warnings: [namesOnly(column)],
    open: [],
  };
}

const isNameLike = (p: Profile): boolean =>
  /name|navn|namn|nom|nimi|nome|nombre|naam|nazw|名|nominativo|nafn|imi/i.test(p.name);
