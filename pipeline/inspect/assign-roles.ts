import { count, percent } from "../text/format.js";
import { findCurrency } from "./currencies.js";
import { statusColumns } from "./excluded-values.js";
import { findAmount, type Money } from "./find-amount.js";
import { findRefunded } from "./find-refunded.js";
import { orderByParts } from "./order-lines.js";
import { type Profile, shareOnSeveralDays, shareWithOneValue } from "./profile.js";
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
}

const mostLevels = 50;
const leastConstant = 0.8;

/** Roles from names and values together: dates first, since what a customer or an order is shows in the days of its rows. */
export function assignRoles(profiles: readonly Profile[]): Roles {
  const taken = new Set<Profile>();
  const take = (role: Role | null): Role | null => {
    if (role !== null) taken.add(role.column);
    return role;
  };
  const free = (): Profile[] => profiles.filter((p) => !taken.has(p) && p.filled > 0);
  const date = take(findDate(free()));
  const days = date?.column.dates?.days ?? new Int32Array();
  const currency = take(findCurrency(free()));
  const customer = take(findCustomer(free(), days));
  const named = take(findOrder(free(), customer, days));
  const refunded = take(findRefunded(free()));
  const money = findAmount(free());
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
    .filter((p) => !taken.has(p))
    .map((column) => ({
      column,
      evidence: statuses.has(column) ? "says which rows count" : whyIgnored(column, customer, money),
    }));
  return { customer, date, ...money, order, currency, refunded, attributes, ignored };
}

function findDate(columns: readonly Profile[]): Role | null {
  const isMoment = (p: Profile): boolean => /^(DATE|TIMESTAMP)/.test(p.type ?? "");
  const column = best(columns, (p) => {
    if (p.dates === null) return 0;
    const name = score("date", p);
    // ten-digit numbers are more often ids or phones than seconds since 1970
    if (p.dates.format.startsWith("epoch") && p.named && name < believed) return 0;
    return 1 + 4 * p.dates.share + name + (isMoment(p) ? 2 : 0);
  });
  if (column === null) return null;
  const { format, share, order } = column.dates!;
  const written = isMoment(column) ? `of type ${column.type}` : `written as ${format}`;
  const read = share === 1 ? "every value" : `${percent(share)} of values`;
  return { column, evidence: `${read} ${written}${order === null ? "" : `; ${order}`}` };
}

function findCustomer(columns: readonly Profile[], days: Int32Array): Role | null {
  const describe = (p: Profile): string =>
    `${count(p.distinct)} different in ${count(p.filled)} sampled rows${p.missing > 0 ? `, ${percent(p.missing)} missing` : ""}`;
  const named = best(columns, (p) => {
    const name = score("customer", p);
    return name < believed ? 0 : name + (p.distinct > 1 ? 1 : 0) - p.missing;
  });
  if (named !== null) return { column: named, evidence: `by its name; ${describe(named)}` };
  const returning = columns.filter((p) => {
    const share = shareOnSeveralDays(p, days);
    const whole = p.numbers === null || p.numbers.fractional === 0;
    const isId = score("quantity", p) === 0 && score("order", p) < believed && score("amount", p) < believed;
    return whole && p.dates === null && isId && p.distinct > mostLevels && share !== null && share > 0.2;
  });
  const most = Math.max(0, ...returning.map((p) => p.distinct));
  const column = returning.find((p) => p.distinct >= 0.5 * most);
  if (column === undefined) return null;
  return {
    column,
    evidence: `by its values alone: ids that come back on other days; ${describe(column)}`,
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
    if (!few || !column.named || column.numbers !== null || column.dates !== null) return [];
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
