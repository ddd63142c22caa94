import type { ExportProfile } from "./export-profile.js";

/** The order reports of Seller Central, tab-separated; item-price is that of the line, whatever the quantity. */
export const amazon: readonly ExportProfile[] = [
  {
    name: "Amazon orders",
    header: [
      ["amazon-order-id", "order-id"],
      ["purchase-date", "payments-date"],
      ["quantity", "quantity-purchased", "quantity-shipped"],
      "item-price",
    ],
    columns: {
      customer: ["buyer-email", "buyer-id", "buyer-name"],
      date: ["purchase-date", "payments-date"],
      amount: ["item-price"],
      order: ["amazon-order-id", "order-id"],
      currency: ["currency"],
    },
    exclude: {
      "order-status": ["Cancelled", "Canceled", "Unfulfillable"],
      "item-status": ["Cancelled", "Canceled"],
    },
    notes: [
      "item-price is the price of the line, not of a piece, without shipping and item-promotion-discount",
    ],
  },
];
