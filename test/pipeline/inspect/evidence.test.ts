import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../models/numeric/random.js";
import { assignRoles, type Roles } from "../../../pipeline/inspect/assign-roles.js";
import { profileColumns } from "../../../pipeline/inspect/profile.js";
import { columnsOf } from "../../../pipeline/inspect/sample.js";

type Cells = Readonly<Record<string, string | number>>;

/** Roles of rows that are made one by one. */
function rolesOf(make: (i: number, random: () => number) => Cells, count = 200): Roles {
  const random = seededRandom(7);
  const rows = Array.from({ length: count }, (_, i) => make(i, random));
  const names = Object.keys(rows[0]!);
  const columns = columnsOf(
    names,
    rows.map((row) => names.map((name) => `${row[name]}`)),
    new Set([""]),
  );
  const sample = {
    columns,
    rows: count,
    unsplittable: 0,
    whole: true,
    totalRows: count,
    dialect: null,
    table: null,
    warnings: [],
  };
  return assignRoles(profileColumns(sample));
}

const day = (i: number): string => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
const cents = (random: () => number): number => Math.round(500 + random() * 9000);
const money = (value: number): string => (value / 100).toFixed(2);
const someone = (random: () => number): number => Math.floor(random() * 40);
const buyer = (i: number, random: () => number) => ({ customer: `K${someone(random)}`, date: day(i) });

describe("the amount by arithmetic, whatever the language", () => {
  test("a sum of three is the total; its parts are not", () => {
    const roles = rolesOf((i, random) => {
      const [a, b, c] = [cents(random), cents(random) % 900, random() < 0.5 ? 490 : 0];
      return {
        ...buyer(i, random),
        beta: money(b),
        alfa: money(a),
        delta: money(a + b + c),
        gamma: money(c),
      };
    });
    expect(roles.amount?.column.name).toBe("delta");
    expect(roles.amount?.evidence).toContain("delta = beta + alfa + gamma");
    expect(roles.open).toEqual([]);
  });

  test("names that are known tell the total from the subtotal", () => {
    const roles = rolesOf((i, random) => {
      const [goods, tax, off] = [cents(random), cents(random) % 900, random() < 0.3 ? 300 : 0];
      return {
        ...buyer(i, random),
        Xyz: money(goods),
        VAT: money(tax),
        Abc: money(goods + tax - off),
        Discount: money(off),
      };
    });
    expect(roles.amount?.column.name).toBe("Abc");
  });

  test("two addends and no name that is known: which of the two is for a person to say", () => {
    const roles = rolesOf((i, random) => {
      const [a, b] = [cents(random), cents(random) % 900];
      return { ...buyer(i, random), alfa: money(a), beta: money(b), gamma: money(a + b) };
    });
    expect(roles.open[0]?.key).toBe("columns.amount");
    expect(roles.open[0]?.choices.map((c) => c.value)).toEqual(["gamma", "alfa"]);
  });

  test("a fee below 0: gross is the amount, what is paid out is not", () => {
    const roles = rolesOf((i, random) => {
      const gross = cents(random);
      const fee = Math.round(gross * 0.03);
      return { ...buyer(i, random), Net: money(gross - fee), Fee: money(-fee), Gross: money(gross) };
    });
    expect(roles.amount?.column.name).toBe("Gross");
    expect(roles.warnings.join()).toContain("the net one is in Net");
  });

  test("quantity × price on every row is the total of the line, whatever it is called", () => {
    const roles = rolesOf((i, random) => {
      const [n, price] = [1 + Math.floor(random() * 5), cents(random)];
      return { ...buyer(i, random), qty: n, price: money(price), zzz: money(n * price) };
    });
    expect(roles.amount?.column.name).toBe("zzz");
    expect(roles.unitPrice).toBeNull();
  });
});

describe("price and quantity without a total", () => {
  const lines = (shown: (n: number, unit: number) => number, price = "price") =>
    rolesOf((i, random) => {
      const [sku, n] = [Math.floor(random() * 15), 1 + Math.floor(random() * 5)];
      return { ...buyer(i, random), sku: `S${sku}`, quantity: n, [price]: money(shown(n, 700 + sku * 137)) };
    });

  test("one product costs the same whatever the quantity: the price of a piece", () => {
    const roles = lines((_, unit) => unit);
    expect([roles.amount, roles.unitPrice?.column.name, roles.quantity?.column.name]).toEqual([
      null,
      "price",
      "quantity",
    ]);
    expect(roles.unitPrice?.evidence).toContain("the same price whatever the quantity");
  });

  test("the price grows with the quantity: that of the line", () => {
    const roles = lines((n, unit) => n * unit);
    expect([roles.amount?.column.name, roles.unitPrice, roles.open]).toEqual(["price", null, []]);
  });

  test("nothing shows it: a choice, unless the name says unit", () => {
    const chance = seededRandom(3);
    const roles = lines(() => cents(chance));
    expect(roles.open.map((o) => [o.key, ...o.choices.map((c) => c.value)])).toEqual([
      ["columns.amount", "price", "quantity * unitPrice"],
    ]);
    expect(lines(() => cents(chance), "unit price").open).toEqual([]);
  });
});

describe("columns that are no amount", () => {
  test("mostly 0 or constant: passed over, and that is said", () => {
    const roles = rolesOf((i, random) => ({
      ...buyer(i, random),
      total: i % 3 === 0 ? money(cents(random)) : "0.00",
      net: money(cents(random)),
      value: "9.99",
    }));
    expect(roles.amount?.column.name).toBe("net");
    expect(roles.warnings.join()).toContain("total is 0 on 66.5 % of the rows, so net is taken");
  });

  test("taken with a warning where there is nothing else", () => {
    const roles = rolesOf((i, random) => ({ ...buyer(i, random), amount: "9.99" }));
    expect(roles.amount?.column.name).toBe("amount");
    expect(roles.warnings).toEqual([
      "amount: amount is the same on every row, and no other column could be the amount; check it",
    ]);
  });

  test.each(
    "tax VAT MwSt Moms shipping_cost Versandkosten fragt discount coupon_value refunded_amount fee tip deposit cost margin list_price balance loyalty_points exchange_rate average_order_value".split(
      " ",
    ),
  )("never %s", (name) => {
    const roles = rolesOf((i, random) => ({ ...buyer(i, random), [name]: money(cents(random)) }));
    expect(roles.amount).toBeNull();
  });

  test("two totals that differ: a choice", () => {
    const roles = rolesOf((i, random) => ({
      ...buyer(i, random),
      order_total: money(cents(random)),
      total_price: money(cents(random)),
    }));
    expect(roles.open[0]?.choices.map((c) => c.value)).toEqual(["order_total", "total_price"]);
    const [first, second] = roles.open[0]!.choices;
    expect(first!.means).not.toBe(second!.means);
  });

  test("what a customer spent in all is not the order's total", () => {
    const roles = rolesOf((i, random) => ({
      ...buyer(i, random),
      "customer.total_spent": money(cents(random)),
      total_price: money(cents(random)),
    }));
    expect([roles.amount?.column.name, roles.open]).toEqual(["total_price", []]);
  });

  test("cents: said, and the column in whole units preferred", () => {
    const both = rolesOf((i, random) => {
      const paid = cents(random);
      return { ...buyer(i, random), amount_cents: paid, amount: money(paid) };
    });
    expect(both.amount?.column.name).toBe("amount");
    const alone = rolesOf((i, random) => ({ ...buyer(i, random), amount_cents: cents(random) }));
    expect(alone.warnings.join()).toContain("counts hundredths");
  });

  test("a total on every line of its order gives way to the lines that make it up", () => {
    const roles = rolesOf((i, random) => {
      const order = Math.floor(i / 2);
      const [first, second] = [500 + ((order * 37) % 900), 700 + ((order * 91) % 800)];
      return {
        order_id: `A${order}`,
        customer: `K${(order * 7) % 30}`,
        date: day(order),
        sku: `S${someone(random)}`,
        order_total: money(first + second),
        line_total: money(i % 2 === 0 ? first : second),
      };
    });
    expect(roles.amount?.column.name).toBe("line_total");
  });
});

describe("the customer", () => {
  const shop = (cells: (i: number, random: () => number, k: number) => Cells) =>
    rolesOf((i, random) => {
      const k = someone(random);
      return { ...cells(i, random, k), order_date: day(i), total: money(cents(random)) };
    });

  test.each([
    ["times", (i: number) => ({ Time: `${10 + (i % 9)}:${10 + (i % 40)}:07` })],
    ["formatted amounts", (i: number) => ({ Kunde: `${1 + (i % 40)}.422,00` })],
    ["nested objects", (i: number) => ({ customer: `{"id": ${i % 40}}` })],
    ["dates", (i: number) => ({ customer_since: day(i % 40) })],
    ["flags", (i: number) => ({ customer: i % 2 === 0 ? "true" : "false" })],
    ["one value", () => ({ customer_id: "7" })],
    ["products", (i: number) => ({ sku: `S${i % 60}` })],
  ])("never %s", (_, cells) => expect(shop(cells).customer).toBeNull());

  test("an id that is a placeholder for guests gives way to the e-mail address, which is said", () => {
    const roles = shop((i, _, k) => ({
      customer_id: i % 3 === 0 ? 0 : k + 1,
      billing_email: `u${k}@example.com`,
    }));
    expect(roles.customer?.column.name).toBe("billing_email");
    expect(roles.warnings[0]).toMatch(
      /customer_id is 0 on 33.5 % of the rows, which is nobody's id, so billing_email is taken/,
    );
    const blank = shop((i, _, k) => ({ customer_id: i % 3 === 0 ? "" : k, email: `u${k}@example.com` }));
    expect(blank.customer?.column.name).toBe("email");
    const full = shop((_, __, k) => ({ customer_id: k + 1, email: `u${k}@example.com` }));
    expect([full.customer?.column.name, full.warnings]).toEqual(["customer_id", []]);
  });

  test("several placeholders are named together", () => {
    const roles = shop((i, _, k) => ({ customer_id: ["guest", "-1", "(not set)"][i % 9] ?? `C${k}` }));
    expect(roles.warnings.join()).toContain(
      "customer_id is guest, -1, (not set) on 34.0 % of the rows, which is nobody's id",
    );
  });

  test("an id with a tenth of all orders is named", () => {
    const roles = shop((i, _, k) => ({ customer_id: i % 4 === 0 ? "X99" : `C${k}` }));
    expect(roles.warnings.join()).toContain("customer_id is X99 on 25.0 % of the rows");
  });

  test("an id of its own on every row gives way to one that comes back", () => {
    const roles = shop((i, _, k) => ({ customer_id: `h${i}`, customer_unique_id: `p${k}` }));
    expect(roles.customer?.column.name).toBe("customer_unique_id");
    expect(roles.warnings.join()).toContain("another one on nearly every row");
  });

  test("two kinds of ids that differ: a choice, or a word where one is better", () => {
    const two = shop((_, random, k) => ({ customer_id: k, customer_number: someone(random) + 500 }));
    expect(two.open[0]).toMatchObject({
      key: "columns.customer",
      choices: [{ value: "customer_id" }, { value: "customer_number" }],
    });
    const accounts = shop((_, __, k) => ({ account_id: k % 7, user_id: k }));
    expect(accounts.customer?.column.name).toBe("user_id");
    expect(accounts.warnings.join()).toContain("account_id is another id");
  });

  test("names of people only where there is nothing else, and that is said", () => {
    const name = (k: number): string => `Ada ${"BCDFGHKLMN"[k % 10]}${"aeio"[Math.floor(k / 10)]}l`;
    const both = shop((_, __, k) => ({ Customer: name(k), "E-Mail": `u${k}@example.com` }));
    expect([both.customer?.column.name, both.warnings]).toEqual(["E-Mail", []]);
    const alone = shop((_, __, k) => ({ Customer: name(k) }));
    expect(alone.warnings.join()).toContain("people of one name count as one customer");
  });

  test("the merchant's own address is not the customer's", () => {
    const roles = shop((i, _, k) => ({
      "To Email Address": `shop${i % 60}@example.com`,
      "From Email Address": `u${k}@example.com`,
    }));
    expect(roles.customer?.column.name).toBe("From Email Address");
  });
});

test("a day that is the same on every row is not that of the orders", () => {
  const roles = rolesOf((i, random) => ({
    customer: `K${someone(random)}`,
    date: "2025-01-01",
    bought: day(i),
    amount: money(cents(random)),
  }));
  expect(roles.date?.column.name).toBe("bought");
});
