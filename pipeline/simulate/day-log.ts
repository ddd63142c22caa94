import type { Random } from "../../models/model.js";

/** What a row of the log is; decides how it is written. */
export const rowKinds = {
  order: 0,
  sameDayOrder: 1,
  refundOfOrder: 2,
  refundWithNewId: 3,
  zeroAmount: 4,
  missingCustomer: 5,
  badDate: 6,
  duplicated: 7,
  absurdAmount: 8,
  unknownCurrency: 9,
  /** An ordinary order which is going to be taken back. */
  refunded: 10,
} as const;

export type RowKind = (typeof rowKinds)[keyof typeof rowKinds];

/** The rows of one day, column by column, reused from day to day; `sequence` lists them in order of time. */
export class DayLog {
  length = 0;
  customer = new Int32Array(1024);
  kind = new Uint8Array(1024);
  /** Amount in the customer's currency, negative for refunds. */
  cents = new Float64Array(1024);
  /** Number of the order. */
  order = new Int32Array(1024);
  sequence = new Int32Array(1024);

  clear(): void {
    this.length = 0;
  }

  push(customer: number, kind: RowKind, cents: number, order: number): void {
    if (this.length === this.customer.length) this.grow();
    const row = this.length++;
    this.customer[row] = customer;
    this.kind[row] = kind;
    this.cents[row] = cents;
    this.order[row] = order;
  }

  /** Puts the rows in random order (Fisher & Yates). */
  shuffle(random: Random): void {
    const { sequence, length } = this;
    for (let k = 0; k < length; k++) {
      const j = Math.floor(random() * (k + 1));
      sequence[k] = sequence[j]!;
      sequence[j] = k;
    }
  }

  private grow(): void {
    const size = this.length * 2;
    const copy = <A extends Int32Array | Uint8Array | Float64Array>(to: A, from: A): A => {
      to.set(from);
      return to;
    };
    this.customer = copy(new Int32Array(size), this.customer);
    this.kind = copy(new Uint8Array(size), this.kind);
    this.cents = copy(new Float64Array(size), this.cents);
    this.order = copy(new Int32Array(size), this.order);
    this.sequence = new Int32Array(size);
  }
}
