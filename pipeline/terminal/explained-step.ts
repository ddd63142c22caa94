import type { Config } from "../config/config.js";
import type { Row } from "../engines/engine.js";
import { say } from "../text/messages/say.js";

/** One number of an explanation, with what it means. */
export interface ExplainedStep {
  readonly name: string;
  readonly value: number | string;
  readonly meaning: string;
}

export function step(name: string, value: number | string, meaning: string): ExplainedStep {
  return { name, value, meaning };
}

/** Where 80 % of outcomes are expected, as published; null where no intervals were made. */
export function rangeOf(score: Row, column: string): { low: number; high: number } | null {
  return score[`${column}_lo80`] == null
    ? null
    : { low: Number(score[`${column}_lo80`]), high: Number(score[`${column}_hi80`]) };
}

/** The published figure that customers are ranked by, over the longest horizon. */
export function publishedStep(
  score: Row,
  column: "clv" | "expected_purchases",
  interval: "clv" | "purchases",
  { value }: Pick<Config, "value">,
): ExplainedStep {
  const days = Math.max(...value.horizonsDays);
  return step(
    say(column === "clv" ? "explain.published.name" : "explain.published.purchases"),
    Number(score[`${column}_${days}d`]),
    say(
      "explain.published",
      String(score.value_rank),
      String(score.value_tier),
      rangeOf(score, `${interval}_${days}d`),
    ),
  );
}
