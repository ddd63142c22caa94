/** A made-up shop whose exports the tests write in many spellings: what is true of it is known. */

export interface Line {
  readonly item: string;
  readonly quantity: number;
  readonly unitCents: number;
}

export interface Order {
  readonly number: number;
  readonly customer: number;
  /** Seconds since 1970, UTC. */
  readonly at: number;
  readonly lines: readonly Line[];
  readonly subtotalCents: number;
  readonly taxCents: number;
  readonly shippingCents: number;
  readonly discountCents: number;
  readonly totalCents: number;
  readonly refundedCents: number;
  readonly failed: boolean;
}

export interface ShopOptions {
  readonly orders: number;
  /** Cents of the middling price of one unit. */
  readonly priceCents: number;
  /** Prices in whole units, without cents. */
  readonly whole: boolean;
  readonly failures: boolean;
  readonly refunds: boolean;
  /** Days of the month are 1 to 12 alone. */
  readonly earlyDays: boolean;
}

const start = Date.UTC(2023, 1, 3) / 1000;
const days = 420;
const items = ["Mug, blue", "Poster A3", "Tea 100 g", 'Frame 8"', "Candle", "Notebook"];

/** Orders in the order of time. */
export function shop(random: () => number, o: ShopOptions): Order[] {
  const customers = Math.max(20, Math.floor(o.orders / 4));
  const moments = Array.from({ length: o.orders }, () => moment(random, o.earlyDays)).sort((a, b) => a - b);
  return moments.map((at, i) => order(random, o, i, at, Math.floor(customers * random() ** 1.5)));
}

function moment(random: () => number, early: boolean): number {
  const at = start + Math.floor(random() * days) * 86_400 + 8 * 3600 + Math.floor(random() * 12 * 3600);
  if (!early) return at;
  const date = new Date(at * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1 + Math.floor(random() * 12), 10) / 1000;
}

function order(random: () => number, o: ShopOptions, i: number, at: number, customer: number): Order {
  const unit = o.whole ? 100 : 1;
  const round = (cents: number): number => Math.max(unit, Math.round(cents / unit) * unit);
  const lines = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
    item: items[Math.floor(random() * items.length)]!,
    quantity: 1 + Math.floor(random() ** 2 * 4),
    unitCents: round(o.priceCents * Math.exp(1.6 * (random() - 0.5))),
  }));
  const subtotalCents = lines.reduce((sum, line) => sum + line.quantity * line.unitCents, 0);
  const discountCents = random() < 0.15 ? round(subtotalCents * 0.1) : 0;
  const taxCents = round(subtotalCents * 0.2);
  const shippingCents = random() < 0.7 ? round(o.priceCents * 0.25) : 0;
  const totalCents = subtotalCents + taxCents + shippingCents - discountCents;
  const failed = o.failures && random() < 0.1;
  const refundedCents = o.refunds && !failed && random() < 0.12 ? round(totalCents * 0.4) : 0;
  return {
    number: 10_001 + i,
    customer,
    at,
    lines,
    subtotalCents,
    taxCents,
    shippingCents,
    discountCents,
    totalCents,
    refundedCents,
    failed,
  };
}
