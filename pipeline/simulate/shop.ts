import type { Random } from "../../models/model.js";
import { gammaVariate, seededRandom } from "../../models/numeric/random.js";
import { ClvError } from "../errors.js";
import { calendarDay } from "../time/day-number.js";
import { type Attributes, attributesWith, currencyRates } from "./attributes.js";
import { dayFactors, PurchaseClock } from "./calendar.js";
import { DayLog, type RowKind, rowKinds } from "./day-log.js";
import type { SimulateOptions } from "./options.js";
import { none, Population } from "./population.js";
import { RefundQueue } from "./refund-queue.js";
import { type Wart, wartNames } from "./warts.js";

const longestRefundDelay = 30;
/** Order numbers are held in 32 bits. */
const mostOrders = 2 ** 31 - 1;

const kindOfWart: Readonly<Record<Wart, RowKind>> = {
  sameDayOrders: rowKinds.sameDayOrder,
  refunds: rowKinds.refunded,
  zeroAmounts: rowKinds.zeroAmount,
  missingCustomers: rowKinds.missingCustomer,
  badDates: rowKinds.badDate,
  duplicates: rowKinds.duplicated,
  absurdAmounts: rowKinds.absurdAmount,
  unknownCurrencies: rowKinds.unknownCurrency,
};

/** The k-th of eight streams of random numbers that belong to one seed. */
export function streamOf(seed: number, k: number): Random {
  return seededRandom(seed * 8 + k);
}

/**
 * The simulated business, day by day. A customer is BG/NBD (Fader, Hardie & Lee 2005): the gap to the next purchase is
 * exponential with rate lambda, and after each repeat purchase it leaves with probability p. Gaps are rounded to whole days,
 * at least one; the mean gap of such days is 1 / lambda up to 0.46 lambda, so the parameters are recovered from purchase
 * days. With a calendar, days count as much as their factor. Spend per purchase is Gamma-Gamma (Fader & Hardie 2013): Gamma(p, nu), nu ~ Gamma(q, gamma), rounded to cents.
 *
 * Customers, purchases, spend and everything else are drawn from four streams, so warts leave the purchases as they are.
 */
export class Shop {
  readonly attributes: Attributes;
  readonly population: Population;
  readonly log = new DayLog();
  /** Customers who have made their first purchase. */
  acquired = 0;
  /** Purchase days of all customers, first ones included. */
  purchaseDays = 0;
  repeatBuyers = 0;
  dropouts = 0;
  /** Spend on purchase days in cents of the row's currency, before refunds, by segment. */
  readonly spentCents: Float64Array;
  /** Taken back, a positive number, by segment. */
  readonly refundedCents: Float64Array;
  /** New customers by channel and day: index = channel * days + day. */
  readonly newCustomers: Int32Array;

  /** What multiplies purchase rates on each day; null where nothing does. */
  readonly factors: Float64Array | null;

  private readonly clock: PurchaseClock | null;
  private readonly options: SimulateOptions;
  private readonly minimal: boolean;
  private readonly refunds: RefundQueue;
  private readonly purchaseRandom: Random;
  private readonly spendRandom: Random;
  private readonly noise: Random;
  /** Kinds of row a purchase may bring along, with the running sum of their rates. */
  private readonly wartKinds: RowKind[] = [];
  private readonly wartShare: number[] = [];
  private orders = 0;

  constructor(options: SimulateOptions, customers: number) {
    const stream = (k: number) => streamOf(options.seed, k);
    this.options = options;
    this.minimal = options.columns === "minimal";
    this.attributes = attributesWith(options.effects, options.acquisitionCosts);
    this.factors = dayFactors(options.calendar, calendarDay(options.start)!, options.days);
    this.clock = this.factors && new PurchaseClock(this.factors);
    this.population = new Population(
      customers,
      options.days,
      options.parameters,
      this.attributes,
      stream(0),
      options.customersTruth,
    );
    this.purchaseRandom = stream(1);
    this.spendRandom = stream(2);
    this.noise = stream(3);
    this.refunds = new RefundQueue(options.days);
    this.spentCents = new Float64Array(this.attributes.segments.length);
    this.refundedCents = new Float64Array(this.attributes.segments.length);
    this.newCustomers = new Int32Array(this.attributes.channels.length * options.days);
    let share = 0;
    for (const wart of wartNames) {
      if (options.warts[wart] === 0) continue;
      share += options.warts[wart];
      this.wartKinds.push(kindOfWart[wart]);
      this.wartShare.push(share);
    }
  }

  /** Fills `log` with the rows of one day, in order of time. Days are to be traded one after the other from 0. */
  trade(day: number): DayLog {
    const { log, options, population, attributes } = this;
    log.clear();
    const end =
      day < options.acquisitionDays
        ? Math.floor((population.size * (day + 1)) / options.acquisitionDays)
        : population.size;
    for (; this.acquired < end; this.acquired++) {
      const i = this.acquired;
      population.acquire(i);
      const { channelIndex } = attributes.segments[population.segment(i)]!;
      const cell = channelIndex * options.days + day;
      this.newCustomers[cell] = this.newCustomers[cell]! + 1;
      this.sell(i);
      this.scheduleNext(i, day);
    }
    for (let i = population.first(day), next = none; i !== none; i = next) {
      next = population.next(i);
      if (population.repeat(i)) this.repeatBuyers++;
      this.sell(i);
      if (this.purchaseRandom() < population.dropout(i)) {
        this.dropouts++;
        if (options.customersTruth) population.dropoutDay[i] = day;
      } else {
        this.scheduleNext(i, day);
      }
    }
    this.refunds.take(day, this.takeBack);
    log.shuffle(this.noise);
    this.number(day);
    return log;
  }

  private scheduleNext(i: number, day: number): void {
    const wait = -Math.log(1 - this.purchaseRandom()) / this.population.lambda(i);
    const next = this.clock === null ? day + Math.max(1, Math.round(wait)) : this.clock.after(day, wait);
    if (next < this.options.days) this.population.schedule(i, next);
  }

  /** One purchase day of a customer, with the wart it may bring along. */
  private sell(i: number): void {
    const { log, population, options } = this;
    const segment = population.segment(i);
    const { currency } = this.attributes.segments[segment]!.country;
    const spend = gammaVariate(this.spendRandom, options.parameters.p, population.spendRate(i));
    const cents = Math.max(1, Math.round((100 * spend) / (this.minimal ? 1 : currencyRates[currency])));
    this.purchaseDays++;
    this.spentCents[segment] = this.spentCents[segment]! + cents;
    const kind = this.wart();
    if (kind === rowKinds.sameDayOrder && cents >= 3) {
      this.split(i, cents);
    } else if (kind === rowKinds.order || kind === rowKinds.refunded || kind === rowKinds.duplicated) {
      log.push(i, kind, cents, 0);
    } else {
      log.push(i, rowKinds.order, cents, 0);
      if (kind !== rowKinds.sameDayOrder) log.push(i, kind, kind === rowKinds.zeroAmount ? 0 : cents, 0);
    }
  }

  private wart(): RowKind {
    const { wartShare } = this;
    const total = wartShare.length;
    if (total === 0) return rowKinds.order;
    const u = this.noise();
    if (u >= wartShare[total - 1]!) return rowKinds.order;
    let k = 0;
    while (u >= wartShare[k]!) k++;
    return this.wartKinds[k]!;
  }

  /** A purchase as two orders, or with probability 1/4 as three, of at least a cent each; the parts sum to the whole. */
  private split(i: number, cents: number): void {
    const parts = this.noise() < 0.25 ? 3 : 2;
    let left = cents;
    for (let part = parts; part > 1; part--) {
      const piece = 1 + Math.floor(this.noise() * (left - part));
      this.log.push(i, rowKinds.sameDayOrder, piece, 0);
      left -= piece;
    }
    this.log.push(i, rowKinds.order, left, 0);
  }

  private readonly takeBack = (slot: number): void => {
    const { refunds } = this;
    const customer = refunds.customer[slot]!;
    const cents = refunds.cents[slot]!;
    const kind = this.noise() < 0.5 ? rowKinds.refundOfOrder : rowKinds.refundWithNewId;
    const segment = this.population.segment(customer);
    this.refundedCents[segment] = this.refundedCents[segment]! + cents;
    this.log.push(customer, kind, -cents, refunds.order[slot]!);
  };

  /** Numbers the day's orders in order of time and plans the refunds of those that are to be taken back. */
  private number(day: number): void {
    const { log, noise } = this;
    const { sequence, kind, order, cents, customer } = log;
    if (this.orders + log.length > mostOrders) {
      throw new ClvError(
        "USAGE",
        `more than ${mostOrders} orders by day ${day + 1} of ${this.options.days}: ask for fewer customers or days`,
      );
    }
    for (let k = 0; k < log.length; k++) {
      const row = sequence[k]!;
      if (kind[row] === rowKinds.refundOfOrder) continue;
      const number = ++this.orders;
      order[row] = number;
      if (kind[row] !== rowKinds.refunded) continue;
      const on = day + 1 + Math.floor(noise() * longestRefundDelay);
      const part = noise() < 0.5 ? 1 : 0.2 + 0.6 * noise();
      const amount = Math.max(1, Math.round(part * cents[row]!));
      if (on < this.options.days) this.refunds.add(on, customer[row]!, amount, number);
    }
  }
}
