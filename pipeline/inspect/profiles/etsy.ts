import type { ExportProfile } from "./export-profile.js";

/** Download data: orders, and sold items. */
export const etsy: readonly ExportProfile[] = [
  {
    name: "Etsy orders",
    header: ["Sale Date", "Order ID", ["Buyer User ID", "Buyer"], "Order Value", "Order Total", "Order Net"],
    columns: {
      customer: ["Buyer User ID", "Buyer", "Full Name"],
      date: ["Sale Date"],
      amount: ["Order Total"],
      order: ["Order ID"],
      currency: ["Currency"],
    },
    exclude: { Status: ["Canceled", "Cancelled"] },
    notes: [
      "refunds are not taken off: Adjusted Order Total is what is left where an order was changed later",
    ],
  },
  {
    name: "Etsy sold items",
    header: [
      "Sale Date",
      "Item Name",
      "Buyer",
      "Quantity",
      "Price",
      "Item Total",
      "Transaction ID",
      "Order ID",
    ],
    columns: {
      customer: ["Buyer User ID", "Buyer", "Ship Name"],
      date: ["Sale Date"],
      amount: ["Item Total"],
      order: ["Order ID"],
      currency: ["Currency"],
    },
    notes: ["Item Total is the line without shipping and tax"],
  },
];
