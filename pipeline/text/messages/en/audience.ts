import { count } from "../../format.js";

/** Lists of customers for ad platforms. */
export const audience = {
  "audience.written": (written: number, path: string) =>
    `${count(written)} customers are in ${path}, each as a SHA-256 hash.`,
  "audience.suppressed": (n: number) => `${count(n)} are left out by suppression lists`,
  "audience.unknown": (n: number, by: string) => `${count(n)} have no ${by}`,
  "audience.repeated": (n: number) => `${count(n)} share theirs with another one`,
  "audience.nobody": "nobody is left out",
  "audience.open": "name whom: --tier, --lifecycle, --action or --chosen.",
  "audience.none": (option: string, value: string, known: readonly string[]) =>
    `no customer has ${option} ${value}; there are: ${known.join(", ")}.`,
  "audience.by": (by: string, known: readonly string[]) =>
    `--by ${by} is not a column: name one of ${known.join(", ")}.`,
  "audience.noMart": (mart: string, run: string) =>
    `run ${run} has no table ${mart}: run \`clv derive\`; lists of actions need a log with amounts.`,
};
