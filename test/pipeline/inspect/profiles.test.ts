import { describe, expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import { inspectSource } from "../../../pipeline/inspect/inspect-source.js";
import type { FoundConfig } from "../../../pipeline/inspect/inspection.js";
import { exportProfiles } from "../../../pipeline/inspect/profiles/profiles.js";
import { recognise } from "../../../pipeline/inspect/profiles/recognise.js";
import { textFolder } from "../sources/text/files.js";

const folder = await textFolder();

/** Cells that stand under their column; all others are empty. */
type Row = Readonly<Record<string, string>>;

async function inspectExport(
  name: string,
  header: string,
  rows: readonly Row[],
  separator = ",",
): Promise<{ config: FoundConfig; warnings: readonly string[] }> {
  const names = header.split(separator);
  for (const column of Object.keys(rows[0]!)) expect(names, name).toContain(column);
  const quote = (cell: string): string => (/[",;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines = rows.map((row) => names.map((column) => quote(row[column] ?? "")).join(separator));
  const file = await folder.put(`${name}.csv`, `${names.map(quote).join(separator)}\n${lines.join("\n")}\n`);
  return inspectSource([file], { today: "2026-01-01" });
}

const orders = Array.from({ length: 60 }, (_, i) => ({
  id: `${1000 + i}`,
  who: i % 12,
  day: `2024-0${1 + Math.floor(i / 28)}-${String(1 + (i % 28)).padStart(2, "0")}`,
  total: (12 + ((i * 37) % 50) + 0.49).toFixed(2),
}));
const mail = (who: number): string => `u${who}@example.com`;

describe("known exports give their columns and which rows do not count", () => {
  test("Shopify orders: one row a line item, the order on its first", async () => {
    const header =
      "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Billing Name,Notes,Cancelled at,Payment Method,Refunded Amount,Vendor,Outstanding Balance,Id,Tags";
    const rows = orders.flatMap(({ id, who, day, total }): Row[] => [
      {
        Name: `#${id}`,
        Email: mail(who),
        "Financial Status": "paid",
        "Paid at": `${day} 10:00:00`,
        Currency: "USD",
        Subtotal: total,
        Shipping: "0.00",
        Taxes: "0.00",
        Total: total,
        "Created at": `${day} 09:59:00`,
        "Lineitem quantity": "1",
        "Lineitem price": total,
        "Refunded Amount": "0.00",
        Id: `55${id}`,
      },
      {
        Name: `#${id}`,
        Email: mail(who),
        "Created at": `${day} 09:59:00`,
        "Lineitem quantity": "2",
        "Lineitem price": "1.00",
      },
    ]);
    const { config } = await inspectExport("shopify", header, rows);
    expect(config.columns).toEqual({
      customer: "Email",
      date: "Created at",
      amount: "Total",
      order: "Name",
      currency: "Currency",
      refunded: "Refunded Amount",
    });
    expect(config.ingest).toMatchObject({
      continuationRows: "skip",
      exclude: { "Financial Status": ["voided", "expired"] },
    });
  });

  test("WooCommerce orders: guests by their e-mail address", async () => {
    const header =
      "order_id,order_number,date,status,shipping_total,shipping_tax_total,fee_total,tax_total,discount_total,order_total,refunded_total,order_currency,payment_method,customer_id,billing_first_name,billing_email";
    const rows = orders.map(
      ({ id, who, day, total }, i): Row => ({
        order_id: id,
        order_number: id,
        date: `${day} 10:00:00`,
        status: "completed",
        shipping_total: "5.00",
        tax_total: "2.00",
        order_total: total,
        refunded_total: "0.00",
        order_currency: "EUR",
        customer_id: i % 3 === 0 ? "0" : `${who + 1}`,
        billing_email: mail(who),
      }),
    );
    const { config, warnings } = await inspectExport("woo", header, rows);
    expect(config.columns).toMatchObject({
      customer: "billing_email",
      date: "date",
      amount: "order_total",
      order: "order_id",
      refunded: "refunded_total",
    });
    expect(config.ingest?.exclude?.status).toContain("cancelled");
    expect(warnings.join()).toContain(
      "have no customer_id of a person (0 is nobody's), so billing_email is taken",
    );
  });

  test("Stripe payments and invoices", async () => {
    const payments = await inspectExport(
      "stripe",
      "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Amount Refunded,Converted Currency,Description,Fee,Status,Seller Message,Card ID,Customer ID,Customer Email,Invoice ID",
      orders.map(
        ({ id, who, day, total }): Row => ({
          id: `ch_${id}`,
          "Created date (UTC)": `${day} 10:00`,
          Amount: total,
          "Amount Refunded": "0.00",
          Currency: "usd",
          Fee: "1.00",
          "Converted Amount": total,
          Status: "Paid",
          "Customer ID": `cus_${who}`,
        }),
      ),
    );
    expect(payments.config.columns).toMatchObject({
      customer: "Customer ID",
      date: "Created date (UTC)",
      amount: "Amount",
      order: "id",
      refunded: "Amount Refunded",
    });
    expect(payments.config.ingest?.exclude?.Status).toContain("Failed");
    const invoices = await inspectExport(
      "invoices",
      "id,Amount Due,Amount Paid,Billing,Closed,Currency,Customer,Date (UTC),Due Date (UTC),Number,Paid,Subscription,Subtotal,Total,Tax,Tax Percent,Status",
      orders.map(
        ({ id, who, day, total }): Row => ({
          id: `in_${id}`,
          "Amount Due": total,
          "Amount Paid": total,
          Currency: "eur",
          Customer: `cus_${who}`,
          "Date (UTC)": `${day} 10:00`,
          Subtotal: total,
          Total: total,
          Status: "paid",
          Paid: "true",
        }),
      ),
    );
    expect(invoices.config.columns).toMatchObject({
      customer: "Customer",
      date: "Date (UTC)",
      amount: "Total",
      order: "id",
    });
    expect(invoices.config.ingest?.exclude).toEqual({
      Status: ["draft", "void", "uncollectible", "deleted"],
    });
  });

  test("Square transactions and items", async () => {
    const transactions = await inspectExport(
      "square",
      "Date,Time,Time Zone,Gross Sales,Discounts,Service Charges,Net Sales,Gift Card Sales,Tax,Tip,Partial Refunds,Total Collected,Source,Card,Card Entry Methods,Cash,Fees,Net Total,Transaction ID,Payment ID,Card Brand,PAN Suffix,Device Name,Staff Name,Staff ID,Details,Description,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID",
      orders.map(
        ({ id, who, day, total }): Row => ({
          Date: day,
          Time: "10:02:11",
          "Gross Sales": `$${total}`,
          Tax: "$0.00",
          Tip: "$0.00",
          "Net Sales": `$${total}`,
          "Total Collected": `$${total}`,
          Fees: "-$0.30",
          "Net Total": `$${total}`,
          "Transaction ID": `T${id}`,
          "Payment ID": `P${id}`,
          "Event Type": "Payment",
          "Customer ID": `SQ${who}`,
        }),
      ),
    );
    expect(transactions.config.columns).toMatchObject({
      customer: "Customer ID",
      date: "Date",
      amount: "Total Collected",
      order: "Transaction ID",
    });
    const items = await inspectExport(
      "square-items",
      "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID",
      orders.map(
        ({ id, who, day, total }): Row => ({
          Date: day,
          Item: "Tea",
          Qty: "1",
          "Gross Sales": `$${total}`,
          "Net Sales": `$${total}`,
          Tax: "$0.10",
          "Transaction ID": `T${id}`,
          "Customer ID": `SQ${who}`,
        }),
      ),
    );
    expect(items.config.columns).toMatchObject({ amount: "Net Sales", order: "Transaction ID" });
  });

  test("PayPal activity: who paid, not when", async () => {
    const { config, warnings } = await inspectExport(
      "paypal",
      "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,Shipping Address",
      orders.map(
        ({ id, who, day, total }, i): Row => ({
          Date: day,
          Time: `10:${10 + (i % 50)}:58`,
          TimeZone: "CET",
          Type: "Website Payment",
          Status: "Completed",
          Currency: "EUR",
          Gross: total,
          Fee: "-0.50",
          Net: total,
          "From Email Address": mail(who),
          "To Email Address": "shop@example.com",
          "Transaction ID": `TX${id}`,
        }),
      ),
    );
    expect(config.columns).toMatchObject({
      customer: "From Email Address",
      date: "Date",
      amount: "Gross",
      order: "Transaction ID",
    });
    expect(config.ingest?.exclude?.Type).toContain("Payment Refund");
    expect(warnings.join()).toContain("refunds are rows of their own");
  });

  test("Magento orders", async () => {
    const { config } = await inspectExport(
      "magento",
      "ID,Purchase Point,Purchase Date,Bill-to Name,Ship-to Name,Grand Total (Base),Grand Total (Purchased),Status,Billing Address,Shipping Address,Shipping Information,Customer Email,Customer Group,Subtotal,Shipping and Handling,Customer Name,Payment Method,Total Refunded",
      orders.map(
        ({ id, who, day, total }): Row => ({
          ID: `000${id}`,
          "Purchase Date": `${day} 10:00:00`,
          "Grand Total (Base)": total,
          "Grand Total (Purchased)": total,
          Status: "Complete",
          "Customer Email": mail(who),
          Subtotal: total,
          "Total Refunded": "",
        }),
      ),
    );
    expect(config.columns).toMatchObject({
      customer: "Customer Email",
      date: "Purchase Date",
      amount: "Grand Total (Base)",
      order: "ID",
      refunded: "Total Refunded",
    });
    expect(config.ingest?.exclude?.Status).toContain("Canceled");
  });

  test("BigCommerce orders: without a column of refunds, refunded orders do not count", async () => {
    const { config } = await inspectExport(
      "bigcommerce",
      "Order ID,Customer ID,Customer Name,Customer Email,Customer Phone,Order Date,Order Status,Subtotal (inc tax),Subtotal (ex tax),Tax Total,Shipping Cost (inc tax),Order Total (inc tax),Order Total (ex tax),Payment Method,Order Currency Code",
      orders.map(
        ({ id, who, day, total }): Row => ({
          "Order ID": id,
          "Customer ID": `${who + 1}`,
          "Customer Email": mail(who),
          "Order Date": day,
          "Order Status": "Completed",
          "Subtotal (inc tax)": total,
          "Order Total (inc tax)": total,
          "Order Total (ex tax)": total,
          "Order Currency Code": "USD",
        }),
      ),
    );
    expect(config.columns).toMatchObject({
      customer: "Customer ID",
      date: "Order Date",
      amount: "Order Total (inc tax)",
      order: "Order ID",
    });
    expect(config.columns?.refunded).toBeUndefined();
    expect(config.ingest?.exclude?.["Order Status"]).toEqual(
      expect.arrayContaining(["Cancelled", "Refunded"]),
    );
  });

  test("Amazon orders: item-price is that of the line", async () => {
    const { config, warnings } = await inspectExport(
      "amazon",
      [
        "amazon-order-id",
        "merchant-order-id",
        "purchase-date",
        "last-updated-date",
        "order-status",
        "sku",
        "asin",
        "item-status",
        "quantity",
        "currency",
        "item-price",
        "item-tax",
        "shipping-price",
        "buyer-email",
      ].join("\t"),
      orders.map(
        ({ id, who, day, total }, i): Row => ({
          "amazon-order-id": `303-${id}`,
          "purchase-date": `${day}T10:00:00+00:00`,
          "last-updated-date": `${day}T12:00:00+00:00`,
          "order-status": "Shipped",
          sku: "S1",
          quantity: `${1 + (i % 4)}`,
          currency: "EUR",
          "item-price": total,
          "item-tax": "0.0",
          "buyer-email": mail(who),
        }),
      ),
      "\t",
    );
    expect(config.columns).toMatchObject({
      customer: "buyer-email",
      date: "purchase-date",
      amount: "item-price",
      order: "amazon-order-id",
    });
    expect(config.columns?.quantity).toBeUndefined();
    expect(warnings.join()).toContain("not of a piece");
  });

  test("Etsy orders and sold items", async () => {
    const sold = await inspectExport(
      "etsy",
      "Sale Date,Order ID,Buyer User ID,Full Name,First Name,Last Name,Number of Items,Payment Method,Date Shipped,Currency,Order Value,Coupon Code,Discount Amount,Shipping Discount,Shipping,Sales Tax,Order Total,Status,Card Processing Fees,Order Net,Adjusted Order Total,Adjusted Net Order Amount,Buyer,Order Type",
      orders.map(
        ({ id, who, day, total }): Row => ({
          "Sale Date": day,
          "Order ID": id,
          "Buyer User ID": `buyer${who}`,
          "Number of Items": "1",
          Currency: "USD",
          "Order Value": total,
          Shipping: "4.00",
          "Order Total": total,
          "Order Net": total,
          "Adjusted Order Total": "0",
        }),
      ),
    );
    expect(sold.config.columns).toMatchObject({
      customer: "Buyer User ID",
      date: "Sale Date",
      amount: "Order Total",
      order: "Order ID",
    });
    const items = await inspectExport(
      "etsy-items",
      "Sale Date,Item Name,Buyer,Quantity,Price,Coupon Code,Discount Amount,Shipping Discount,Order Shipping,Order Sales Tax,Item Total,Currency,Transaction ID,Listing ID,Date Paid,Date Shipped,Ship Name,Order ID,Variations,Order Type",
      orders.map(
        ({ id, who, day, total }): Row => ({
          "Sale Date": day,
          "Item Name": "Mug",
          Buyer: `buyer${who}`,
          Quantity: "2",
          Price: "3.00",
          "Item Total": total,
          Currency: "USD",
          "Transaction ID": `9${id}`,
          "Date Paid": day,
          "Order ID": id,
        }),
      ),
    );
    expect(items.config.columns).toMatchObject({
      customer: "Buyer",
      date: "Sale Date",
      amount: "Item Total",
      order: "Order ID",
    });
  });
});

test("a status that the profile does not list and that says the order failed does not count either", async () => {
  const { config } = await inspectExport(
    "stripe-status",
    "id,Created (UTC),Amount,Amount Refunded,Currency,Status,Customer ID",
    orders.map(({ id, who, day, total }, i) => ({
      id: `ch_${id}`,
      "Created (UTC)": `${day} 10:00`,
      Amount: total,
      "Amount Refunded": "0.00",
      Currency: "usd",
      Status: i % 15 === 0 ? "Declined" : "Paid",
      "Customer ID": `cus_${who}`,
    })),
  );
  expect(config.ingest?.exclude?.Status).toEqual(expect.arrayContaining(["Failed", "Declined"]));
});

test("each profile is found by its own header and by no other, and says settings that the schema has", () => {
  for (const profile of exportProfiles) {
    const names = profile.header.map((entry) => [entry].flat()[0]!);
    expect(recognise(names)?.name).toBe(profile.name);
    const { ingest, exclude } = profile;
    expect(() => configSchema.parse({ ingest: { ...ingest, ...(exclude && { exclude }) } })).not.toThrow();
  }
  expect(recognise(["order_id", "customer_id", "date", "total", "currency", "status"])).toBeNull();
});
