import { count } from "../text/format.js";
import type { Roles } from "./assign-roles.js";
import { cancelPrefix } from "./cancel-prefix.js";
import type { FoundConfig, Proposal } from "./inspection.js";
import type { OpenChoice } from "./open-choice.js";
import type { Profile } from "./profile.js";
import { rarePrefix } from "./rare-prefix.js";

/**
 * Leaves open what the amount is, where a log has customers and dates and no column is recognised as it: one of its columns of
 * numbers, or nothing, so that purchases alone are predicted. Nothing then says that a row takes something back, but the order id.
 * @param numbers columns that could be it
 */
export function leaveAmountOpen(proposal: Proposal, roles: Roles, numbers: readonly Profile[]): Proposal {
  const choice: OpenChoice = {
    key: "columns.amount",
    question:
      numbers.length === 0
        ? "no column holds amounts"
        : "no column is recognised as the amount, neither by its name nor by its values",
    choices: [
      ...numbers.map(({ name }) => ({ value: name, means: "the amount of the order, or of the order line" })),
      { value: "none", means: "the log has no amounts: purchases alone are predicted, nothing about money" },
    ],
  };
  const { config, open, warnings, notes } = proposal;
  const orders = roles.order?.column;
  const cancelled = orders && cancelPrefix(orders, new Float64Array(orders.values.length));
  if (cancelled) notes["ingest.cancelPrefix"] = [cancelled.evidence];
  const negative = numbers.flatMap(({ name, numbers }) =>
    numbers !== null && numbers.negative > 0
      ? [`rows with a negative ${name} count as purchases like any other if columns.amount is none`]
      : [],
  );
  return {
    ...proposal,
    config: {
      ...config,
      columns: { ...config.columns, amount: "none" },
      ...(cancelled && { ingest: { ...config.ingest, cancelPrefix: cancelled.prefix } }),
    },
    open: [...open, choice],
    warnings: [...warnings, ...negative, ...(orders && !cancelled ? rareOrders(orders) : [])],
  };
}

/** The config with which rows are tried without amounts: without what only amounts need. */
export function withoutAmounts({ currency: _, ...config }: FoundConfig): FoundConfig {
  const {
    quantity: _quantity,
    unitPrice: _price,
    currency: _currency,
    refunded: _refunded,
    ...columns
  } = config.columns ?? {};
  return { ...config, columns: { ...columns, amount: "none" } };
}

function rareOrders(orders: Profile): string[] {
  const rare = rarePrefix(orders.values);
  if (rare === null) return [];
  const { prefix, rows, of } = rare;
  return [
    `the order ids of ${count(rows)} of ${count(of)} sampled rows begin with ${prefix}, unlike the others: if these cancel an order, ` +
      `set ingest.cancelPrefix: ${prefix}, since without amounts nothing else tells`,
  ];
}
