/** What a customer's channel or country truly does to buying: both factors are 1 where there is no effect. */
export interface AttributeLevel {
  readonly name: string;
  /** Probability that a new customer has this level; the shares of one attribute sum to 1. */
  readonly share: number;
  /** Multiplies lambda, the customer's purchase rate. */
  readonly rateFactor: number;
  /** Multiplies the customer's mean spend per purchase. */
  readonly spendFactor: number;
}

export interface Channel extends AttributeLevel {
  /** Cost of acquiring one customer in the base currency, before the month-to-month variation. */
  readonly acquisitionCost: number;
}

export interface Country extends AttributeLevel {
  readonly currency: CurrencyCode;
}

export type CurrencyCode = "EUR" | "USD";

export const baseCurrency: CurrencyCode = "EUR";

/** Base currency per unit. Two decimals, so that converted cents are exact with four. */
export const currencyRates: Readonly<Record<CurrencyCode, number>> = { EUR: 1, USD: 0.92 };

/** The size of the attribute effects: `none` makes every factor 1, so that the pooled models hold exactly. */
export const effectSizes = ["modest", "none"] as const;
export type EffectSize = (typeof effectSizes)[number];

const channels: readonly Channel[] = [
  { name: "web", share: 0.4, rateFactor: 1, spendFactor: 1, acquisitionCost: 18 },
  { name: "app", share: 0.25, rateFactor: 1.25, spendFactor: 0.95, acquisitionCost: 24 },
  { name: "store", share: 0.2, rateFactor: 0.95, spendFactor: 1.1, acquisitionCost: 9 },
  { name: "partner", share: 0.15, rateFactor: 0.8, spendFactor: 1, acquisitionCost: 31 },
];

export const channelNames: readonly string[] = channels.map((channel) => channel.name);

const countries: readonly Country[] = [
  { name: "DE", share: 0.35, rateFactor: 1, spendFactor: 1, currency: "EUR" },
  { name: "FR", share: 0.2, rateFactor: 1, spendFactor: 1.05, currency: "EUR" },
  { name: "NL", share: 0.15, rateFactor: 1.05, spendFactor: 1, currency: "EUR" },
  { name: "ES", share: 0.1, rateFactor: 1, spendFactor: 0.85, currency: "EUR" },
  { name: "US", share: 0.2, rateFactor: 0.95, spendFactor: 1.15, currency: "USD" },
];

/** One combination of channel and country; customers hold its index. */
export interface Segment {
  readonly channel: Channel;
  /** Index of the channel in {@link Attributes.channels}. */
  readonly channelIndex: number;
  readonly country: Country;
  readonly rateFactor: number;
  readonly spendFactor: number;
}

export interface Attributes {
  readonly channels: readonly Channel[];
  readonly countries: readonly Country[];
  /** Every channel with every country: index = channel index * number of countries + country index. */
  readonly segments: readonly Segment[];
  /** Cumulative shares over `segments`, ending in 1: channel and country are independent. */
  readonly cumulativeShare: Float64Array;
}

/** @param costs acquisition costs by channel that take the place of the default ones */
export function attributesWith(effects: EffectSize, costs: Readonly<Record<string, number>>): Attributes {
  const level = <L extends AttributeLevel>(l: L): L =>
    effects === "none" ? { ...l, rateFactor: 1, spendFactor: 1 } : l;
  const priced = (c: Channel): Channel => ({ ...c, acquisitionCost: costs[c.name] ?? c.acquisitionCost });
  const levels = { channels: channels.map(level).map(priced), countries: countries.map(level) };
  const segments = levels.channels.flatMap((channel, channelIndex) =>
    levels.countries.map((country) => ({
      channel,
      channelIndex,
      country,
      rateFactor: channel.rateFactor * country.rateFactor,
      spendFactor: channel.spendFactor * country.spendFactor,
    })),
  );
  const cumulativeShare = new Float64Array(segments.length);
  let sum = 0;
  for (const [i, { channel, country }] of segments.entries()) {
    sum += channel.share * country.share;
    cumulativeShare[i] = sum;
  }
  cumulativeShare[segments.length - 1] = 1;
  return { ...levels, segments, cumulativeShare };
}
