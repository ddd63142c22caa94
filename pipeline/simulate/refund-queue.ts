import { none } from "./population.js";

/** Refunds that are promised and not yet written: linked lists by day in arrays that grow with the number outstanding. */
export class RefundQueue {
  customer = new Int32Array(1024);
  /** Positive, in the customer's currency. */
  cents = new Float64Array(1024);
  /** Number of the order taken back. */
  order = new Int32Array(1024);
  private links = new Int32Array(1024);
  private readonly firstOfDay: Int32Array;
  private used = 0;
  private free = none;

  constructor(days: number) {
    this.firstOfDay = new Int32Array(days).fill(none);
  }

  add(day: number, customer: number, cents: number, order: number): void {
    let slot = this.free;
    if (slot === none) {
      if (this.used === this.links.length) this.grow();
      slot = this.used++;
    } else {
      this.free = this.links[slot]!;
    }
    this.customer[slot] = customer;
    this.cents[slot] = cents;
    this.order[slot] = order;
    this.links[slot] = this.firstOfDay[day]!;
    this.firstOfDay[day] = slot;
  }

  /** Hands each of the day's refunds to `visit` by its slot and forgets them. */
  take(day: number, visit: (slot: number) => void): void {
    let slot = this.firstOfDay[day]!;
    this.firstOfDay[day] = none;
    while (slot !== none) {
      const next = this.links[slot]!;
      visit(slot);
      this.links[slot] = this.free;
      this.free = slot;
      slot = next;
    }
  }

  private grow(): void {
    const size = this.links.length * 2;
    const copy = <A extends Int32Array | Float64Array>(to: A, from: A): A => {
      to.set(from);
      return to;
    };
    this.customer = copy(new Int32Array(size), this.customer);
    this.cents = copy(new Float64Array(size), this.cents);
    this.order = copy(new Int32Array(size), this.order);
    this.links = copy(new Int32Array(size), this.links);
  }
}
