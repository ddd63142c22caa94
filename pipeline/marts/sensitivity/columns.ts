import { bounded, column, money } from "../columns.js";
import type { MartColumn } from "../mart.js";

export const columns: readonly MartColumn[] = [
  {
    ...column(
      "scope",
      "text",
      "whose value: base, all customers; new_customer, one who comes now, less its mean acquisition cost, where costs are known",
    ),
    values: ["base", "new_customer"],
  },
  {
    ...column(
      "driver",
      "text",
      "what changes; base for nothing, price is the order value of a contract, CAC the mean acquisition cost",
    ),
    values: [...["base", "retention", "frequency", "order value", "price", "margin", "discount rate", "CAC"]],
  },
  {
    ...column("change", "text", "by how much; a point is 0.01, and null is no change"),
    values: ["+1 point", "+10 %"],
  },
  column(
    "horizon_days",
    "integer",
    "days of value that are counted; 0 for ever",
    "days",
    "the longest horizon where value for ever is not finite: without a discount rate, or where the model cannot tell who has left",
  ),
  ...bounded(
    money(
      "clv",
      "discounted value of the base under the change",
      "everything known of the past stays, P(alive) and what is known of each customer; only the future changes. It is the equity of the base. Bounds are as wide in proportion as those of the base",
    ),
  ),
  ...bounded(
    money(
      "difference",
      "clv minus that of the base",
      "bounds are as wide in proportion as those of clv: chance and doubt move a value and its change alike; none of a cost, which is known",
    ),
  ),
  column(
    "relative",
    "number",
    "difference as a share of the base's clv; null where that is not above 0",
    "share",
  ),
  column(
    "elasticity",
    "number",
    "relative over the relative change of the driver; null for retention, whose change is in points",
    "ratio",
  ),
  column(
    "point_elasticity",
    "number",
    "d ln clv / d ln driver at the base",
    "ratio",
    "of the annual discount rate; as if season and level stayed as they are at the end of the calendar; null where no change of the driver is one of a share of it",
  ),
  {
    ...column(
      "reason",
      "text",
      "why clv is null: nobody_leaves, the model knows of nobody who leaves; paid_when_due, a contract says how often customers pay",
    ),
    values: ["nobody_leaves", "paid_when_due"],
  },
];
