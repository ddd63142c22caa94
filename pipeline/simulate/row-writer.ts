import type { Random } from "../../models/model.js";
import { type DayLog, rowKinds } from "./day-log.js";
import type { ColumnSet } from "./options.js";
import type { Shop } from "./shop.js";
import { absurdAmounts, badDates, unknownCurrency } from "./warts.js";

/** No row is longer; a duplicated row takes twice as much. */
const longestRow = 160;

const opening = 6 * 3600;
const openSeconds = 18 * 3600;

export const headers: Readonly<Record<ColumnSet, string>> = {
  full: "order_id,customer_id,ordered_at,amount,currency,channel,country\n",
  minimal: "customer_id,order_date,amount\n",
};

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Writes rows as bytes into a buffer, so that no string is made of them. */
export class RowWriter {
  /** Rows written of each kind. */
  readonly rows = new Float64Array(Object.keys(rowKinds).length);
  /** The buffer of the file that is written; to be set before rows are. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Bytes of the buffer in use. */
  length = 0;
  private readonly shop: Shop;
  private readonly minimal: boolean;
  private readonly random: Random;
  /** Customer ids have the same number of digits: i + this. */
  private readonly firstId: number;
  private readonly tails: readonly Uint8Array[];
  private readonly strangeTails: readonly Uint8Array[];
  private readonly badDates = badDates.map(ascii);
  private readonly absurdAmounts = absurdAmounts.map(ascii);
  private readonly pairs = ascii(Array.from({ length: 100 }, (_, i) => `${i}`.padStart(2, "0")).join(""));

  constructor(shop: Shop, columns: ColumnSet, random: Random) {
    this.shop = shop;
    this.random = random;
    this.minimal = columns === "minimal";
    this.firstId = firstCustomerNumber(shop.population.size);
    const tail = (currency: string, channel: string, country: string) =>
      ascii(`,${currency},${channel},${country}\n`);
    const { segments } = shop.attributes;
    this.tails = segments.map((s) => tail(s.country.currency, s.channel.name, s.country.name));
    this.strangeTails = segments.map((s) => tail(unknownCurrency, s.channel.name, s.country.name));
  }

  text(text: string): void {
    this.put(ascii(text));
  }

  /**
   * Writes the day's rows from the k-th on until all are written or the buffer is full; returns the k to go on with.
   * Times of day rise: the n rows share the open hours evenly, each at random within its share.
   */
  day(log: DayLog, date: string, from: number): number {
    const dateBytes = ascii(date);
    const { sequence, length } = log;
    const room = this.bytes.length - 2 * longestRow;
    let k = from;
    if (this.minimal) {
      for (; k < length && this.length < room; k++) this.minimalRow(log, sequence[k]!, dateBytes);
      return k;
    }
    const share = openSeconds / length;
    for (; k < length && this.length < room; k++) {
      this.fullRow(log, sequence[k]!, dateBytes, opening + Math.floor((k + this.random()) * share));
    }
    return k;
  }

  private minimalRow(log: DayLog, row: number, date: Uint8Array): void {
    this.customer(log.customer[row]!);
    this.byte(44);
    this.put(date);
    this.byte(44);
    this.cents(log.cents[row]!);
    this.byte(10);
    this.count(rowKinds.order);
  }

  private fullRow(log: DayLog, row: number, date: Uint8Array, second: number): void {
    const kind = log.kind[row]!;
    const order = log.order[row]!;
    const customer = log.customer[row]!;
    const segment = this.shop.population.segment(customer);
    const start = this.length;
    if (kind === rowKinds.refundOfOrder) this.byte(82);
    this.byte(79);
    this.digits(order);
    this.byte(44);
    if (kind !== rowKinds.missingCustomer) this.customer(customer);
    this.byte(44);
    if (kind === rowKinds.badDate) this.put(this.badDates[order % this.badDates.length]!);
    else this.time(date, second);
    this.byte(44);
    if (kind === rowKinds.absurdAmount) this.put(this.absurdAmounts[order % this.absurdAmounts.length]!);
    else this.cents(log.cents[row]!);
    this.put(kind === rowKinds.unknownCurrency ? this.strangeTails[segment]! : this.tails[segment]!);
    this.count(kind);
    if (kind !== rowKinds.duplicated) return;
    const end = this.length;
    this.bytes.copyWithin(end, start, end);
    this.length = end + (end - start);
  }

  private count(kind: number): void {
    this.rows[kind] = this.rows[kind]! + 1;
  }

  private customer(i: number): void {
    this.byte(67);
    this.digits(this.firstId + i);
  }

  private time(date: Uint8Array, second: number): void {
    this.put(date);
    this.byte(84);
    const minute = (second / 60) | 0;
    const hour = (minute / 60) | 0;
    this.pair(hour);
    this.byte(58);
    this.pair(minute - 60 * hour);
    this.byte(58);
    this.pair(second - 60 * minute);
  }

  private cents(cents: number): void {
    let size = cents;
    if (cents < 0) {
      this.byte(45);
      size = -cents;
    }
    const units = Math.floor(size / 100);
    if (units < 0x7fff_ffff) this.digits(units);
    else this.put(ascii(units.toFixed(0)));
    this.byte(46);
    this.pair(size - 100 * units);
  }

  private pair(number: number): void {
    this.bytes[this.length++] = this.pairs[2 * number]!;
    this.bytes[this.length++] = this.pairs[2 * number + 1]!;
  }

  /** A whole number from 0 to 2^31 - 1. */
  private digits(number: number): void {
    const { bytes, pairs } = this;
    let size = 1;
    for (let power = 10; power <= number; power *= 10) size++;
    let rest = number | 0;
    let at = this.length + size;
    this.length = at;
    while (rest >= 100) {
      const hundredth = (rest / 100) | 0;
      const pair = 2 * (rest - 100 * hundredth);
      bytes[--at] = pairs[pair + 1]!;
      bytes[--at] = pairs[pair]!;
      rest = hundredth;
    }
    if (rest >= 10) {
      bytes[--at] = pairs[2 * rest + 1]!;
      bytes[--at] = pairs[2 * rest]!;
    } else {
      bytes[--at] = 48 + rest;
    }
  }

  private put(bytes: Uint8Array): void {
    const { bytes: to, length: at } = this;
    for (let i = 0; i < bytes.length; i++) to[at + i] = bytes[i]!;
    this.length = at + bytes.length;
  }

  private byte(byte: number): void {
    this.bytes[this.length++] = byte;
  }
}

/** Number in the id of the first customer: ids are "C" and a number with one digit more than there are customers' digits. */
export function firstCustomerNumber(customers: number): number {
  return 10 ** `${customers}`.length + 1;
}
