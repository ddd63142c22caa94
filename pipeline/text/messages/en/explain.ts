import { figure, percent } from "../../format.js";

/** One customer's score, from purchases to CLV: each number with its meaning. */
export const explain = {
  "explain.customer": (id: string) => `Customer ${id}`,
  "explain.purchases": (days: number) => `Purchases (${days})`,
  "explain.refund": "refund",
  "explain.orders": (orders: number) => `${orders} orders, one purchase`,
  "explain.steps": "From history to value",
  "explain.steps.purchases": "From history to expected purchases",
  "explain.x": (period: Period) =>
    `${period === null ? "purchase days" : `${unit(period)} with a purchase`} after the first one`,
  "explain.tx": (period: Period, first: string, last: string) =>
    `${unit(period)} from the first purchase (${first}) to the last one (${last})`,
  "explain.T": (period: Period, asOf: string) =>
    `${unit(period)} from the first purchase to the as-of date ${asOf}`,
  "explain.alive": (silent: number, period: Period) =>
    `probability of not having left, given ${silent} ${unit(period)} without a purchase`,
  "explain.alive.assumed":
    "1 by assumption: under BG/NBD a customer can leave only right after a repeat purchase",
  "explain.calendar.name": (days: number) => `${days} days as`,
  "explain.calendar": "days of ordinary trade that season and level make of them",
  "explain.ifAlive.name": (expected: string) => `${expected} if alive`,
  "explain.ifAlive": (days: number) =>
    `purchases expected in the next ${days} days of a customer who has not left`,
  "explain.expected": (range: Range) => `times P(alive): expected purchases${between(range)}`,
  "explain.discounted.name": "discounted",
  "explain.discounted": (annualRate: number) =>
    `the same, each purchase discounted by ${percent(annualRate)} a year`,
  "explain.ownMean.name": "mean spend",
  "explain.ownMean.all": (purchases: number) =>
    `own mean over ${purchases} ${purchases === 1 ? "purchase" : "purchases"}, the first one included, refunds netted`,
  "explain.ownMean.repeat": (purchases: number) =>
    `own mean over ${purchases} repeat purchases, refunds netted`,
  "explain.ownMean.none": "no repeat purchase yet, so no own mean",
  "explain.populationMean.name": "population mean",
  "explain.populationMean.pooled": "pooled mean: the spend model was not usable",
  "explain.populationMean.all": "mean over customers of their mean spend per purchase",
  "explain.populationMean.model": "mean spend per purchase of the spend model",
  "explain.credibility.name": "credibility",
  "explain.credibility": "weight of the customer's own mean against the population's",
  "explain.credibility.byVariances":
    "weight of the customer's own mean against the population's, from the variances within and between customers: gamma-gamma is not sound here",
  "explain.spend.name": "expected spend",
  "explain.spend": "per future purchase: weight × own mean + (1 − weight) × population mean",
  "explain.spend.predicted": (model: string) => `per future purchase, by ${model}`,
  "explain.margin.name": "margin",
  "explain.margin": "share of revenue that counts as value",
  "explain.margin.own":
    "share of revenue that counts as value: the customer's own, weighed against that of all",
  "explain.margin.attribute": (attribute: string, value: string | null, own: boolean) =>
    `share of revenue that counts as value: ${own ? `that of ${attribute} ${value}` : `the default, since ${value === null ? `there is no ${attribute}` : `${attribute} ${value} has none of its own`}`}`,
  "explain.clv.name": (days: number) => `CLV ${days} days`,
  "explain.clv": "margin × expected spend × discounted expected purchases",
  "explain.published.name": "published CLV",
  "explain.published.purchases": "published purchases",
  "explain.published": (rank: string, tier: string, range: Range) =>
    `as in clv_scores; rank ${rank}, tier ${tier}${between(range)}`,
};

/** Units of the time of a model: days where there is none, so many days, or a calendar's. */
type Period = string | number | null;

/** Where 80 % of outcomes are expected; null where no intervals were made. */
type Range = { readonly low: number; readonly high: number } | null;

function unit(period: Period): string {
  if (period === null) return "days";
  return typeof period === "number" ? `periods of ${period} days` : `${period}s`;
}

const between = (range: Range): string =>
  range === null ? "" : `; between ${figure(range.low)} and ${figure(range.high)} with 80 %`;
