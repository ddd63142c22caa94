import { seededRandom } from "../../../models/numeric/random.js";
import { type AmountStyle, amountStyles } from "./amounts.js";
import { type IdStyle, idStyles } from "./customers.js";
import { type DateStyle, dateStyles } from "./dates.js";
import { type Header, type Language, languages } from "./languages.js";
import { type Order, shop } from "./shop.js";

/** How the rows of an order stand in the file. */
export const shapes = [
  "order",
  "total on each line",
  "total on the first line",
  "order on the first line",
  "line totals",
  "quantity and unit price",
  "quantity and price",
  "no amount",
] as const;
export type Shape = (typeof shapes)[number];

/** An export with what it is made of, and what is true of it. */
export interface Export {
  readonly spelling: string;
  readonly file: string;
  readonly content: Buffer;
  /** Amounts in cents by "customer day" of what counts. */
  readonly truth: ReadonlyMap<string, number>;
  /** What a person has to be asked or told of, by what the words about it must match; empty when the file says all. */
  readonly doubts: readonly RegExp[];
}

interface Form {
  readonly language: Language;
  readonly date: DateStyle;
  readonly amount: AmountStyle;
  readonly id: IdStyle;
  readonly shape: Shape;
  readonly statuses: "none" | "failed" | "pending";
  readonly refunds: "none" | "rows" | "column";
  readonly isShuffled: boolean;
  readonly earlyDays: boolean;
  readonly twoSpellings: boolean;
  readonly dialect: Dialect;
  readonly money: readonly Header[];
  readonly random: () => number;
}

interface Dialect {
  readonly kind: "text" | "jsonl" | "json";
  readonly delimiter: string;
  readonly newline: string;
  readonly quoteAll: boolean;
  readonly encoding: "utf8" | "utf8 bom" | "latin1" | "utf16le";
  readonly preamble: number;
}

const oneOf = <T>(random: () => number, all: readonly T[]): T => all[Math.floor(random() * all.length)]!;

/** The export of a number: every second one is plain in all but two things, the others mix all there is. */
export function exportOf(seed: number): Export {
  const random = seededRandom(seed + 1);
  for (let i = 0; i < 5; i++) random();
  const form = formOf(seed, random);
  const orders = shop(random, {
    orders: 160 + Math.floor(random() * 120),
    priceCents: form.amount.priceCents ?? 2500,
    whole: form.amount.whole === true,
    failures: form.statuses !== "none",
    refunds: form.refunds !== "none",
    earlyDays: form.earlyDays,
  });
  return written(seed, form, orders);
}

function formOf(seed: number, random: () => number): Form {
  const isPlain = seed % 2 === 0;
  const some = <T>(all: readonly T[], plain: T, share = 0.3): T =>
    isPlain && random() > share ? plain : oneOf(random, all);
  const language = some(languages, languages[0]!, 0.5);
  const amount = some(amountStyles, amountStyles[0]!, 0.4);
  const fitting = dateStyles.filter((date) => date.language === undefined || date.language === language.code);
  const date = some(fitting, dateStyles[0]!, 0.4);
  const id = some(idStyles, idStyles[0]!);
  const shape = some(shapes, "order");
  const needsAll = amount.unicode === true || ["pl", "ja"].includes(language.code);
  const delimiter = oneOf(random, [",", ",", ";", "\t", "|"]);
  return {
    language,
    amount,
    date,
    id,
    shape,
    random,
    statuses:
      isPlain && random() > 0.2 ? "none" : oneOf(random, ["none", "failed", "failed", "pending"] as const),
    refunds:
      isPlain || shape === "no amount" ? "none" : oneOf(random, ["none", "none", "rows", "column"] as const),
    isShuffled: random() < 0.3,
    earlyDays: random() < 0.12,
    twoSpellings: random() < 0.04,
    money: (["subtotal", "tax", "shipping", "discount"] as const).filter(() => random() < 0.5),
    dialect: {
      kind: isPlain ? "text" : oneOf(random, ["text", "text", "text", "text", "jsonl", "json"] as const),
      delimiter,
      newline: oneOf(random, ["\n", "\r\n"]),
      quoteAll: delimiter === "," && random() < 0.3,
      encoding: needsAll
        ? oneOf(random, ["utf8", "utf8 bom", "utf16le"] as const)
        : oneOf(random, ["utf8", "utf8 bom", "latin1", "utf16le"] as const),
      preamble: random() < 0.06 ? 2 : 0,
    },
  };
}

type Row = Map<Header, string>;

function written(seed: number, form: Form, orders: readonly Order[]): Export {
  const { language, dialect, random } = form;
  const names = new Map<Header, string>();
  for (const header of columnsOf(form)) names.set(header, oneOf(random, language.headers[header]));
  const groups = orders.map((order) => rowsOf(order, form, orders));
  const refunded = form.refunds === "rows" ? orders.filter((o) => o.refundedCents > 0) : [];
  for (const order of refunded) groups.push([refundRow(order, form)]);
  const inOrder = form.isShuffled ? shuffled(groups, random) : groups;
  const rows = inOrder.flat();
  const ofFile = dialect.kind === "text" ? text(rows, names, form) : json(rows, names, dialect.kind);
  const { amount, date, id, shape, statuses, refunds } = form;
  return {
    spelling:
      `${seed}: ${language.code}, ${date.name}, ${amount.name}, ${id.name}, ${shape}, status ${statuses}, refunds ${refunds}` +
      `${form.isShuffled ? ", shuffled" : ""}${form.earlyDays ? ", early days" : ""}${form.twoSpellings ? ", two spellings" : ""}, ${dialect.kind} ${dialect.encoding}` +
      ` [${[...names.values()].join(" ; ")}]`,
    file: `export.${dialect.kind === "text" ? "csv" : dialect.kind}`,
    content: ofFile,
    truth: truthOf(orders, form),
    doubts: doubtsOf(form, names.has("shipped") || form.refunds === "rows"),
  };
}

function columnsOf(form: Form): Header[] {
  const { shape, id, random } = form;
  const money: Header[] =
    shape === "order" || shape.startsWith("total on") || shape === "order on the first line"
      ? [...form.money, "total"]
      : shape === "line totals"
        ? ["quantity", "lineTotal"]
        : shape === "no amount"
          ? []
          : ["quantity", shape === "quantity and price" ? "price" : "unitPrice"];
  const columns: Header[] = ["order", id.email ? "email" : "customer", "date", ...money];
  if (shape !== "order" && shape !== "no amount") columns.push("item");
  if (form.statuses !== "none") columns.push("status");
  if (form.refunds === "column" && money.includes("total")) columns.push("refunded");
  for (const extra of ["shipped", "name", "city", "phone"] as const) if (random() < 0.3) columns.push(extra);
  if (!id.email && random() < 0.3) columns.push("email");
  return shuffled(columns, random);
}

function rowsOf(order: Order, form: Form, orders: readonly Order[]): Row[] {
  const { shape } = form;
  const first = orderCells(order, form, orders);
  if (shape === "order" || shape === "no amount") return [first];
  return order.lines.map((line, i) => {
    const row: Row = new Map(first);
    row.set("item", line.item);
    row.set("quantity", `${line.quantity}`);
    row.set("unitPrice", form.amount.write(line.unitCents));
    row.set("price", form.amount.write(line.unitCents));
    row.set("lineTotal", form.amount.write(line.quantity * line.unitCents));
    if (i === 0) return row;
    const onlyFirst: Header[] = ["total", "subtotal", "tax", "shipping", "discount", "refunded", "status"];
    const ofOrder: Header[] = ["order", "customer", "email", "date", "shipped", "name", "city", "phone"];
    if (shape === "total on the first line") for (const header of onlyFirst) row.delete(header);
    if (shape === "order on the first line")
      for (const header of [...onlyFirst, ...ofOrder]) row.delete(header);
    return row;
  });
}

function orderCells(order: Order, form: Form, orders: readonly Order[]): Row {
  const { amount, id } = form;
  const isLate = form.twoSpellings && order.at > orders[Math.floor(orders.length * 0.94)]!.at;
  const other = form.date.name === "iso" ? "d.m.Y" : "iso";
  const date = isLate ? dateStyles.find(({ name }) => name === other)! : form.date;
  const cells: Row = new Map([
    ["order", `${order.number}`],
    [id.email ? "email" : "customer", id.write(order.customer, order.number)],
    ["date", date.write(order.at)],
    ["shipped", form.date.write(order.at + 3 * 86_400)],
    ["subtotal", amount.write(order.subtotalCents)],
    ["tax", amount.write(order.taxCents)],
    ["shipping", amount.write(order.shippingCents)],
    ["discount", amount.write(order.discountCents)],
    ["refunded", amount.write(order.refundedCents)],
    ["total", amount.write(order.totalCents)],
    ["status", status(order, form)],
    [
      "name",
      `${["Ada", "Ben", "Cleo", "Dan"][order.customer % 4]} ${["Berg", "Costa", "Dahl"][order.customer % 3]}`,
    ],
    ["city", ["Lund", "Porto", "Basel", "Graz"][order.customer % 4]!],
    ["phone", `+46 70 ${1_000_000 + order.customer * 7919}`],
  ]);
  if (!id.email) cells.set("email", `person${order.customer}@example.com`);
  return cells;
}

function status(order: Order, { language, statuses }: Form): string {
  if (order.failed)
    return statuses === "pending" ? "Pending" : language.failed[order.number % language.failed.length]!;
  return language.paid[0]!;
}

function refundRow(order: Order, form: Form): Row {
  const row = orderCells({ ...order, at: order.at + 5 * 86_400 }, form, [order, order]);
  for (const header of ["subtotal", "tax", "shipping", "discount"] as const)
    row.set(header, form.amount.write(0));
  row.set("order", `${order.number + 500_000}`);
  row.set("total", form.amount.write(-order.refundedCents));
  row.set("item", "Refund");
  row.set("quantity", form.shape === "line totals" ? "1" : "-1");
  row.set("unitPrice", form.amount.write(order.refundedCents));
  row.set("price", form.amount.write(order.refundedCents));
  row.set("lineTotal", form.amount.write(-order.refundedCents));
  return row;
}

function shuffled<T>(all: readonly T[], random: () => number): T[] {
  const mixed = [...all];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
  }
  return mixed;
}

function text(rows: readonly Row[], names: ReadonlyMap<Header, string>, { dialect }: Form): Buffer {
  const { delimiter, newline, quoteAll, encoding, preamble } = dialect;
  const cell = (value: string): string =>
    quoteAll || value.includes(delimiter) || /["\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  const line = (cells: readonly string[]): string => cells.map(cell).join(delimiter);
  const lines = [
    line([...names.values()]),
    ...rows.map((row) => line([...names.keys()].map((h) => row.get(h) ?? ""))),
  ];
  if (preamble > 0) lines.unshift("Export 2024", "");
  const whole = `${lines.join(newline)}${newline}`;
  if (encoding === "utf8 bom") return Buffer.from(`\ufeff${whole}`, "utf8");
  if (encoding === "utf16le") return Buffer.from(`\ufeff${whole}`, "utf16le");
  return Buffer.from(whole, encoding);
}

function json(rows: readonly Row[], names: ReadonlyMap<Header, string>, kind: "jsonl" | "json"): Buffer {
  const objects = rows.map((row) =>
    JSON.stringify(Object.fromEntries([...names].map(([header, name]) => [name, row.get(header) ?? null]))),
  );
  return Buffer.from(kind === "jsonl" ? `${objects.join("\n")}\n` : `[${objects.join(",\n")}]\n`);
}

function truthOf(orders: readonly Order[], form: Form): Map<string, number> {
  const truth = new Map<string, number>();
  const add = (order: Order, at: number, cents: number): void => {
    const id = form.id.id(order.customer);
    if (id === "") return;
    const key = `${id} ${new Date(at * 1000).toISOString().slice(0, 10)}`;
    truth.set(key, (truth.get(key) ?? 0) + cents);
  };
  const isLines = form.shape === "line totals" || form.shape.startsWith("quantity");
  for (const order of orders) {
    if (order.failed) continue;
    const hasColumn = form.refunds === "column" && !isLines;
    add(
      order,
      order.at,
      (isLines ? order.subtotalCents : order.totalCents) - (hasColumn ? order.refundedCents : 0),
    );
    if (form.refunds === "rows" && order.refundedCents > 0)
      add(order, order.at + 5 * 86_400, -order.refundedCents);
  }
  return truth;
}

/** @param hasLaterDays whether days of shipping or refunding, some days later, show which number is the day */
function doubtsOf(form: Form, hasLaterDays: boolean): RegExp[] {
  const doubts: RegExp[] = [];
  const { date, shape, statuses, id, earlyDays, isShuffled } = form;
  const canBeBoth = /^[djmn][/-][djmn][/-]/.test(date.name);
  if (earlyDays && canBeBoth && isShuffled && !hasLaterDays) doubts.push(/date|day/i);
  if (shape === "quantity and price") doubts.push(/price|amount/i);
  if (shape === "no amount") doubts.push(/amount/i);
  if (statuses === "pending") doubts.push(/status|pending|exclude/i);
  if (id.ambiguous) doubts.push(id.ambiguous);
  return doubts;
}
