import type { ExportProfile } from "./export-profile.js";

const dead = ["failed", "cancelled", "pending", "checkout-draft", "trash"];
const written = [...dead, ...dead.map((status) => `wc-${status}`), "Pending payment", "Draft"];
const refunded = ["refunded", "wc-refunded"];

/** The export plugins in use, and the orders report of WooCommerce Analytics. */
export const wooCommerce: readonly ExportProfile[] = [
  {
    name: "WooCommerce orders",
    header: [
      "order_id",
      ["order_number", "order_number_formatted"],
      ["date", "order_date", "date_created"],
      "status",
      "order_total",
      "billing_email",
    ],
    columns: {
      customer: ["customer_id", "customer_user", "billing_email"],
      date: ["date", "order_date", "date_created"],
      amount: ["order_total"],
      order: ["order_id"],
      currency: ["order_currency", "currency"],
      refunded: ["refunded_total", "total_refunded", "refunded_amount"],
    },
    exclude: { status: written },
    excludeWithoutRefunds: { status: refunded },
    ingest: { duplicateOrders: "order-id" },
  },
  {
    name: "WooCommerce orders (Advanced Order Export)",
    header: ["Order Number", "Order Status", "Order Date", "Order Total Amount", "Email (Billing)"],
    columns: {
      customer: ["Customer User ID", "Customer ID", "Email (Billing)"],
      date: ["Order Date"],
      amount: ["Order Total Amount"],
      order: ["Order Number"],
      currency: ["Order Currency", "Currency"],
      refunded: ["Order Refund Amount"],
    },
    exclude: { "Order Status": written },
    excludeWithoutRefunds: { "Order Status": refunded },
    ingest: { duplicateOrders: "order-id" },
  },
  {
    name: "WooCommerce Analytics orders",
    header: ["Date", "Order #", "Status", "Customer", "N. Revenue"],
    columns: {
      customer: ["Customer ID", "Customer Email", "Customer"],
      date: ["Date"],
      amount: ["N. Revenue"],
      order: ["Order #"],
    },
    exclude: { Status: written },
    notes: ["N. Revenue is net of tax, shipping and refunds"],
  },
];
