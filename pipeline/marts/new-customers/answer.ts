import type { Row } from "../../engines/engine.js";
import { money } from "../../text/format.js";
import { say } from "../../text/messages/say.js";
import type { MartFacts } from "../facts.js";

/** What the next customer is worth, of all and of the best and the worst source that is shown and had customers enough to say. */
export function answerOf(rows: readonly Row[], facts: MartFacts): string {
  const all = rows.find((row) => row.attribute === null) ?? rows[0];
  if (all === undefined) return say("newCustomers.none");
  if (!facts.money)
    return say("newCustomers.answer.purchases", Number(all.expected_purchases), facts.longestDays);
  const amount = (row: Row, name: string): string => money(Number(row[name]), facts.currency ?? "");
  const answer = say(
    "newCustomers.answer",
    amount(all, "expected_value"),
    facts.longestDays,
    amount(all, "affordable_cac"),
    Number(all.target),
    facts.meanCac === null || all.attribute !== null ? null : money(facts.meanCac, facts.currency ?? ""),
  );
  if (Number(all.customers) === 0) return `${answer} ${say("newCustomers.nobodyLately")}`;
  const sources = rows
    .filter(
      (row) => row.attribute !== null && row.source !== null && Number(row.customers) >= Number(row.least),
    )
    .sort((a, b) => Number(b.expected_value) - Number(a.expected_value));
  const [best, worst] = [sources[0], sources.at(-1)];
  if (best === undefined || worst === undefined || best === worst) return answer;
  return `${answer} ${say("newCustomers.answer.sources", String(best.source), amount(best, "expected_value"), String(worst.source), amount(worst, "expected_value"))}`;
}
