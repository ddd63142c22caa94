import {
  betaVariate,
  exponentialVariate,
  gammaVariate,
  seededRandom,
} from "../../../models/numeric/random.js";
import { type Attributes, attributesWith, type EffectSize } from "../../../pipeline/simulate/attributes.js";
import {
  dayFactors,
  flatCalendar,
  PurchaseClock,
  type ShopCalendar,
} from "../../../pipeline/simulate/calendar.js";
import { dayOf } from "../totals/purchase-log.js";

/** What a shop truly is. */
export interface WorldKind {
  readonly customers: number;
  readonly effects: EffectSize;
  readonly calendar: ShopCalendar;
  /** Gaps are sums of so many exponential ones: 1 for purchases at random, more for regular buyers. */
  readonly regularity: number;
  /** Whether customers may leave after the first purchase too. */
  readonly leavesAtOnce: boolean;
  /** Gaps of customers: gamma of shape r and rate alpha; who leaves after a purchase: beta of a and b. */
  readonly rate: { readonly r: number; readonly alpha: number };
  readonly leaving: { readonly a: number; readonly b: number };
  /** What the run is told of its purchase model. */
  readonly purchase: string;
}

const plain: WorldKind = {
  ...{ customers: 3000, effects: "none", calendar: flatCalendar, regularity: 1, leavesAtOnce: false },
  rate: { r: 0.6, alpha: 40 },
  leaving: { a: 0.8, b: 3 },
  purchase: '{ model: bg-nbd, calendar: "off" }',
};

/** Shops by what is special about them. */
export const worldKinds = {
  flat: plain,
  sources: { ...plain, effects: "modest" },
  season: { ...plain, calendar: { season: 0.2, december: 1.4, growth: 0.1 }, purchase: "{ model: bg-nbd }" },
  regular: {
    ...plain,
    ...{ regularity: 3, leavesAtOnce: true, rate: { r: 1.2, alpha: 16 } },
    purchase: '{ model: mbg-cnbd-k, calendar: "off" }',
  },
} as const satisfies Readonly<Record<string, WorldKind>>;
export type WorldName = keyof typeof worldKinds;

export const firstDay = dayOf("2023-01-01");
export const asOf = dayOf("2024-09-17");
/** The last day on which customers come and purchases are counted, a year after the as-of date. */
export const lastDay = asOf + 365;
/** Spend of a purchase: gamma of shape p, its rate gamma of shape q and rate gamma. */
export const spendTruth = { p: 6.25, q: 3.74, gamma: 15.44 };
export const margin = 0.4;
export const annualDiscountRate = 0.1;
const longestLife = 60 * 365;
/** A shop that grows would not stop. */
const longestSeason = 3 * 365;

/** A customer, and all that it ever does. */
export interface TrueCustomer {
  readonly id: string;
  readonly channel: string;
  readonly country: string;
  /** Days of purchases, rising. */
  readonly days: readonly number[];
  readonly amounts: readonly number[];
  /** Whether it will buy again, however late, unless something keeps it from it. */
  readonly alive: boolean;
  /** Margin of all that it would buy after the as-of date if it were there, discounted to it: one draw. */
  readonly worthIfThere: number;
}

export interface World {
  readonly name: WorldName;
  readonly kind: WorldKind;
  readonly seed: number;
  readonly customers: readonly TrueCustomer[];
  readonly attributes: Attributes;
}

export const discountAt = (day: number): number => (1 + annualDiscountRate) ** (-(day - asOf) / 365);

/** A shop, drawn day by day for as long as customers last. New ones come at random, as many every day. */
export function drawWorld(name: WorldName, seed: number, size?: number): World {
  const kind: WorldKind = { ...worldKinds[name], ...(size !== undefined && { customers: size }) };
  const random = seededRandom(9_000_001 + seed);
  const attributes = attributesWith(kind.effects, {});
  const listedUpTo = asOf + (kind.calendar === flatCalendar ? longestLife : longestSeason);
  const factors = dayFactors(kind.calendar, firstDay, listedUpTo - firstDay);
  const clock = factors && new PurchaseClock(factors);
  const span = lastDay - firstDay + 1;
  const customers: TrueCustomer[] = [];
  const perDay = kind.customers / (asOf - firstDay + 1);
  for (let day = exponentialVariate(random, perDay); day < span; day += exponentialVariate(random, perDay)) {
    const u = random();
    const segment = attributes.segments[attributes.cumulativeShare.findIndex((share) => u < share)]!;
    const lambda = gammaVariate(random, kind.rate.r, kind.rate.alpha) * segment.rateFactor;
    const p = betaVariate(random, kind.leaving.a, kind.leaving.b);
    const nu = gammaVariate(random, spendTruth.q, spendTruth.gamma) / segment.spendFactor;
    const amount = (): number =>
      Math.max(0.01, Math.round(100 * gammaVariate(random, spendTruth.p, nu)) / 100);
    const next = (at: number): number => {
      let wait = 0;
      for (let k = 0; k < kind.regularity; k++) wait += exponentialVariate(random, lambda);
      return clock === null
        ? at + Math.max(1, Math.round(wait))
        : firstDay + clock.after(at - firstDay, wait);
    };
    const days = [firstDay + Math.floor(day)];
    const amounts = [amount()];
    let gone = kind.leavesAtOnce && random() < p;
    let left = gone ? days[0]! : Infinity;
    while (!gone) {
      const at = next(days.at(-1)!);
      if (at >= listedUpTo) break;
      days.push(at);
      amounts.push(amount());
      gone = random() < p;
      if (gone) left = at;
    }
    let worth = 0;
    // purchases at random forget when the last one was; regular buyers who are gone begin anew
    let at = asOf;
    for (let there = true; there && at < asOf + longestLife; there = random() >= p) {
      let wait = 0;
      for (let k = 0; k < kind.regularity; k++) wait += exponentialVariate(random, lambda);
      at += wait;
      worth += margin * amount() * discountAt(at);
    }
    customers.push({
      id: `C${customers.length}`,
      channel: segment.channel.name,
      country: segment.country.name,
      ...{ days, amounts, alive: left > asOf, worthIfThere: worth },
    });
  }
  return { name, kind, seed, customers, attributes };
}

/** Margin of purchases after the as-of date for ever, discounted. */
export function worthForEver({ days, amounts }: TrueCustomer): number {
  return days.reduce((sum, day, i) => (day > asOf ? sum + margin * amounts[i]! * discountAt(day) : sum), 0);
}
