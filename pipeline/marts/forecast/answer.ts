import type { Row } from "../../engines/engine.js";
import { count, money } from "../../text/format.js";
import { say } from "../../text/messages/say.js";
import type { MartFacts } from "../facts.js";

/** About a quarter: the rest of the month of the as-of date, and the two or three after it. */
const quarter = 92;

/** What is expected of about the next quarter, in whole months of the table. */
export function answerOf(rows: readonly Row[], facts: MartFacts): string {
  let days = 0;
  const near = rows.filter((row) => {
    days += Number(row.days);
    return days <= quarter;
  });
  const used = near.length > 0 ? near : rows.slice(0, 1);
  const [first, last] = [used[0], used.at(-1)];
  if (first === undefined || last === undefined) return say("forecast.none");
  const sum = (name: string): number | null =>
    used.every((row) => row[name] !== null)
      ? used.reduce((total, row) => total + Number(row[name]), 0)
      : null;
  const amount = (value: number | null): string => money(value ?? 0, facts.currency ?? "");
  const left = facts.money ? sum("contribution_after_acquisition") : null;
  // of months added up, which move together less than wholly, so that the sums hold at least as often
  const rangeOf = (name: string, write: (value: number) => string): string => {
    const [low, high] = [sum(`${name}_lo80`), sum(`${name}_hi80`)];
    return low === null || high === null ? "" : say("forecast.answer.range", write(low), write(high));
  };
  const dates = [String(first.from_day), String(last.to_day)] as const;
  const parts = [
    say("forecast.answer", ...dates, rounded(sum("purchases") ?? 0), rangeOf("purchases", rounded)),
  ];
  if (facts.money)
    parts.push(
      say("forecast.answer.money", amount(sum("revenue")), rangeOf("revenue", amount), amount(sum("margin"))),
    );
  if (facts.money)
    parts.push(
      left === null ? say("forecast.answer.noCost") : say("forecast.answer.contribution", amount(left)),
    );
  return `${parts.join("")}.`;
}

const rounded = (value: number): string => count(Math.round(value));
