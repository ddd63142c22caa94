import { seededRandom } from "../../../models/numeric/random.js";
import { assignRoles, type Roles } from "../../../pipeline/inspect/assign-roles.js";
import { profileColumns } from "../../../pipeline/inspect/profile.js";
import { columnsOf } from "../../../pipeline/inspect/sample.js";

/**
 * Columns from a line such as "Bestellnummer=o; Kundennummer=C; Betrag=A". A capital letter is the role that the column
 * should get; a small one what it holds otherwise.
 */
const meanings: Readonly<Record<string, string>> = {
  C: "customer", // a customer number
  E: "customer", // an e-mail address
  N: "customer", // the name of a person
  D: "date",
  A: "amount",
  Q: "quantity",
  P: "unitPrice",
  O: "order",
  U: "currency",
};

type Roled = "customer" | "date" | "amount" | "quantity" | "unitPrice" | "order" | "currency";
const rowCount = 160;

/** The columns that should have a role, by role. */
export function expectedRoles(line: string): Partial<Record<Roled, string>> {
  const found = columnsIn(line).flatMap(({ name, kind }) =>
    meanings[kind] === undefined ? [] : [[meanings[kind], name] as const],
  );
  return Object.fromEntries(found);
}

const columnsIn = (line: string): { name: string; kind: string }[] =>
  line.split(";").map((column) => {
    const at = column.lastIndexOf("=");
    return { name: column.slice(0, at).trim(), kind: column.slice(at + 1).trim() };
  });

/** Roles by a header and made-up rows. With `sums`, totals are the sums that they are in a shop; else money is drawn at random. */
export function rolesOf(line: string, sums: boolean): Roles {
  const columns = columnsIn(line);
  const random = seededRandom(columns.length);
  const names = columns.map(({ name }) => name);
  const rows = Array.from({ length: rowCount }, (_, i) => {
    const row = madeRow(i, random, sums);
    return columns.map(({ kind }) => row(kind));
  });
  const sample = {
    columns: columnsOf(names, rows, new Set([""])),
    rows: rowCount,
    unsplittable: 0,
    whole: true,
    totalRows: rowCount,
    dialect: null,
    table: null,
    warnings: [],
  };
  return assignRoles(profileColumns(sample));
}

function madeRow(i: number, random: () => number, sums: boolean): (kind: string) => string {
  const customer = Math.floor(random() * 60);
  const day = (n: number): string => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);
  const cents = (): number => Math.round(500 + random() * 9000);
  const quantity = 1 + Math.floor(random() * 4);
  const price = cents();
  const goods = sums ? quantity * price : cents();
  const discount = random() < 0.2 ? Math.round(goods / 10) : 0;
  const shipping = random() < 0.6 ? 490 : 0;
  const tax = sums ? Math.round((goods - discount) * 0.19) : cents();
  const total = sums ? goods - discount + tax + shipping : cents();
  const fee = Math.round(total * 0.03) + 30;
  const money = (value: number): string => (value / 100).toFixed(2);
  const by: Readonly<Record<string, () => string>> = {
    c: () => `${7000 + customer}`,
    e: () => `u${customer}@example.com`,
    n: () => `Ada ${"BCDFGHKLMN"[customer % 10]}${"aeiouy"[Math.floor(customer / 10)]}l`,
    d: () => day(i),
    later: () => day(i + 3 + Math.floor(random() * 9)),
    birth: () => day(-9000 - customer * 40),
    time: () => `${10 + (i % 12)}:${10 + (i % 47)}`,
    a: () => money(total),
    whole: () => `${Math.round(total / 10)}`,
    s: () => money(goods),
    net: () => money(total - tax),
    payout: () => money(total - fee),
    x: () => money(tax),
    h: () => money(shipping),
    k: () => money(discount),
    r: () => money(random() < 0.05 ? total : 0),
    f: () => money(-fee),
    cost: () => money(Math.round(goods / 2)),
    list: () => money(price + 500),
    zero: () => "0.00",
    q: () => `${quantity}`,
    p: () => money(price),
    o: () => `A-${1000 + i}`,
    line: () => `${1 + (i % 3)}`,
    sku: () => `SKU${i % 12}`,
    u: () => "EUR",
    st: () => ["paid", "open", "failed"][i % 3]!,
    w: () => `text ${i}`,
    place: () => ["Berlin", "Paris", "Rom"][customer % 3]!,
    j: () => `${i % 4}`,
    id: () => `${90000 + i}`,
    phone: () => `+49 30 ${100000 + customer}`,
  };
  return (kind) => {
    const made = by[meanings[kind] === undefined ? kind : ({ A: "a", U: "u" }[kind] ?? kind.toLowerCase())];
    if (made === undefined) throw new Error(`no values for ${kind}`);
    return made();
  };
}
