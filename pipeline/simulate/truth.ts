import { calendarDay } from "../time/day-number.js";
import { baseCurrency, type Channel, type Country, type CurrencyCode, currencyRates } from "./attributes.js";
import { type MonthFactor, monthFactors, type ShopCalendar } from "./calendar.js";
import { rowKinds } from "./day-log.js";
import type { SimulateOptions, TrueParameters } from "./options.js";
import type { RowWriter } from "./row-writer.js";
import type { Shop } from "./shop.js";
import { type Wart, wartMeanings } from "./warts.js";

/** Everything a pipeline's results can be compared with, written beside the log as `<name>.truth.json`. */
export interface SimulationTruth {
  readonly seed: number;
  readonly columns: SimulateOptions["columns"];
  readonly purchaseModel: "bg-nbd";
  readonly spendModel: "gamma-gamma";
  /** Of a customer without attribute effects; r, a, b, p, q are pure numbers. */
  readonly parameters: TrueParameters;
  readonly units: { readonly alpha: "days"; readonly gamma: CurrencyCode };
  /** yyyy-mm-dd. */
  readonly firstDay: string;
  /** Last day of the log, yyyy-mm-dd. */
  readonly asOf: string;
  readonly acquisitionDays: number;
  readonly days: number;
  /** What multiplied purchase rates, as asked for and by month; absent where nothing did. */
  readonly calendar?: ShopCalendar & { readonly months: readonly MonthFactor[] };
  readonly channels: readonly Channel[];
  readonly countries: readonly Country[];
  readonly baseCurrency: CurrencyCode;
  /** Base currency per unit. */
  readonly currencyRates: Readonly<Record<string, number>>;
  /** Rows of the file; purchaseDays plus the rows of every wart. */
  readonly rows: number;
  readonly customers: number;
  /** Customers with two purchase days or more. */
  readonly repeatCustomers: number;
  /** Customers who have dropped out by the as-of date. */
  readonly droppedOut: number;
  /** Distinct days with a purchase, summed over customers. */
  readonly purchaseDays: number;
  readonly repeatPurchaseDays: number;
  /** In the base currency, exact: orders of known customers with a usable date and amount, each once. */
  readonly amounts: { readonly purchases: string; readonly refunds: string; readonly net: string };
  readonly warts: Readonly<
    Record<Wart, { readonly rate: number; readonly rows: number; readonly meaning: string }>
  >;
  /** Names in the output folder. */
  readonly files: readonly string[];
}

export function truthOf(
  options: SimulateOptions,
  shop: Shop,
  writer: RowWriter,
  days: { readonly firstDay: string; readonly asOf: string },
  files: readonly string[],
): SimulationTruth {
  const { rows } = writer;
  const at = (kind: number) => rows[kind]!;
  const duplicates = at(rowKinds.duplicated);
  const wartRows: Record<Wart, number> = {
    sameDayOrders: at(rowKinds.sameDayOrder),
    refunds: at(rowKinds.refundOfOrder) + at(rowKinds.refundWithNewId),
    zeroAmounts: at(rowKinds.zeroAmount),
    missingCustomers: at(rowKinds.missingCustomer),
    badDates: at(rowKinds.badDate),
    duplicates,
    absurdAmounts: at(rowKinds.absurdAmount),
    unknownCurrencies: at(rowKinds.unknownCurrency),
  };
  const spent = inBase(options, shop, shop.spentCents);
  const refunded = inBase(options, shop, shop.refundedCents);
  const wart = (name: Wart) => ({
    rate: options.warts[name],
    rows: wartRows[name],
    meaning: wartMeanings[name],
  });
  return {
    seed: options.seed,
    columns: options.columns,
    purchaseModel: "bg-nbd",
    spendModel: "gamma-gamma",
    parameters: options.parameters,
    units: { alpha: "days", gamma: baseCurrency },
    ...days,
    acquisitionDays: options.acquisitionDays,
    days: options.days,
    ...(shop.factors && {
      calendar: {
        ...options.calendar,
        months: monthFactors(shop.factors, calendarDay(options.start)!),
      },
    }),
    channels: shop.attributes.channels,
    countries: shop.attributes.countries,
    baseCurrency,
    currencyRates: options.columns === "minimal" ? { [baseCurrency]: 1 } : currencyRates,
    rows: rows.reduce((sum, count) => sum + count, duplicates),
    customers: shop.acquired,
    repeatCustomers: shop.repeatBuyers,
    droppedOut: shop.dropouts,
    purchaseDays: shop.purchaseDays,
    repeatPurchaseDays: shop.purchaseDays - shop.acquired,
    amounts: {
      purchases: decimal(spent),
      refunds: decimal(refunded),
      net: decimal(spent - refunded),
    },
    warts: {
      sameDayOrders: wart("sameDayOrders"),
      refunds: wart("refunds"),
      zeroAmounts: wart("zeroAmounts"),
      missingCustomers: wart("missingCustomers"),
      badDates: wart("badDates"),
      duplicates: wart("duplicates"),
      absurdAmounts: wart("absurdAmounts"),
      unknownCurrencies: wart("unknownCurrencies"),
    },
    files,
  };
}

/** Ten-thousandths of the base currency. */
function inBase(options: SimulateOptions, shop: Shop, centsBySegment: Float64Array): bigint {
  let sum = 0n;
  for (const [i, { country }] of shop.attributes.segments.entries()) {
    const rate = options.columns === "minimal" ? 1 : currencyRates[country.currency];
    sum += BigInt(centsBySegment[i]!) * BigInt(Math.round(100 * rate));
  }
  return sum;
}

function decimal(tenThousandths: bigint): string {
  const digits = `${tenThousandths}`.padStart(5, "0");
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
