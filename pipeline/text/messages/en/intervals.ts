import { count } from "../../format.js";

export interface Payers {
  readonly interval: string;
  readonly customers: number;
}

const each = (payers: readonly Payers[]): string =>
  payers.map(({ interval, customers }) => `${interval} ${count(customers)}`).join(", ");

/** How often customers pay. */
export const intervals = {
  "intervals.attribute": (payers: readonly Payers[]) => `customers by billing interval: ${each(payers)}`,
  "intervals.payments": (payers: readonly Payers[]) =>
    `billing intervals by the customers' own payments, or their price where they paid once: ${each(payers)}`,
  "intervals.unknown": (customers: number, period: string) =>
    `nothing says how often ${count(customers)} customers pay: they are counted by purchase.period, ${period}`,
  "intervals.shared": (interval: string, renewed: number, ended: number, other: string) =>
    `of those who pay by the ${interval} ${count(renewed)} have renewed and ${count(ended)} have ended: too few to know their chance of staying, so they share that of ${other}`,
  "intervals.allTogether":
    "too few have come to a renewal in any billing interval: all share one chance of staying",
  "intervals.fitted": (payers: readonly Payers[]) => `billing intervals: ${each(payers)}`,
  "intervals.unit": "billing interval",
  "intervals.shares": (interval: string, set: string) => `${interval} (as ${set})`,
  "quality.fixedIntervals": (own: number, again: number, payers: readonly Payers[], model: string) =>
    `${count(own)} of ${count(again)} customers who paid again pay at fixed intervals (${each(payers)}), and ${model} takes purchases as random: ` +
    "for subscriptions use purchase.model: sbg with purchase.interval.attribute (what says how often a customer pays) or purchase.interval.infer: true",
  "quality.otherIntervals": (gone: number, paidUp: number, payers: readonly Payers[], period: string) =>
    gone === 0
      ? `all ${count(paidUp)} paid-up customers count as subscribers`
      : `${count(gone)} of ${count(paidUp)} paid-up customers would count as gone: they pay by another interval (${each(payers)}), the period is ${period}. ` +
        "Set purchase.interval.attribute to what says how often a customer pays, or purchase.interval.infer: true, or purchase.period where all pay alike",
  "quality.noteContinuous": "for models in continuous time",
  "quality.noteContract": "for models of contracts",
  "quality.noneAgain": "nobody has paid again",
  "quality.ownIntervals": "customers are counted in their own intervals",
};
