import { describe, expect, test } from "vitest";
import { cancelPrefix } from "../../../pipeline/inspect/cancel-prefix.js";
import { nameScore, nameWords } from "../../../pipeline/inspect/column-names.js";
import { dateColumn } from "../../../pipeline/inspect/date-format.js";
import { decimalEvidence } from "../../../pipeline/inspect/decimal-evidence.js";
import { numberColumn, readNumber } from "../../../pipeline/inspect/number-text.js";
import { profileColumns } from "../../../pipeline/inspect/profile.js";
import { rejectionLimit } from "../../../pipeline/inspect/rejection-limit.js";
import { columnsOf, type Sample } from "../../../pipeline/inspect/sample.js";
import { yamlText } from "../../../pipeline/inspect/yaml-text.js";

describe("column names", () => {
  test.each([
    ["InvoiceNo", "invoice no"],
    ["customer_id", "customer id"],
    ["masterid", "master id"],
    ["UnitPrice", "unit price"],
    ["orderdate", "order date"],
    ["Stückpreis", "stuckpreis"],
    ["number_of_cds", "number of cds"],
  ])("%s is %s", (name, words) => expect(nameWords(name).join(" ")).toBe(words));

  test.each([
    [
      "customer",
      "CustomerID customer_id masterid client cust_no user_id Kunden-Nr",
      "customer_name country order_id first_order amount",
    ],
    [
      "date",
      "date InvoiceDate ordered_at Bestelldatum order_time",
      "birth_date ship_date date_of_birth customer_id",
    ],
    [
      "amount",
      "amount sales total dollar_value revenue Betrag order_total",
      "tax_amount number_of_cds total_items order_date discount_amount",
    ],
    [
      "order",
      "order_id InvoiceNo transaction_id receipt",
      "order_date order_amount payment_type order_status",
    ],
    ["unitPrice", "UnitPrice unit_price price", "total_price amount"],
    ["quantity", "Quantity qty Menge", "number_of_cds amount order_id"],
    ["currency", "currency order_currency", "currency_rate country"],
  ] as const)("%s: names that speak for it and names that do not", (role, yes, no) => {
    for (const name of yes.split(" ")) expect(nameScore(role, name), name).toBeGreaterThanOrEqual(5);
    for (const name of no.split(" ")) expect(nameScore(role, name), name).toBeLessThan(5);
  });

  test("an id speaks louder than the bare word", () => {
    expect(nameScore("customer", "CustomerID")).toBe(11);
    expect(nameScore("customer", "customer_name")).toBeLessThan(nameScore("customer", "cust_id"));
  });
});

describe("numbers", () => {
  test.each([
    ["1.234,50 €", ",", 1234.5],
    ["12,5", ",", 12.5],
    ["(12.00)", ".", -12],
    ["$1,234.50", ".", 1234.5],
    ["12.00-", ".", -12],
    ["USD 7", ".", 7],
    [".5", ".", 0.5],
  ] as const)("%s with %s is %d", (text, separator, value) =>
    expect(readNumber(text, separator)).toBe(value));

  test.each([
    ["12,50", "."],
    ["12.50", ","],
    ["A12", "."],
    ["", "."],
    ["1-2", "."],
  ] as const)("%s with %s is no number", (text, separator) => expect(readNumber(text, separator)).toBeNaN());

  test("the separator is what most texts show; three digits after one mark show nothing", () => {
    const of = (...texts: (string | null)[]) => {
      const { separator, by } = decimalEvidence(texts);
      return `${separator} ${by}`;
    };
    expect(of("1,50", "2,25", "3.10")).toBe(", shown");
    expect(of("1.234,5")).toBe(", shown");
    expect(of("1,234.5")).toBe(". shown");
    expect(of("1.234.567")).toBe(", shown");
    expect(of("1,234", "5", null)).toBe(". undecided");
    expect(of("0,125")).toBe(", shown");
    expect(of("1 234,567")).toBe(", shown");
    expect(of("1234", null)).toBe(". none");
    const thousands = Array.from({ length: 30 }, (_, i) => `${i + 1}.${200 + i}`);
    expect(of(...thousands, "544")).toBe(", groups");
    expect(of(...thousands)).toBe(", undecided");
    expect(of(...thousands, "1544")).toBe(", undecided");
    expect(of(...thousands, "544", "1.5", "2.25")).toBe(". shown");
    // one dirty cell does not turn thousands into ones
    expect(of(...Array.from({ length: 9 }, () => thousands).flat(), "544", "1.5")).toBe(", undecided");
  });

  test("a column with a few texts among its numbers is still one of numbers", () => {
    const column = numberColumn(["1.5", "2", "-3", "x", "4.25", "5", "6", "7", "8", null])!;
    expect(column.share).toBeCloseTo(8 / 9, 12);
    expect(column.fractional).toBeCloseTo(2 / 8, 12);
    expect(column.negative).toBeCloseTo(1 / 8, 12);
    expect(numberColumn(["a", "b", "1"])).toBeNull();
  });
});

describe("dates", () => {
  test.each([
    ["2024-01-31 2024-02-01T10:00 2024-02-02T10:00:00Z", "iso"],
    ["19970101 19971231", "yyyymmdd"],
    ["20240105103000 20240106103000", "%Y%m%d%H%M%S"],
    ["1704067200 1704153600", "epoch"],
    ["1704067200000 1704153600000", "epoch-ms"],
    ["2024/01/31 2024/02/01", "%Y/%m/%d"],
    ["31.01.2024|1.2.2024", "%d.%m.%Y"],
    ["12/1/2010 8:26|12/13/2010 8:26", "%m/%d/%Y %H:%M"],
    ["13/12/2010 08:26:01|01/12/2010 08:26:01", "%d/%m/%Y %H:%M:%S"],
    ["12/13/10|12/14/10", "%m/%d/%y"],
    ["99/12/13|99/12/14", "%y/%m/%d"],
    ["12/13/2010 8:26 PM|12/14/2010 8:26 am", "%m/%d/%Y %I:%M %p"],
    ["5-Jan-24|16-Feb-24", "%d-%b-%y"],
    ["January 5, 2024|February 16, 2024", "%B %d, %Y"],
    ["Fri, 05 Jan 2024 10:00:00 +0100|Mon, 08 Jan 2024 10:00:00 +0100", "%a, %d %b %Y %H:%M:%S %z"],
  ])("%s: %s", (texts, format) => {
    const values = texts.split(texts.includes("|") ? "|" : " ");
    const found = dateColumn(values);
    expect(found?.format).toBe(format);
    expect(found?.share).toBe(1);
    expect(found?.ambiguous).toBe(false);
  });

  test("day and month that values do not tell apart follow the order of the rows, and that is said", () => {
    const rising = dateColumn(["1/2/2024", "2/2/2024", "3/2/2024", "1/3/2024"])!;
    expect(rising).toMatchObject({ format: "%d/%m/%Y", ambiguous: true });
    expect(rising.order).toContain("guess");
    expect(dateColumn(["2/1/2024", "2/2/2024", "2/3/2024", "3/1/2024"])).toMatchObject({
      format: "%m/%d/%Y",
    });
  });

  test("ids, prices and short numbers are no dates", () => {
    for (const texts of [
      ["17850", "13047"],
      ["29.33", "12.50"],
      ["12345678", "87654321"],
      ["a", "b"],
      [null, null],
    ])
      expect(dateColumn(texts)).toBeNull();
  });

  test("the days of rows are kept, 0 where there is none", () => {
    expect([...dateColumn(["31.01.2024", "1.2.2024", "3.2.2024", "?", "2.2.2024"])!.days]).toEqual([
      20240131, 20240201, 20240203, 0, 20240202,
    ]);
  });
});

describe("cancellations", () => {
  const orders = (ids: readonly string[]) => {
    const columns = columnsOf(
      ["order"],
      ids.map((id) => [id]),
      new Set([""]),
    );
    const sample: Sample = {
      columns,
      rows: ids.length,
      unsplittable: 0,
      whole: true,
      totalRows: ids.length,
      dialect: null,
      table: null,
      warnings: [],
    };
    return profileColumns(sample)[0]!;
  };
  const plain = Array.from({ length: 20 }, (_, i) => `${1000 + i}`);
  const signs = (ids: readonly string[], negative: (id: string) => boolean) =>
    Float64Array.from(ids, (id) => (negative(id) ? -1 : 1));

  test("letters before the ids of negative rows", () => {
    const ids = [...plain, "C1001", "C1005", "C1007"];
    expect(
      cancelPrefix(
        orders(ids),
        signs(ids, (id) => id.startsWith("C")),
      )?.prefix,
    ).toBe("C");
  });
  test("the shortest letters that no usual id begins with", () => {
    const ids = [...plain.map((id) => `O${id}`), "RO1001", "RO1005", "RO1007"];
    expect(
      cancelPrefix(
        orders(ids),
        signs(ids, (id) => id.startsWith("R")),
      )?.prefix,
    ).toBe("R");
  });
  test("unsigned amounts: the id behind the letter is the id of another order", () => {
    const ids = [...plain, "C1001", "C1005", "C1007"];
    expect(
      cancelPrefix(
        orders(ids),
        signs(ids, () => false),
      )?.prefix,
    ).toBe("C");
  });
  test("letters that say nothing about the sign are none", () => {
    const ids = [...plain, "W1", "W2", "W3", "W4"];
    expect(
      cancelPrefix(
        orders(ids),
        signs(ids, (id) => id === "W1" || id === "1003"),
      ),
    ).toBeNull();
    const two = [...plain.map((id) => `A${id}`), "B1", "B2", "B3"];
    expect(
      cancelPrefix(
        orders(two),
        signs(two, () => false),
      ),
    ).toBeNull();
  });
});

describe("the limit of rejected rows", () => {
  const trial = (rejected: Record<string, number>) => ({
    rows: 1000,
    rejected: Object.entries(rejected).map(([reason, rows]) => ({ reason, rows })),
    refunds: 0,
    firstDay: "2024-01-01",
    lastDay: "2024-12-31",
  });
  test.each([
    [{ MISSING_CUSTOMER: 249 }, 0.3],
    [{ MISSING_CUSTOMER: 50 }, null],
    [{ MISSING_CUSTOMER: 51 }, 0.1],
    [{ MISSING_CUSTOMER: 30, UNPARSABLE_DATE: 30 }, 0.1],
    [{ MISSING_CUSTOMER: 995 }, 1],
    [{ UNKNOWN_CURRENCY: 400 }, null],
    [{ UNPARSABLE_DATE: 600 }, null],
  ])("%o of 1,000 rows: %d", (rejected, limit) =>
    expect(rejectionLimit(trial(rejected as Record<string, number>), true).maxRejectedShare).toBe(limit));

  test.each([
    { UNPARSABLE_DATE: 60 },
    { UNPARSABLE_DATE: 600 },
    { MISSING_CUSTOMER: 300, UNPARSABLE_AMOUNT: 60 },
  ])("%o: rows that a guess does not fit never open the guard: a person decides", (rejected) => {
    const { maxRejectedShare, open } = rejectionLimit(trial(rejected as Record<string, number>), true);
    expect(maxRejectedShare).toBeNull();
    expect(open).toMatchObject({ key: "ingest.maxRejectedShare", choices: [{ value: "0.05" }, {}] });
  });
  test("a sample leaves room for what was not looked at", () =>
    expect(rejectionLimit(trial({ MISSING_CUSTOMER: 45 }), false).maxRejectedShare).toBe(0.1));
});

test("YAML on one line stays what it is", () => {
  expect(yamlText({ channel: "web", share: [0.2, 1] })).toBe("{ channel: web, share: [0.2, 1] }");
  expect(yamlText(["", "NULL", "1", "yes it is", "a: b", "# x", "%d.%m"])).toBe(
    '["", "NULL", "1", yes it is, "a: b", "# x", "%d.%m"]',
  );
});
