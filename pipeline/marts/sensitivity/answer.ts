import type { Row } from "../../engines/engine.js";
import { say } from "../../text/messages/say.js";
import type { MartFacts } from "../facts.js";

/** What moves the value most, of rows as the view has them. */
export function answer(rows: readonly Row[], { currency, forEver, longestDays }: MartFacts): string {
  const base = rows[0]?.base_clv ?? null;
  const changes = rows
    .filter((row) => row.scope === "base" && row.driver !== "base" && row.relative != null)
    .map((row) => ({
      driver: String(row.driver),
      change: String(row.change),
      relative: Number(row.relative),
      difference: Number(row.difference),
    }))
    .sort((a, b) => Math.abs(b.relative) - Math.abs(a.relative));
  const [most, ...others] = changes;
  if (most === undefined) return say(Number(base) > 0 ? "sensitivity.noChange" : "sensitivity.none");
  return say("sensitivity.answer", Number(base), currency ?? "", forEver ? null : longestDays, most, others);
}
