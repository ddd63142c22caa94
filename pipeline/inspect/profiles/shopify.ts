import type { ExportProfile } from "./export-profile.js";

/** Orders › Export: one row a line item; what belongs to the order stands on its first row. */
export const shopify: readonly ExportProfile[] = [
  {
    name: "Shopify orders",
    header: ["Name", "Email", "Financial Status", "Created at", "Total", "Lineitem price"],
    columns: {
      customer: ["Customer ID", "Customer id", "Email", "Phone", "Billing Name"],
      date: ["Created at"],
      amount: ["Total"],
      order: ["Name"],
      currency: ["Currency"],
      refunded: ["Refunded Amount"],
    },
    exclude: { "Financial Status": ["voided", "expired"] },
    excludeWithoutRefunds: { "Financial Status": ["refunded"] },
    ingest: { continuationRows: "skip" },
    notes: ["pending and authorized orders count; add them to ingest.exclude if they should not"],
  },
];
