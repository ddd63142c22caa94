import type { Proposal } from "./inspection.js";
import type { OpenChoice } from "./open-choice.js";

/**
 * Leaves open what the amount is, where a log has customers and dates and no column is recognised as it: one of its columns of
 * numbers, or nothing, so that purchases alone are predicted. The rows are tried without amounts.
 */
export function leaveAmountOpen(proposal: Proposal, numbers: readonly string[]): Proposal {
  const choice: OpenChoice = {
    key: "columns.amount",
    question:
      numbers.length === 0
        ? "no column holds amounts"
        : "no column is recognised as the amount, neither by its name nor by its values",
    choices: [
      ...numbers.map((value) => ({ value, means: "the amount of the order, or of the order line" })),
      { value: "none", means: "the log has no amounts: purchases alone are predicted, nothing about money" },
    ],
  };
  const { config, open } = proposal;
  return {
    ...proposal,
    config: { ...config, columns: { ...config.columns, amount: "none" } },
    open: [...open, choice],
  };
}
