import { describe, expect, test } from "vitest";
import { brief, counts, ingestBench, type PartialConfig, reasons } from "./ingest-log.js";

const bench = await ingestBench();

/** The amount, or the reason, that each text becomes. */
async function amounts(texts: readonly string[], decimalSeparator: "." | ","): Promise<(number | string)[]> {
  const records = texts.map((text, i) => `c${String(i).padStart(2, "0")}\t2024-01-01\t${text}\n`).join("");
  const result = await bench.ingest(`id\tdate\tamount\n${records}`, {
    source: { delimiter: "tab", quote: "" },
    ingest: { decimalSeparator, maxRejectedShare: 1 },
  });
  const amount = new Map(result.transactions.map((t) => [t.customer_id, Number(t.amount)]));
  const reason = new Map(result.rejected.map((r) => [Number(r.line), String(r.reason)]));
  return texts.map((_, i) => amount.get(`c${String(i).padStart(2, "0")}`) ?? reason.get(i + 2) ?? "lost");
}

const bad = "UNPARSABLE_AMOUNT";
const absurd = "ABSURD_AMOUNT";

/** Texts with what they are, apart. */
const cases = (table: Readonly<Record<string, number | string>>) =>
  [Object.keys(table), Object.values(table)] as const;

describe("decimalSeparator", () => {
  test("point (the default)", async () => {
    const [texts, expected] = cases({
      "12.5": 12.5,
      " 12.50 ": 12.5,
      "-3": -3,
      "+.5": 0.5,
      "5.": 5,
      "1e3": 1000,
      "0.00004": 0,
      "1.23455": 1.2346,
      "1,234.56": 1234.56,
      "-1,234,567": -1234567,
      "1 234.56": 1234.56,
      "1\u00a0234": 1234,
      "1'234.50": 1234.5,
      "€ 12.50": 12.5,
      "$1,000": 1000,
      "-$ 5": -5,
      "- 5": -5,
      "12.50 USD": 12.5,
      "GBP 3": 3,
      "(12.50)": -12.5,
      "12.50-": -12.5,
      "12,50": bad,
      "1,2345": bad,
      "12,34,567": 1234567,
      "1,23,456.78": 123456.78,
      "123,45,678": bad,
      "0,123": bad,
      "1,234 567": bad,
      "−544.39": -544.39,
      "–5": -5,
      "(€ 5.00)": -5,
      "12.50- EUR": -12.5,
      "$-5": -5,
      "544.-": 544,
      "544:-": 544,
      "Rs. 1,234": 1234,
      "kr.5": 5,
      "zł 5": 5,
      "5 Kč": 5,
      "CHF 1’234.50": 1234.5,
      "US$ 12": 12,
      "USD $12.50": 12.5,
      "eur 5": 5,
      "₹1,23,456": 123456,
      "₺5": 5,
      "5\u202f₽": 5,
      "\u200e-1,234.50\u00a0₪": -1234.5,
      "1\u2009234.5": 1234.5,
      "12 pcs": bad,
      "ABC 5": bad,
      "12€50": bad,
      "1-2": bad,
      "3/4": bad,
      "10%": bad,
      "12:30": bad,
      "50¢": bad,
      "544 kr.-": bad,
      "-5-": bad,
      "2 5.00": bad,
      "5 5": bad,
      "1.2.3": bad,
      "--5": bad,
      "0x1F": bad,
      USD: bad,
      "five 5": bad,
      "1e30": absurd,
      "99999999999999999999": absurd,
      "999,999,999,999,999,999.00": absurd,
      Infinity: bad,
    });
    expect(await amounts(texts, ".")).toEqual(expected);
  });

  test("comma", async () => {
    const [texts, expected] = cases({
      "12,5": 12.5,
      "1.234,56": 1234.56,
      "-1.234.567": -1234567,
      "1 234,56 €": 1234.56,
      "(5,50)": -5.5,
      "5,50-": -5.5,
      "544,-": 544,
      "2.928,-": 2928,
      "-544,- kr.": -544,
      "kr 1.140,44": 1140.44,
      "R$ 1.234,50": 1234.5,
      "1\u202f234,50 €": 1234.5,
      ",5": 0.5,
      "5,": 5,
      "12": 12,
      "1.5": bad,
      "12.34": bad,
      "1.234.56,00": bad,
      "1,234.56": bad,
      "1e3": bad,
      "1.000.000.000.000.000,00": absurd,
      "100000000000000000,00": absurd,
    });
    expect(await amounts(texts, ",")).toEqual(expected);
  });
});

describe("quantity and unitPrice", () => {
  const columns = { customer: "id", date: "date", quantity: "q", unitPrice: "p" };
  const log = (rows: string) => `id,date,q,p\n${rows}`;

  test("the amount is their product, rounded once", async () => {
    const rows = "a,2024-01-01,3,2.50\nb,2024-01-01,-2,1.25\nc,2024-01-01,1000,0.00125\nd,2024-01-01,0,9\n";
    const result = await bench.ingest(log(rows), { columns });
    expect(brief(result)).toEqual([
      "a 2024-01-01 7.5",
      "b 2024-01-01 -2.5",
      "c 2024-01-01 1.25",
      "d 2024-01-01 0",
    ]);
    expect(result.transactions.map((t) => t.is_refund)).toEqual([false, true, false, false]);
  });

  test("what is not a number or too large in either is rejected, not an error of the engine", async () => {
    const rows = `a,2024-01-01,x,2
b,2024-01-01,2,
c,2024-01-01,99999999999,99999999999
d,2024-01-01,99999999999999999999,1
e,2024-01-01,3000000,3000
f,2024-01-01,1,1
`;
    const ingest = { maxRejectedShare: 1, maxAmount: 1e10 };
    const result = await bench.ingest(log(rows), { columns, ingest });
    expect(reasons(result)).toEqual([
      "2 UNPARSABLE_AMOUNT",
      "3 UNPARSABLE_AMOUNT",
      "4 ABSURD_AMOUNT",
      "5 ABSURD_AMOUNT",
    ]);
    expect(brief(result)).toEqual(["e 2024-01-01 9000000000", "f 2024-01-01 1"]);
    const usd = { ...columns, currency: 5 };
    const priced = `id,date,q,p,cur\n${rows.replaceAll("\n", ",USD\n")}`;
    const converted = await bench.ingest(priced, { columns: usd, ingest, currency: { rates: { USD: 0.5 } } });
    expect(counts(converted)).toEqual(counts(result));
  });
});

describe("currency", () => {
  const columns = { customer: "id", date: "date", amount: "amount", currency: "cur" };
  const log = `id,date,amount,cur
a,2024-01-01,10,EUR
b,2024-01-01,10,USD
c,2024-06-30,10,USD
d,2024-07-01,10,USD
e,2024-07-01,1500000,JPY
f,2024-07-01,1000000,IDR
`;
  const run = (config: PartialConfig) =>
    bench.ingest(log, { columns, ...config, ingest: { maxRejectedShare: 1, ...config.ingest } });

  test("inline rates; the base needs none; weak currencies keep their digits", async () => {
    const result = await run({
      currency: { base: "EUR", rates: { USD: 0.92, JPY: 0.0061, IDR: 0.0000574312 } },
    });
    expect(brief(result)).toEqual([
      "a 2024-01-01 10",
      "b 2024-01-01 9.2",
      "c 2024-06-30 9.2",
      "d 2024-07-01 9.2",
      "e 2024-07-01 9150",
      "f 2024-07-01 57.4312",
    ]);
    expect(result.account.currency).toBe("EUR");
  });

  test("a dated file: each rate holds from its day on; there is none before the first", async () => {
    const [ratesFile = ""] = await bench.put({
      "rates.csv": "currency,rate,from\nUSD,0.5,2024-02-01\nUSD,0.25,2024-07-01\nJPY,0.01,2020-01-01\n",
    });
    const result = await run({ currency: { base: "EUR", ratesFile } });
    expect(brief(result)).toEqual([
      "a 2024-01-01 10",
      "c 2024-06-30 5",
      "d 2024-07-01 2.5",
      "e 2024-07-01 15000",
    ]);
    expect(reasons(result)).toEqual(["3 UNKNOWN_CURRENCY", "7 UNKNOWN_CURRENCY"]);
  });

  test("a file without dates, in another order of columns, under inline rates", async () => {
    const [ratesFile = ""] = await bench.put({ "plain.csv": "Rate,Currency\n0.01,JPY\n0.0001,IDR\n" });
    const result = await run({ currency: { base: "USD", rates: { EUR: 2 }, ratesFile } });
    expect(brief(result)).toEqual([
      "a 2024-01-01 20",
      "b 2024-01-01 10",
      "c 2024-06-30 10",
      "d 2024-07-01 10",
      "e 2024-07-01 15000",
      "f 2024-07-01 100",
    ]);
  });

  test("a bad file of rates ends with exit 3 and every wrong line", async () => {
    const [ratesFile = ""] = await bench.put({
      "bad.csv": "currency,rate,from\nUSD,0,2024-01-01\nUSD,1,2024-02-30\n,1,2024-01-01\nJPY,1,2024-01-01\n",
    });
    await expect(run({ currency: { ratesFile } })).rejects.toMatchObject({
      code: "RATES_INVALID",
      exitCode: 3,
      message: expect.stringMatching(/^3 of 4 lines .*line 2: .*line 3: .*line 4: /),
    });
    await expect(run({ currency: { ratesFile: "/nowhere.csv" } })).rejects.toMatchObject({
      code: "RATES_INVALID",
    });
    const [other = ""] = await bench.put({ "other.csv": "code,value\nUSD,1\n" });
    await expect(run({ currency: { ratesFile: other } })).rejects.toMatchObject({
      message: expect.stringContaining(
        "needs the columns currency and rate (and optionally from); it has code, value.",
      ),
    });
  });
});
