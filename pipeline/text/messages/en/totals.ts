import { shortPercent } from "../../format.js";

/** Whether the model or a naive forecast gives the total: errors are means of |ln(actual / predicted)| over earlier days. */
export const totals = {
  "totals.rival.used": (days: number, rival: string, errors: string) =>
    `The total of the next ${days} days is that of a naive forecast, ${rival}, which is better beyond chance: ${errors}`,
  "totals.rival.off": (days: number, rival: string, errors: string) =>
    `The total of the next ${days} days is the model's, as forecast.rival is off, though a naive forecast, ${rival}, is better beyond chance: ${errors}`,
  "totals.rival.byChance": (days: number, rival: string, errors: string) =>
    `The total of the next ${days} days is the model's, though a naive forecast, ${rival}, had the lower error, which chance could explain: ${errors}`,
  "totals.rival.model": (days: number, rival: string, errors: string) =>
    `The total of the next ${days} days is the model's, as no naive forecast had a lower error, ${rival} the lowest: ${errors}`,
  "totals.rival.few": (days: number, rival: string, errors: string, effective: number, least: number) =>
    `The total of the next ${days} days is the model's; ${rival}, a naive forecast, had the lower error, but the days count as ${Math.floor(10 * effective) / 10} apart from one another, and ${least} are needed: ${errors}`,
  "totals.rival.none": (days: number) =>
    `The total of the next ${days} days is the model's: no earlier day has a naive forecast to compare it with`,
  "totals.rival.errors": (error: number, model: number, days: number) =>
    `its totals were off by ${off(error)} on average of ${days} earlier days, the model's by ${off(model)}`,
};

const off = (log: number): string => shortPercent(Math.expm1(log));
