import type { Random } from "../../models/model.js";
import { betaVariate, gammaVariate } from "../../models/numeric/random.js";
import type { Attributes } from "./attributes.js";
import type { TrueParameters } from "./options.js";

/** End of a linked list. */
export const none = -1;

const fields = 4;
/** The bit beside the segment that says a customer has bought again. */
const repeatBuyer = 128;

/**
 * The customers and the calendar of their next purchases, in 17 bytes each: lambda, p, the rate of spend and a link share
 * 16 bytes, so that one visit costs one cache line, and one byte holds the segment. Each customer stands in at most one
 * day's list, the day of its next purchase.
 */
export class Population {
  readonly size: number;
  /** Day of the last purchase of those who dropped out, else -1; empty unless asked for. */
  readonly dropoutDay: Int32Array;
  /** Index of each customer's segment in the attributes, and the bit of repeat buyers. */
  private readonly marks: Uint8Array;
  private readonly numbers: Float32Array;
  private readonly links: Int32Array;
  private readonly firstOfDay: Int32Array;
  private readonly attributes: Attributes;
  private readonly parameters: TrueParameters;
  private readonly random: Random;

  constructor(
    size: number,
    days: number,
    parameters: TrueParameters,
    attributes: Attributes,
    random: Random,
    keepDropoutDays: boolean,
  ) {
    this.size = size;
    this.numbers = new Float32Array(size * fields);
    this.links = new Int32Array(this.numbers.buffer);
    this.marks = new Uint8Array(size);
    this.firstOfDay = new Int32Array(days).fill(none);
    this.dropoutDay = new Int32Array(keepDropoutDays ? size : 0).fill(none);
    this.parameters = parameters;
    this.attributes = attributes;
    this.random = random;
  }

  /** Draws who customer i is: lambda ~ Gamma(r, alpha), p ~ Beta(a, b), nu ~ Gamma(q, gamma), and the segment. */
  acquire(i: number): void {
    const random = this.random;
    const parameters = this.parameters;
    const attributes = this.attributes;
    const u = random();
    let segment = 0;
    while (u >= attributes.cumulativeShare[segment]!) segment++;
    const { rateFactor, spendFactor } = attributes.segments[segment]!;
    const at = i * fields;
    this.marks[i] = segment;
    this.numbers[at] = gammaVariate(random, parameters.r, parameters.alpha) * rateFactor;
    this.numbers[at + 1] = betaVariate(random, parameters.a, parameters.b);
    this.numbers[at + 2] = gammaVariate(random, parameters.q, parameters.gamma) / spendFactor;
  }

  /** Index of the customer's segment in the attributes. */
  segment(i: number): number {
    return this.marks[i]! & (repeatBuyer - 1);
  }

  /** Purchases per day, while alive. */
  lambda(i: number): number {
    return this.numbers[i * fields]!;
  }

  /** Probability of dropping out right after a repeat purchase. */
  dropout(i: number): number {
    return this.numbers[i * fields + 1]!;
  }

  /** nu: spend per purchase is Gamma(p, nu), with mean p / nu in the base currency. */
  spendRate(i: number): number {
    return this.numbers[i * fields + 2]!;
  }

  /** Notes a repeat purchase of customer i; true the first time. */
  repeat(i: number): boolean {
    const mark = this.marks[i]!;
    if (mark & repeatBuyer) return false;
    this.marks[i] = mark | repeatBuyer;
    return true;
  }

  /** Puts customer i, who stands on no day, at the head of a day's list. */
  schedule(i: number, day: number): void {
    this.links[i * fields + 3] = this.firstOfDay[day]!;
    this.firstOfDay[day] = i;
  }

  first(day: number): number {
    return this.firstOfDay[day]!;
  }

  /** The customer after i on the same day; to be read before i is scheduled again. */
  next(i: number): number {
    return this.links[i * fields + 3]!;
  }
}
