import { z } from "zod";
import { attributeValues } from "../sql/attribute-value.js";
import { idFoldings } from "../sql/fold-id.js";
import { dateFormat } from "./date-format.js";
import { placeholderIds } from "./placeholder-ids.js";
import { continuationRows, exclude } from "./row-kinds.js";
import { isoDate, timeZone } from "./values.js";

const action = z.enum(["reject", "stop"]);

export const ingest = z
  .strictObject({
    dateFormat: dateFormat.default("iso").meta({
      description:
        "iso, yyyymmdd, epoch, epoch-ms, epoch-us, epoch-ns, excel (day numbers of a spreadsheet) or a pattern such as %d.%m.%Y %H:%M; a list where one log has several spellings",
    }),
    sourceTimeZone: timeZone.optional().meta({
      description: "Zone of times that carry none (default: timeZone, so that they are taken as they are)",
    }),
    decimalSeparator: z.enum([".", ","]).default(".").meta({ description: "Decimal separator of amounts" }),
    amountFactor: z.number().min(1e-9).max(1e9).default(1).meta({
      description:
        "What an amount is multiplied by when it is read: 0.01 for cents; 1000000 for amounts so small that the four decimals kept lose digits, money then being in millionths",
    }),
    since: isoDate.optional().meta({ description: "First day read; earlier rows are out of window" }),
    until: isoDate
      .optional()
      .meta({ description: "Last day read; later rows are out of window (default: asOf)" }),
    afterAsOf: z
      .enum(["drop", "stop"])
      .default("drop")
      .meta({ description: "Orders after asOf: dropped and counted, or the run stops" }),
    sameDayOrders: z
      .enum(["merge", "separate"])
      .default("merge")
      .meta({ description: "Several orders a day are one purchase (merge) or each counts (separate)" }),
    duplicateOrders: z.enum(["identical", "order-id", "last-file", "keep"]).default("identical").meta({
      description:
        "Rows of one order id that count once: identical rows, every further row, all but those of the last file that holds the order, or none",
    }),
    continuationRows,
    exclude,
    keepIngested: z.number().int().min(0).default(5).meta({
      description:
        "What was read of a file is kept until this many runs have not used it; 0 reads every file again (embedded engine)",
    }),
    refunds: z.enum(["net", "reject"]).default("net").meta({
      description: "Negative rows: netted against the customer's spend, never a purchase; or rejected",
    }),
    cancelPrefix: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Orders whose id begins so are refunds whatever their sign, such as C" }),
    zeroAmounts: z
      .enum(["purchase", "reject"])
      .default("purchase")
      .meta({ description: "Rows with amount 0: a purchase of 0, or rejected" }),
    attributeValue: z.enum(attributeValues).default("first").meta({
      description:
        "Attributes that change over a customer's purchases: the value of the first purchase day, of the last one, or of most of them (mode); of several on one day the smallest in text order. Days that do not say it are passed over; marts (clv_...) alone keep a first purchase day that does not say it as null",
    }),
    missingCustomer: action
      .default("reject")
      .meta({ description: "Rows without customer id, or with one of placeholderIds" }),
    badDate: action.default("reject").meta({ description: "Unparsable or impossible dates" }),
    badAmount: action.default("reject").meta({ description: "Unparsable amounts" }),
    absurdAmount: action.default("reject").meta({ description: "Amounts beyond maxAmount" }),
    unknownCurrency: action.default("reject").meta({ description: "Currencies without a rate" }),
    maxAmount: z.number().positive().lt(1e14).optional().meta({
      description:
        "Largest believable amount of one row, either sign, in base currency (default: 10000000, and the run stops when what is larger is no outlier)",
    }),
    minDate: isoDate.default("1970-01-01").meta({ description: "Earliest believable date" }),
    maxDate: isoDate.optional().meta({
      description:
        "Latest believable date; later ones are impossible (default: the day of the run, or asOf if later)",
    }),
    nullTokens: z
      .array(z.string())
      .default(["", "NULL", "null", "NA", "N/A", "nan", "NaN", "None", "\\N"])
      .meta({ description: "Texts that mean a missing value" }),
    placeholderIds: z
      .array(z.string())
      .default([...placeholderIds])
      .meta({ description: "Customer ids that stand for nobody, in any case: their rows are rejected" }),
    foldIds: z.array(z.enum(idFoldings)).default([]).meta({
      description:
        "Spellings of a customer id that are one: email-case (ids with @ in any case), case, decimals (1000.0 is 1000), leading-zeros, unicode",
    }),
    clusteredRejections: z.enum(["stop", "warn"]).default("stop").meta({
      description:
        "Rejected rows that lie together (the end of a file, one file of many, a month, one spelling), whatever their share",
    }),
    maxRejectedShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .meta({ description: "Largest share of rejected rows before the run stops with exit code 3" }),
  })
  .meta({ description: "What is done with each kind of row" });

export const currency = z
  .strictObject({
    base: z.string().min(1).optional().meta({
      description:
        "Currency of every amount after ingest: a code, or the sign or word beside the amounts (default: not named); amounts beside another currency's sign are rejected",
    }),
    rates: z
      .record(z.string(), z.number().min(1e-12).lt(1e8))
      .default({})
      .meta({ description: "Base units for one unit of each currency, e.g. USD: 0.92" }),
    ratesFile: z.string().optional().meta({
      description: "CSV with columns currency, rate and optionally from (the first day a rate holds)",
    }),
  })
  .meta({ description: "What the amounts are in; the rates are used when columns.currency is set" });
