import { fourDigits, signedPercent, table } from "../text/format.js";
import { say } from "../text/messages/say.js";
import type { Pair, RunComparison } from "./run-comparison.js";

const longest = 24;

/** What `clv compare` prints. */
export function comparisonText(c: RunComparison): string {
  const parts = [
    say("compare.title", c.runs[0], c.runs[1]),
    ...section("compare.settings", c.settings, say("compare.same")),
    ...section("compare.files", c.files, say("compare.same")),
    ...section("compare.data", c.data),
    ...section("compare.model", c.model),
    ...section("compare.totals", c.totals),
  ];
  return `${parts.join("\n\n")}\n`;
}

type Title = "compare.settings" | "compare.files" | "compare.data" | "compare.model" | "compare.totals";

function section(title: Title, pairs: readonly Pair<number | string>[], none?: string): string[] {
  const made = pairs.filter(({ before, after }) => before !== null || after !== null);
  if (made.length === 0) return none === undefined ? [] : [`${say(title)}: ${none}`];
  const head = ["", say("compare.before"), say("compare.after"), ""];
  const rows = made.map(({ name, before, after }) => [
    name,
    cell(before),
    cell(after),
    change(before, after),
  ]);
  return [`${say(title)}\n${table([head, ...rows], [false, true, true, true])}`];
}

function cell(value: number | string | null): string {
  if (value === null) return "-";
  const text = typeof value === "number" ? fourDigits(value) : value;
  return text.length <= longest ? text : `…${text.slice(1 - longest)}`;
}

function change(before: number | string | null, after: number | string | null): string {
  if (typeof before !== "number" || typeof after !== "number" || before === 0) return "";
  return before === after ? "=" : signedPercent(after / before - 1);
}
