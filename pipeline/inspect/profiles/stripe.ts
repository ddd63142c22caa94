import type { ExportProfile } from "./export-profile.js";

const created = ["Created date (UTC)", "Created (UTC)", "Created"];

/** The CSV files of the dashboard: payments (charges) and invoices. */
export const stripe: readonly ExportProfile[] = [
  {
    name: "Stripe payments",
    header: ["id", created, "Amount", "Amount Refunded", "Currency", "Status"],
    columns: {
      customer: ["Customer ID", "Customer Email"],
      date: created,
      amount: ["Amount"],
      order: ["id"],
      currency: ["Currency"],
      refunded: ["Amount Refunded"],
    },
    exclude: {
      Status: [
        "Failed",
        "Canceled",
        "Cancelled",
        "Incomplete",
        "Uncaptured",
        "Blocked",
        "Requires payment method",
        "requires_payment_method",
      ],
    },
  },
  {
    name: "Stripe invoices",
    header: [
      "id",
      "Amount Due",
      "Currency",
      ["Customer", "Customer ID"],
      ["Date (UTC)", ...created],
      "Total",
      ["Subscription", "Number", "Billing"],
    ],
    columns: {
      customer: ["Customer", "Customer ID", "Customer Email"],
      date: ["Date (UTC)", ...created],
      amount: ["Total"],
      order: ["id"],
      currency: ["Currency"],
    },
    exclude: { Status: ["draft", "void", "uncollectible", "deleted"] },
    notes: ["open invoices count; add open to ingest.exclude if only paid ones should"],
  },
];
