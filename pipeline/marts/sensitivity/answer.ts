import type { Row } from "../../engines/engine.js";
import { say } from "../../text/messages/say.js";
import type { MartFacts } from "../facts.js";

/** What moves the value most, of rows as the view has them. */
export function answer(rows: readonly Row[], { currency, forEver, longestDays }: MartFacts): string {
  const ofBase = rows.filter((row) => row.scope === "base");
  const base = ofBase.find((row) => row.driver === "base");
  const changes = ofBase
    .filter((row) => row.driver !== "base" && row.relative != null)
    .map((row) => ({
      driver: String(row.driver),
      change: String(row.change),
      relative: Number(row.relative),
      difference: Number(row.difference),
    }))
    .sort((a, b) => Math.abs(b.relative) - Math.abs(a.relative));
  const [most, ...others] = changes;
  if (base === undefined || most === undefined) return say("sensitivity.none");
  return say(
    "sensitivity.answer",
    Number(base.clv),
    currency ?? "",
    forEver ? null : longestDays,
    most,
    others,
  );
}
