import { shortPercent } from "../../format.js";

const some = (words: readonly string[]): string =>
  words.length > 3 ? `${words.slice(0, 3).join(", ")} and ${words.length - 3} more` : words.join(", ");

/** Named events (purchase.events). */
export const events = {
  "events.whatIsIt":
    "needs one of name (with dates, from and to, or months), file, or holidays: each in an entry of its own",
  "events.alone": "takes no kind, dates, from, to or months beside file or holidays",
  "events.noDays": (name: string) => `${name} has no days: give dates, from and to, or months`,
  "events.halfRange": (name: string) => `${name} has only one of from and to: give both, or dates`,
  "events.backwards": (name: string, from: string, to: string) =>
    `${name} ends (${to}) before it begins (${from})`,
  "events.twoKinds": (name: string) =>
    `${name} is closed in one entry and open in another: give them two names`,
  "events.dayTwice": (name: string, day: string) => `${name} has ${day} twice`,
  "events.closedTwice": (day: string, one: string, other: string) =>
    `${day} is closed by ${one} and by ${other}: leave it in one of them`,
  "events.unreadable": (file: string, why: string) => `cannot read ${file} of purchase.events: ${why}`,
  "events.columns": (file: string, columns: readonly string[]) =>
    `${file} needs the column name, and date, from and to, or month (and optionally kind); it has ${columns.join(", ")}.`,
  "events.rows": (wrong: number, all: number, file: string, first: readonly string[]) =>
    `${wrong} of ${all} rows of ${file} are no event: ${first.join("; ")}. ` +
    "Each has a name, and a date (or from and to) as yyyy-mm-dd or a month as yyyy-mm; kind is empty, open or closed.",
  "events.contradict": (found: readonly string[]) =>
    `purchase.events contradict each other: ${found.join("; ")}.`,
  "events.unseen": (names: readonly string[]) =>
    `no day of ${some(names)} lies in the log, so nothing is known of the effect: neither totals nor their ranges allow for it`,
  "events.unused": (why: string) => `purchase.events do not enter predictions: ${why}`,
  "events.notClosed": (name: string, share: number) =>
    `${name} is said to be closed, yet its days have ${shortPercent(share)} of the purchases of days like them`,
  "events.line": (name: string, factor: number, low: number, high: number) =>
    `${name} ×${factor.toFixed(2)}${low === high ? "" : ` (${low.toFixed(2)}–${high.toFixed(2)})`}`,
  "events.more": (count: number) => `${count} more`,
};
