import { expect, test } from "vitest";
import { seededRandom } from "../../../../models/numeric/random.js";
import { counts, ingestBench } from "./ingest-log.js";

/**
 * An invoice export as shops hand them over: semicolons, dd.mm.yyyy with times, decimal commas with thousands points,
 * cancellations with a C, missing customers, impossible dates, whole invoices exported twice, blank lines, CRLF,
 * Windows-1252, notes over two lines. What must become of each line is determined by a plain loop beside it.
 */
const bench = await ingestBench();
const header = "Rechnung;Pos;Artikel;Menge;Datum;Einzelpreis;Kunde;Land";
const asOf = "2011-12-09";
const dayNumber = (day: string): number => Date.parse(day) / 86_400_000;

type Fate = "accepted" | "merged" | "outOfWindow" | string;
interface Line {
  readonly text: string;
  readonly fate: Fate;
  readonly customer: string;
  readonly day: string;
  /** 1e-4 euro */
  readonly amount: number;
  readonly refund: boolean;
  readonly country: string;
}

/** 12345.6 as 12.345,60 */
function german(value: number, decimals: number): string {
  const [whole = "", rest = ""] = Math.abs(value).toFixed(decimals).split(".");
  return `${value < 0 ? "-" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ".")}${decimals > 0 ? `,${rest}` : ""}`;
}

function invoiceLines(): Line[] {
  const random = seededRandom(7);
  const upTo = (n: number): number => Math.floor(random() * n);
  const lines: Line[] = [];
  for (let invoice = 0; invoice < 400; invoice++) {
    const named = random() < 0.93;
    const customer = named ? `K${100 + upTo(60)}` : ["", "NULL", " "][upTo(3)]!;
    const cancelled = random() < 0.08;
    const late = random() < 0.03;
    const badDate = random() < 0.03;
    const month = 1 + upTo(12);
    const two = (n: number): string => String(n).padStart(2, "0");
    const dayOfMonth = late ? 10 + upTo(20) : 1 + upTo(9);
    const day = late ? `2011-12-${two(dayOfMonth)}` : `2011-${two(month)}-${two(dayOfMonth)}`;
    const written = badDate
      ? ["31.02.2011 10:00", "0.0.0000 00:00", "gestern", ""][upTo(4)]!
      : `${day.slice(8)}.${day.slice(5, 7)}.2011 ${two(upTo(24))}:${two(upTo(60))}`;
    const country = ["Österreich", "Deutschland", "Frankreich"][upTo(3)]!;
    const own: Line[] = [];
    for (let position = 1; position <= 1 + upTo(4); position++) {
      const quantity = (1 + upTo(40)) * (cancelled && random() < 0.5 ? -1 : 1);
      const badPrice = random() < 0.02;
      const cents = upTo(5) === 0 ? 100_000 + upTo(400_000) : upTo(3000);
      const price = badPrice
        ? ["n/v", "12.50", ""][upTo(3)]!
        : german(cents / 100, 2) + (upTo(4) === 0 ? " €" : "");
      const article = ["Blechschild", '"Tasse; gro\u00df"', '"Karte\r\nzwei Zeilen"', '5" Rahmen'][upTo(4)]!;
      const number = `${cancelled ? "C" : ""}${536000 + invoice}`;
      const text = [number, position, article, quantity, written, price, customer, country].join(";");
      const signed = cancelled ? -Math.abs(quantity * cents * 100) : quantity * cents * 100;
      const impossible = written.startsWith("31.02") || written.startsWith("0.0.");
      const fate = !named
        ? "MISSING_CUSTOMER"
        : badDate
          ? impossible
            ? "IMPOSSIBLE_DATE"
            : "UNPARSABLE_DATE"
          : badPrice
            ? "UNPARSABLE_AMOUNT"
            : late
              ? "outOfWindow"
              : "accepted";
      own.push({ text, fate, customer, day, amount: signed, refund: cancelled, country });
    }
    lines.push(...own);
    if (upTo(20) === 0)
      lines.push(...own.map((line) => ({ ...line, fate: line.fate === "accepted" ? "merged" : line.fate })));
  }
  return lines;
}

interface Customer {
  days: Map<string, number>;
  refunds: { day: string; amount: number }[];
  countries: [string, string][];
}

/** Customers from the accepted lines, one by one. */
function reference(lines: readonly Line[]) {
  const customers = new Map<string, Customer>();
  for (const line of lines.filter((l) => l.fate === "accepted")) {
    const c: Customer = customers.get(line.customer) ?? {
      days: new Map(),
      refunds: [],
      countries: [],
    };
    customers.set(line.customer, c);
    if (line.refund) c.refunds.push(line);
    else {
      c.days.set(line.day, (c.days.get(line.day) ?? 0) + line.amount);
      c.countries.push([line.day, line.country]);
    }
  }
  return [...customers]
    .filter(([, c]) => c.days.size > 0)
    .map(([id, c]) => {
      const days = [...c.days.keys()].sort();
      const [first = "", second] = days;
      const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
      const firstAmount = c.days.get(first) ?? 0;
      const purchased = sum([...c.days.values()]);
      const refunded = sum(c.refunds.map((r) => r.amount));
      const repeatRefunded =
        second === undefined ? 0 : sum(c.refunds.filter((r) => r.day >= second).map((r) => r.amount));
      const repeat = purchased - firstAmount + repeatRefunded;
      return {
        customer_id: id,
        x: days.length - 1,
        t_x: dayNumber(days.at(-1) ?? "") - dayNumber(first),
        t_cal: dayNumber(asOf) - dayNumber(first),
        first: firstAmount,
        repeat,
        total: purchased + refunded,
        country: c.countries
          .filter(([day]) => day === first)
          .map(([, country]) => country)
          .sort()[0],
      };
    })
    .sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1));
}

test("a messy invoice export: the account adds up to the row, and the customers are those of a plain loop", async () => {
  const lines = invoiceLines();
  const parts = lines.map((line, i) => (i % 50 === 20 ? `${line.text}\r\n` : line.text));
  // 3 columns too few, an unclosed quote, one column too many
  const broken = [
    "536999;1;Karte",
    '536999;2;"Karte;1;01.02.2011 10:00;1,00;K100;Deutschland',
    `${lines[0]?.text};x`,
  ];
  const text = ["Rechnungsexport 2011", header, ...parts, ...broken].join("\r\n");
  const bytes = Buffer.from(text.replaceAll("€", "\x80"), "latin1");

  const result = await bench.summarize(
    { "rechnungen.csv": bytes },
    {
      source: { delimiter: ";", encoding: "latin-1", skip: 1 },
      columns: {
        customer: "Kunde",
        date: "Datum",
        quantity: "Menge",
        unitPrice: "Einzelpreis",
        order: "Rechnung",
        attributes: { country: "Land" },
      },
      asOf,
      ingest: {
        dateFormat: "%d.%m.%Y %H:%M",
        decimalSeparator: ",",
        cancelPrefix: "C",
        maxRejectedShare: 0.2,
      },
    },
  );

  const fates = (wanted: Fate): number => lines.filter((line) => line.fate === wanted).length;
  const rejectedBy = { MISSING_CUSTOMER: 0, UNPARSABLE_DATE: 0, IMPOSSIBLE_DATE: 0, UNPARSABLE_AMOUNT: 0 };
  for (const code of Object.keys(rejectedBy) as (keyof typeof rejectedBy)[]) rejectedBy[code] = fates(code);
  expect(Math.min(...Object.values(rejectedBy), fates("merged"), fates("outOfWindow"))).toBeGreaterThan(2);
  expect(counts(result)).toEqual({
    input: lines.length + broken.length,
    accepted: fates("accepted"),
    rejected: Object.values(rejectedBy).reduce((a, b) => a + b, 0) + broken.length,
    merged: fates("merged"),
    outOfWindow: fates("outOfWindow"),
  });
  expect(Object.fromEntries(result.account.rejectedBy.map((r) => [r.reason, r.rows]))).toEqual({
    ...rejectedBy,
    TOO_FEW_FIELDS: 1,
    UNCLOSED_QUOTE: 1,
    TOO_MANY_FIELDS: 1,
  });
  expect(result.account.refunds).toBe(lines.filter((line) => line.fate === "accepted" && line.refund).length);

  const units = (value: unknown): number => Math.round(Number(value) * 1e4);
  expect(
    result.customers.map((c) => ({
      customer_id: c.customer_id,
      x: c.x,
      t_x: c.t_x,
      t_cal: c.t_cal,
      first: units(c.first_amount),
      repeat: units(c.repeat_spend),
      total: units(c.total_spend),
      country: c.attr_country,
    })),
  ).toEqual(reference(lines));
});
