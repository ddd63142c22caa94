import type { Row } from "../../engines/engine.js";
import { money } from "../../text/format.js";
import { say } from "../../text/messages/say.js";
import type { MartFacts } from "../facts.js";

/** So many lines are named: those that move most. */
const named = 3;

/** Why the base is worth more or less than last time: the lines that move most, largest first. */
export function bridgeAnswer(rows: readonly Row[], { since, currency }: MartFacts): string {
  const amountOf = (item: string): number | null => {
    const row = rows.find((r) => r.item === item);
    return row === undefined ? null : Number(row.amount);
  };
  const [opening, closing] = [amountOf("opening"), amountOf("closing")];
  if (since.opening === null || opening === null || closing === null) return say("equity.bridge.part");
  const shown = (value: number): string => money(value, currency ?? "");
  const moved = rows
    .filter(({ item, amount }) => item !== "opening" && item !== "closing" && Number(amount) !== 0)
    .sort((a, b) => Math.abs(Number(b.amount)) - Math.abs(Number(a.amount)))
    .slice(0, named)
    .map(({ item, amount }) => {
      const value = Number(amount);
      return { item: String(item), amount: `${value > 0 ? "+" : ""}${shown(value)}` };
    });
  return say(
    "equity.bridge.answer",
    since.opening.asOf,
    { value: shown(closing), change: closing - opening, by: shown(Math.abs(closing - opening)) },
    moved,
  );
}
