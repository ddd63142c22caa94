import type { ExportProfile } from "./export-profile.js";

const label = ["Canceled", "Pending Payment", "Suspected Fraud", "Payment Review"];
const code = ["canceled", "pending_payment", "fraud", "payment_review"];

/** The orders grid of Magento and Adobe Commerce, and its table sales_order. */
export const magento: readonly ExportProfile[] = [
  {
    name: "Magento orders",
    header: [
      "ID",
      "Purchase Point",
      "Purchase Date",
      "Grand Total (Base)",
      "Grand Total (Purchased)",
      "Status",
    ],
    columns: {
      customer: ["Customer ID", "Customer Email", "Customer Name", "Bill-to Name"],
      date: ["Purchase Date"],
      amount: ["Grand Total (Base)"],
      order: ["ID"],
      refunded: ["Total Refunded"],
    },
    exclude: { Status: [...label, ...code] },
    excludeWithoutRefunds: { Status: ["Closed"] },
    notes: ["Grand Total (Base) is in the base currency of the shop"],
  },
  {
    name: "Magento sales_order",
    header: ["increment_id", "created_at", "base_grand_total", "grand_total", "status"],
    columns: {
      customer: ["customer_id", "customer_email"],
      date: ["created_at"],
      amount: ["base_grand_total"],
      order: ["increment_id"],
      refunded: ["base_total_refunded"],
    },
    exclude: { status: code },
    excludeWithoutRefunds: { status: ["closed"] },
    notes: ["base_grand_total is in the base currency of the shop"],
  },
];
