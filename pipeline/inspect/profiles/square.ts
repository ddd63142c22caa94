import type { ExportProfile } from "./export-profile.js";

/** Transactions and items of the dashboard. */
export const square: readonly ExportProfile[] = [
  {
    name: "Square transactions",
    header: [
      "Date",
      "Time Zone",
      "Gross Sales",
      "Net Sales",
      "Total Collected",
      "Transaction ID",
      "Payment ID",
    ],
    columns: {
      customer: ["Customer ID", "Customer Reference ID", "Customer Name"],
      date: ["Date"],
      amount: ["Total Collected"],
      order: ["Transaction ID"],
    },
    exclude: { "Transaction Status": ["Failed", "Canceled", "Voided"] },
    notes: ["Total Collected holds tax and tips; set columns.amount to Net Sales to leave them out"],
  },
  {
    name: "Square items",
    header: [
      "Date",
      "Time Zone",
      "Item",
      "Qty",
      "Price Point Name",
      "Gross Sales",
      "Net Sales",
      "Transaction ID",
    ],
    columns: {
      customer: ["Customer ID", "Customer Reference ID", "Customer Name"],
      date: ["Date"],
      amount: ["Net Sales"],
      order: ["Transaction ID"],
    },
    notes: ["Net Sales is the line after discounts, without tax and tips"],
  },
];
