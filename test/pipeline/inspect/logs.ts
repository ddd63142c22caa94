import { seededRandom } from "../../../models/numeric/random.js";

/** Logs as other systems export them, for the tests of `clv init`; small, and the same on every run. */

const day = (n: number): Date => new Date(Date.UTC(2010, 11, 1, 8, 26) + n * 86_400_000);

/**
 * An invoice export in the form of the UCI "Online Retail" data: lines of an invoice, US dates without leading zeros,
 * cancellations with C and a negative quantity, a quarter of the rows without customer.
 */
export function invoiceExport(invoices = 800): string {
  const random = seededRandom(1);
  const upTo = (n: number): number => Math.floor(random() * n);
  const lines = ["InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"];
  for (let i = 0; i < invoices; i++) {
    const customer = upTo(150);
    const named = random() < 0.75 ? `${12346 + customer}` : "";
    const cancelled = random() < 0.05;
    const at = day((i * 370) / invoices);
    const date = `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()} ${at.getUTCHours()}:${`${at.getUTCMinutes()}`.padStart(2, "0")}`;
    for (let line = 0; line <= upTo(5); line++) {
      const stock = 20000 + upTo(3000);
      const quantity = (1 + upTo(24)) * (cancelled ? -1 : 1);
      const price = (0.21 + upTo(1500) / 100).toFixed(2);
      const country = customer % 9 === 0 ? "France" : "United Kingdom";
      lines.push(
        `${cancelled ? "C" : ""}${536365 + i},${stock}A,"METAL SIGN, NO ${stock}",${quantity},${date},${price},${named},${country}`,
      );
    }
  }
  return `${lines.join("\r\n")}\r\n`;
}

/** A German shop: semicolons, decimal commas with the euro sign, dd.mm.yyyy, Windows-1252, two lines of title. */
export function germanExport(orders = 600): Buffer {
  const random = seededRandom(2);
  const lines = ["Umsätze 2011", "", "Bestellnummer;Kunden-Nr;Bestelldatum;Betrag"];
  for (let i = 0; i < orders; i++) {
    const at = day((i * 360) / orders);
    const two = (n: number): string => `${n}`.padStart(2, "0");
    const date = `${two(at.getUTCDate())}.${two(at.getUTCMonth() + 1)}.${at.getUTCFullYear()}`;
    const amount = (random() * 2000 + 1).toFixed(2).replace(".", ",");
    const grouped = amount.length > 6 ? `${amount.slice(0, -6)}.${amount.slice(-6)}` : amount;
    lines.push(`B${1000 + i};${Math.floor(random() * 120) + 5000};${date};${grouped} €`);
  }
  const bytes = Buffer.from(`${lines.join("\r\n")}\r\n`, "latin1");
  // the euro sign is 80 in Windows-1252; Node's latin1 cuts U+20AC to AC
  return Buffer.from(bytes.map((byte) => (byte === 0xac ? 0x80 : byte)));
}

/** Orders in euros and dollars. `dollars` is the share of the latter. */
export function currencyExport(dollars: number, orders = 400): string {
  const random = seededRandom(3);
  const lines = ["order_id\tcustomer\tordered_at\ttotal\tcurrency\tchannel"];
  for (let i = 0; i < orders; i++) {
    const customer = Math.floor(random() * 90);
    const code = random() < dollars ? "USD" : "EUR";
    const at = day((i * 300) / orders).toISOString();
    lines.push(
      `${i + 1}\tK${customer}\t${at}\t${(random() * 90 + 1).toFixed(2)}\t${code}\t${["web", "store", "app"][customer % 3]}`,
    );
  }
  return `${lines.join("\n")}\n`;
}
