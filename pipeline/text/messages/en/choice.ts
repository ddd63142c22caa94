import { count, rounded, shortPercent, signedPercent } from "../../format.js";

/** Why a purchase model was chosen: by how much it is better than others and than naive forecasts. */
export const choice = {
  "choice.ties": (model: string, others: readonly string[]) =>
    `${others.join(", ")} predict${others.length === 1 ? "s" : ""} as well as ${model}: total log-scores differ by less than one`,
  "choice.better": (model: string, next: string, value: number, error: number | null, chance: string) =>
    `${model} predicts better than ${next}, the next: its log-score a customer is ${withError(value, error)} higher, ${chance}; what each did is ${rounded(100 * Math.expm1(value), 2)} % more probable under it`,
  "choice.worse": (model: string, other: string, value: number, error: number | null, chance: string) =>
    `${model} predicts no better than ${other}: its log-score a customer is ${withError(-value, error)} lower, ${chance}`,
  "choice.rival": (rival: string, model: string, gain: number, chance: string) =>
    `${rival}, the best naive forecast: the RMSE of ${model} is ${shortPercent(gain)} lower, ${chance}`,
  "choice.rival.better": (rival: string, model: string, gain: number, chance: string) =>
    `A naive forecast is better than ${model}, ${rival}: its RMSE is ${shortPercent(gain)} lower, ${chance}`,
  "choice.rival.beatsAll": (rival: string, model: string, gain: number, chance: string) =>
    `A naive forecast is better than every model, ${rival}: its RMSE is ${shortPercent(gain)} lower than that of ${model}, ${chance}`,
  "choice.totals": (model: string, own: number, rival: string, naive: number) =>
    `total: ${model} ${signedPercent(own)}, ${rival} ${signedPercent(naive)}`,
  "choice.totals.beatsAll": (rival: string, naive: number, model: string, nearest: number) =>
    `The total of a naive forecast, ${rival}, was nearer than that of every model: ${signedPercent(naive)}, the nearest model, ${model}, ${signedPercent(nearest)}; clv validate shows whether it is on other days too`,
  "choice.worst": (best: string, share: number, other: string) =>
    `The ${shortPercent(share)} of customers that ${best} predicts worst decide: without them ${other} is the best. Both rankings, by log-score:`,
  "choice.carriers": (best: string, customers: number, all: number, other: string) =>
    customers <= 1
      ? `One customer of ${count(all)} decides: without the one who speaks most for ${best}, ${other} is the best. Both rankings, by log-score:`
      : `A few customers decide: without the ${count(Math.ceil(customers))} of ${count(all)} who speak most for ${best}, ${other} is the best. Both rankings, by log-score:`,
  "choice.place": "place",
  "choice.all": "all customers",
  "choice.without": "without them",
};

const withError = (value: number, error: number | null): string =>
  `${value.toFixed(5)}${error === null ? "" : ` ± ${error.toFixed(5)}`}`;
