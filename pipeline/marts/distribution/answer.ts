import type { Row } from "../../engines/engine.js";
import { count, money, percent } from "../../text/format.js";
import { say } from "../../text/messages/say.js";
import type { MartFacts } from "../facts.js";

/** Who has most of the value, and who hardly any. */
export function answerOf(rows: readonly Row[], facts: MartFacts): string {
  const [best] = rows;
  if (best === undefined) return say("distribution.none");
  if (best.kind !== "decile" || best.label !== "1" || best.share === null)
    return say("distribution.shown", rows.length);
  const sum = Number(best.value_sum);
  const lower = rows.slice(5).reduce((total, row) => total + Number(row.share), 0);
  return say(
    "distribution.answer",
    count(Number(best.customers)),
    percent(Number(best.share)),
    facts.money ? money(sum, facts.currency ?? "") : count(Math.round(sum)),
    facts.longestDays,
    percent(lower),
  );
}
