import type { ExportProfile } from "./export-profile.js";

/** Orders › Export with the default template. */
export const bigCommerce: readonly ExportProfile[] = [
  {
    name: "BigCommerce orders",
    header: [
      "Order ID",
      "Order Date",
      "Order Status",
      ["Subtotal (inc tax)", "Subtotal (ex tax)"],
      ["Order Total (inc tax)", "Order Total (ex tax)"],
      ["Customer ID", "Customer Email"],
    ],
    columns: {
      customer: ["Customer ID", "Customer Email", "Billing Email"],
      date: ["Order Date"],
      amount: ["Order Total (inc tax)", "Order Total (ex tax)"],
      order: ["Order ID"],
      currency: ["Order Currency Code"],
      refunded: ["Refund Amount", "Refunded Amount"],
    },
    exclude: { "Order Status": ["Incomplete", "Cancelled", "Declined", "Awaiting Payment"] },
    excludeWithoutRefunds: { "Order Status": ["Refunded"] },
  },
];
