import type { About } from "../model.js";

/** Spend models that are fitted to more than repeat spend, so that they are no SpendModel: see pipeline/spend. */
export const otherSpendModels = {
  "gamma-regression": {
    title: "Gamma regression with credibility",
    assumes:
      "mean spend depends on attributes and first purchase; own purchases count the more, the more there are",
    useWhen:
      "channel, country or the first order show who spends much; one-time buyers get a value of their own",
    source: "McCullagh & Nelder (1989), Buehlmann & Straub (1970)",
  },
  "log-normal": {
    title: "Log-normal with credibility",
    assumes:
      "the logarithms of a customer's purchases, the first one included, vary about a mean of its own; all logarithms are normal",
    useWhen: "few purchases are many times the others of the same customer, so that plain means follow them",
    source: "Searle, Casella & McCulloch (1992), Duan (1983)",
  },
  ziln: {
    title: "Zero-inflated lognormal network",
    assumes:
      "behaviour before a cut predicts what is spent after it, by a neural network without a story of purchases",
    useWhen: "10,000 customers and more, more history than the longest horizon, many attributes",
    source: "Wang, Liu & Miao (2019)",
  },
} as const satisfies Record<string, About>;

export type OtherSpendModelName = keyof typeof otherSpendModels;
export const otherSpendModelNames = Object.keys(otherSpendModels) as OtherSpendModelName[];
