import { count, percent } from "../text/format.js";
import { conceptsOf } from "./column-names.js";
import { findCurrency } from "./currencies.js";
import { statusColumns } from "./excluded-values.js";
import { findAmount } from "./find-amount.js";
import { findCustomer } from "./find-customer.js";
import { findDate } from "./find-date.js";
import { findRefunded } from "./find-refunded.js";
import type { FoundMoney, Money } from "./found-money.js";
import type { OpenChoice } from "./open-choice.js";
import { orderByParts } from "./order-lines.js";
import { type Profile, shareOnSeveralDays, shareWithOneValue } from "./profile.js";
import { profileRoles, type Recognised } from "./profiles/recognise.js";
import { believed, best, type Role, score } from "./role.js";

/** Which column holds what; null where none seems to. */
export interface Roles {
  readonly customer: Role | null;
  readonly date: Role | null;
  /** Null also where quantity times unit price is the amount. */
  readonly amount: Role | null;
  readonly quantity: Role | null;
  readonly unitPrice: Role | null;
  readonly order: Role | null;
  readonly currency: Role | null;
  /** What was refunded of the amount. */
  readonly refunded: Role | null;
  readonly attributes: readonly Role[];
  /** Why the other columns have no role. */
  readonly ignored: readonly Role[];
  /** The product that writes such files; null where the header is of none that is known. */
  readonly recognised: Recognised | null;
  /** What a person should know about the choices. */
  readonly warnings: readonly string[];
  /** Roles that several columns could have. */
  readonly open: readonly OpenChoice[];
}

const mostLevels = 50;
const leastConstant = 0.8;

/**
 * Roles from names and values together: dates first, since what a customer or an order is shows in the days of its rows.
 * A known export says its roles itself.
 */
export function assignRoles(profiles: readonly Profile[]): Roles {
  const recognised = profileRoles(profiles);
  const given = recognised?.roles ?? {};
  const taken = new Set<Profile>(recognised?.used);
  const take = (role: Role | null): Role | null => {
    if (role !== null) taken.add(role.column);
    return role;
  };
  const free = (): Profile[] => profiles.filter((p) => !taken.has(p) && p.filled > 0);
  const dated = given.date ? { date: given.date, warnings: [] } : findDate(free());
  const date = take(dated.date);
  const days = date?.column.dates?.days ?? new Int32Array();
  const currency = take(given.currency ?? (recognised ? null : findCurrency(free())));
  const bought = given.customer
    ? { customer: given.customer, warnings: [], open: [] }
    : findCustomer(free(), days);
  const customer = take(bought.customer);
  const named = take(given.order ?? (recognised ? null : findOrder(free(), customer, days)));
  const refunded = take(given.refunded ?? (recognised ? null : findRefunded(free())));
  const { warnings, open, ...money } = givenMoney(given) ?? findAmount(free(), named?.column ?? null);
  for (const role of Object.values(money)) take(role);
  const order = named ?? take(orderByParts(free(), { amount: money.amount, customer }));
  const statuses = new Set(
    statusColumns(free(), customer?.column ?? null).flatMap((s) => (s.isOfCustomer ? [] : [s.column])),
  );
  const attributes = findAttributes(
    free().filter((column) => !statuses.has(column)),
    customer,
  );
  for (const role of attributes) take(role);
  const ignored = profiles
    .filter((p) => !taken.has(p) || recognised?.excluding.has(p))
    .map((column) => ({
      column,
      evidence:
        recognised?.excluding.get(column) ??
        (statuses.has(column) ? "says which rows count" : whyIgnored(column, customer, money)),
    }));
  return {
    customer,
    date,
    ...money,
    order,
    currency,
    refunded,
    attributes,
    ignored,
    recognised,
    warnings: [...(recognised?.warnings ?? []), ...dated.warnings, ...bought.warnings, ...warnings],
    open: [...bought.open, ...open],
  };
}

/** The amount of a known export; null where it is to be found. */
function givenMoney({ amount, quantity, unitPrice }: Partial<Money>): FoundMoney | null {
  if (!amount && !(quantity && unitPrice)) return null;
  return {
    amount: amount ?? null,
    quantity: quantity ?? null,
    unitPrice: unitPrice ?? null,
    warnings: [],
    open: [],
  };
}

function findOrder(columns: readonly Profile[], customer: Role | null, days: Int32Array): Role | null {
  const oneDay = (p: Profile): boolean => (shareOnSeveralDays(p, days) ?? 0) < 0.2;
  const named = best(columns, (p) => {
    const name = score("order", p);
    const likely = p.distinct > 0.02 * p.filled && p.missing < 0.5 && oneDay(p);
    const fractions = p.numbers !== null && p.numbers.fractional > 0;
    return name >= believed && likely && !fractions ? name : 0;
  });
  if (named !== null)
    return { column: named, evidence: `by its name; ${count(named.distinct)} different, each on one day` };
  if (customer === null || customer.column.named) return null;
  const column = columns.find((p) => {
    const share = shareOnSeveralDays(p, days);
    const whole = p.numbers === null || p.numbers.fractional === 0;
    const many = p.distinct > customer.column.distinct && p.distinct < 0.9 * p.filled;
    return whole && p.dates === null && many && share !== null && share < 0.02;
  });
  if (column === undefined) return null;
  return { column, evidence: "by its values alone: rows with the same value are of one day" };
}

/** Texts with few levels that stay the same within a customer. */
function findAttributes(columns: readonly Profile[], customer: Role | null): Role[] {
  if (customer === null) return [];
  return columns.flatMap((column) => {
    const few = column.distinct >= 2 && column.distinct <= Math.min(mostLevels, column.filled / 10);
    if (!few || !column.named || column.numbers !== null || column.dates !== null || !describesPeople(column))
      return [];
    const constant = shareWithOneValue(column, customer.column);
    if (constant !== null && constant < leastConstant) return [];
    const levels = `${column.distinct} levels`;
    return [
      {
        column,
        evidence:
          constant === null
            ? levels
            : `${levels}; one level only for ${percent(constant)} of returning customers`,
      },
    ];
  });
}

/** A zone of time tells nothing of the customer. */
const describesPeople = ({ name }: Profile): boolean => !conceptsOf(name).has("time");

function whyIgnored(column: Profile, customer: Role | null, money: Money): string {
  if (column.filled === 0) return "no values";
  if (column.distinct === 1) return "the same value on every row";
  if (column.dates !== null) return "another date";
  if (customer !== null) {
    const same =
      column.distinct === customer.column.distinct && shareWithOneValue(column, customer.column) === 1;
    if (same) return `goes one to one with ${customer.column.name}`;
  }
  const total = money.amount?.column.name ?? money.unitPrice?.column.name;
  if (column.numbers !== null) {
    if (total === undefined) return "a number, but neither its name nor its values say of what";
    const counted = column.numbers.fractional === 0 ? "whole numbers" : "numbers";
    return `${counted}; ${money.amount === null ? "the amount comes from other columns" : `the amount is in ${total}`}`;
  }
  if (column.distinct > mostLevels)
    return `${count(column.distinct)} different texts: too many for an attribute`;
  return column.named
    ? "varies within a customer"
    : "a text without a name; map it as an attribute if it is one";
}
