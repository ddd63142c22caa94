import { createHash } from "node:crypto";
import { z } from "zod";
import { otherSpendModelNames, purchaseModel, purchaseModelNames, spendModelNames } from "../models/index.js";
import { canonicalJson } from "./canonical-json.js";

/** A column of the source: its name, or its 1-based position. */
const column = z.union([z.string().min(1), z.number().int().positive()]);
const isoDate = z.iso.date();
const action = z.enum(["reject", "stop"]);
const timeZone = z.string().refine(isTimeZone, "is no time zone; give a name such as Europe/Berlin or UTC");

const source = z
  .strictObject({
    paths: z
      .array(z.string())
      .default([])
      .meta({ description: "Files, folders or globs of the transaction log" }),
    format: z
      .enum(["auto", "text", "jsonl", "parquet", "arrow", "duckdb"])
      .default("auto")
      .meta({ description: "Format of the files; auto goes by their first bytes and names" }),
    delimiter: z
      .string()
      .regex(/^([\t -~]|tab|\\t|whitespace)$/, 'is not one ASCII character, "tab" or "whitespace"')
      .default(",")
      .meta({ description: 'Text: field separator, one character, "tab" or "whitespace" (runs of blanks)' }),
    quote: z
      .string()
      .regex(/^[!-~]?$/, "is not one ASCII character")
      .default('"')
      .meta({ description: "Text: quote character, empty for none" }),
    header: z.boolean().default(true).meta({ description: "Text: the first line holds the column names" }),
    skip: z.number().int().min(0).default(0).meta({ description: "Text: lines to skip before the header" }),
    encoding: z
      .enum(["utf-8", "latin-1", "utf-16le"])
      .default("utf-8")
      .meta({ description: "Text: encoding" }),
    table: z.string().optional().meta({ description: "DuckDB file: table or view to read" }),
    query: z.string().optional().meta({ description: "DuckDB file: SQL query to read instead of a table" }),
  })
  .meta({ description: "Where the transaction log is" });

const columns = z
  .strictObject({
    customer: column.optional().meta({ description: "Customer id" }),
    date: column.optional().meta({ description: "Date or time of the order" }),
    amount: column.optional().meta({ description: "Amount of the order or order line" }),
    quantity: column.optional().meta({ description: "Quantity; with unitPrice instead of amount" }),
    unitPrice: column.optional().meta({ description: "Price of one unit; with quantity instead of amount" }),
    order: column
      .optional()
      .meta({ description: "Order or invoice id, to find duplicates and cancellations" }),
    currency: column.optional().meta({ description: "Currency code of the amount" }),
    attributes: z
      .record(z.string(), column)
      .default({})
      .meta({ description: "Attributes of the customer, by output name (channel, country, ...)" }),
  })
  .meta({ description: "Which source column holds what: a name, or a 1-based position" });

const ingest = z
  .strictObject({
    dateFormat: z
      .string()
      .refine(
        isDateFormat,
        "is neither iso, yyyymmdd, epoch, epoch-ms nor a pattern with %Y, %m, %d and the like",
      )
      .default("iso")
      .meta({ description: "iso, yyyymmdd, epoch, epoch-ms or a pattern such as %d.%m.%Y %H:%M" }),
    sourceTimeZone: timeZone.optional().meta({
      description: "Zone of times that carry none (default: timeZone, so that they are taken as they are)",
    }),
    decimalSeparator: z.enum([".", ","]).default(".").meta({ description: "Decimal separator of amounts" }),
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
    duplicateOrders: z.enum(["identical", "order-id", "keep"]).default("identical").meta({
      description: "Rows of one order id that count once: identical rows, every further row, or none",
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
    missingCustomer: action.default("reject").meta({ description: "Rows without customer id" }),
    badDate: action.default("reject").meta({ description: "Unparsable or impossible dates" }),
    badAmount: action.default("reject").meta({ description: "Unparsable amounts" }),
    absurdAmount: action.default("reject").meta({ description: "Amounts beyond maxAmount" }),
    unknownCurrency: action.default("reject").meta({ description: "Currencies without a rate" }),
    maxAmount: z
      .number()
      .positive()
      .default(10_000_000)
      .meta({ description: "Largest believable amount of one row, either sign, in base currency" }),
    minDate: isoDate.default("1970-01-01").meta({ description: "Earliest believable date" }),
    maxDate: isoDate.optional().meta({
      description:
        "Latest believable date; later ones are impossible (default: the day of the run, or asOf if later)",
    }),
    nullTokens: z
      .array(z.string())
      .default(["", "NULL", "null", "NA", "N/A", "nan", "NaN", "None", "\\N"])
      .meta({ description: "Texts that mean a missing value" }),
    maxRejectedShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .meta({ description: "Largest share of rejected rows before the run stops with exit code 3" }),
  })
  .meta({ description: "What is done with each kind of row" });

const currency = z
  .strictObject({
    base: z.string().default("EUR").meta({ description: "Currency of every amount after ingest" }),
    rates: z
      .record(z.string(), z.number().min(1e-12).lt(1e8))
      .default({})
      .meta({ description: "Base units for one unit of each currency, e.g. USD: 0.92" }),
    ratesFile: z.string().optional().meta({
      description: "CSV with columns currency, rate and optionally from (the first day a rate holds)",
    }),
  })
  .meta({ description: "Used when columns.currency is set" });

const engine = z
  .strictObject({
    name: z
      .enum(["duckdb"])
      .default("duckdb")
      .meta({ description: "Where the steps that touch customers run" }),
    memoryLimit: z
      .string()
      .regex(/^\d+(\.\d+)?\s?(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$/i, "not a size such as 1GB or 800MB")
      .default("1200MB")
      .meta({
        description: "Memory of the engine; it spills to disk beyond. The process needs about 500 MB more",
      }),
    threads: z
      .number()
      .int()
      .min(0)
      .default(0)
      .meta({ description: "Threads of the engine, 0 for one a core" }),
    spillDirectory: z
      .string()
      .optional()
      .meta({ description: "Folder for spilling (default: in the run folder)" }),
  })
  .meta({ description: "The engine and its bounds" });

const purchase = z
  .strictObject({
    model: z
      .enum([...purchaseModelNames, "auto"])
      .default("bg-nbd")
      .meta({
        description:
          "Purchase and churn model (`clv models`), or auto: the one that foretells a holdout best",
      }),
    period: z
      .union([z.enum(["week", "month", "quarter", "year"]), z.number().int().positive()])
      .optional()
      .meta({
        description:
          "Discrete models: length of an opportunity, a calendar period or days counted back from asOf (default: month)",
      }),
    holdoutDays: z.number().int().positive().optional().meta({
      description:
        "auto: days before asOf kept out of the fits to choose by (default: a third of the log, at most 365)",
    }),
    fallback: z
      .boolean()
      .default(true)
      .meta({ description: "Use a simpler model where this one is not identified, and say so" }),
    prior: z.enum(["auto", "off", "weak"]).default("auto").meta({
      description: "Weak prior on log-parameters: only on thin data (auto), never, or always",
    }),
    covariates: z
      .strictObject({
        purchase: z
          .array(z.string())
          .default([])
          .meta({ description: "Attributes that the purchase rate depends on" }),
        dropout: z.array(z.string()).default([]).meta({ description: "Attributes that dropout depends on" }),
        equal: z.array(z.string()).default([]).meta({
          description: "Attributes that both depend on, with one and the same coefficient",
        }),
        continuous: z
          .array(z.string())
          .default([])
          .meta({ description: "Which of these attributes are numbers; the others are categories" }),
        l2: z.number().min(0).default(0).meta({
          description:
            "Shrinks coefficients: half of it times the sum of their squares is taken off the log-likelihood",
        }),
      })
      .prefault({})
      .meta({ description: "Attributes (columns.attributes) that purchases and churn depend on" }),
    fixed: z
      .record(z.string(), z.number().positive())
      .default({})
      .meta({ description: "Parameters held at a value, in days, by name" }),
  })
  .meta({ description: "Purchases and churn" });

const spend = z
  .strictObject({
    model: z
      .enum([...spendModelNames, ...otherSpendModelNames])
      .default("gamma-gamma")
      .meta({
        description: "Spend model (`clv models`)",
      }),
    attributes: z.array(z.string()).optional().meta({
      description: "Attributes that gamma-regression and ziln read (default: all of columns.attributes)",
    }),
    quantities: z
      .array(z.enum(["first_amount", "x"]))
      .default(["first_amount", "x"])
      .meta({ description: "gamma-regression: what else spend depends on" }),
    maxCustomers: z
      .number()
      .int()
      .min(500)
      .default(400_000)
      .meta({ description: "ziln: customers to train on at most; more are sampled" }),
  })
  .meta({ description: "Spend per purchase" });

const value = z
  .strictObject({
    horizonsDays: z
      .array(z.number().int().positive())
      .min(1)
      .default([90, 180, 365])
      .meta({ description: "Horizons of expected purchases and CLV, in days from asOf" }),
    annualDiscountRate: z.number().min(0).max(10).default(0.1).meta({
      description:
        "Discount rate a year; 0.10 is ten per cent. 0 leaves the residual CLV without a finite value",
    }),
    margin: z
      .number()
      .positive()
      .max(1)
      .default(1)
      .meta({ description: "Contribution margin as a share of revenue" }),
  })
  .meta({ description: "How future purchases become value" });

const uncertainty = z
  .strictObject({
    intervals: z.boolean().default(true).meta({
      description: "80 and 95 % intervals of purchases and CLV, for each customer, segment and the total",
    }),
    method: z.enum(["laplace", "posterior", "bootstrap"]).default("laplace").meta({
      description:
        "Doubt about parameters: normal approximation, full posterior, or refits to reweighted customers",
    }),
    draws: z.number().int().min(100).default(4000).meta({
      description: "posterior: draws in all, from 4 chains; bootstrap: replicates",
    }),
  })
  .meta({ description: "How sure the predictions are" });

const tiers = z
  .record(z.string(), z.number().gt(0).max(1))
  .default({ top: 0.05, high: 0.2, middle: 0.5, low: 1 })
  .meta({
    description:
      "Value tiers: name and the share of customers, best first, that it ends at; the last must be 1",
  });

/** Columns of `scores` that an attribute must not take the name of. */
const scoreColumns = new Set(
  (
    "customer_id as_of x t_x_days t_cal_days first_day last_day historic_value p_alive churn_probability expected_spend " +
    "residual_clv total_value value_rank value_tier model_version run_id"
  ).split(" "),
);

export const sinkKinds = ["duckdb", "parquet", "csv", "arrow"] as const;
const sink = z.union([
  z.strictObject({ to: z.enum(sinkKinds), path: z.string().min(1) }),
  z
    .string()
    .regex(
      /^(duckdb|parquet|csv|arrow):.+$/,
      "not of the form duckdb:PATH, parquet:DIR, csv:DIR or arrow:DIR",
    )
    .transform((s) => {
      const cut = s.indexOf(":");
      return { to: s.slice(0, cut) as (typeof sinkKinds)[number], path: s.slice(cut + 1) };
    }),
]);

export const configSchema = z
  .strictObject({
    source: source.prefault({}),
    columns: columns.prefault({}),
    asOf: isoDate.optional().meta({
      description: "Observation ends on this day, yyyy-mm-dd (default: the last day with an order)",
    }),
    timeZone: timeZone.default("UTC").meta({ description: "Zone in which a day begins, e.g. Europe/Berlin" }),
    timeUnit: z.enum(["day", "week", "month", "year"]).default("day").meta({
      description: "Unit in which parameters are reported; a month is 365/12 days. Tables stay in days",
    }),
    ingest: ingest.prefault({}),
    currency: currency.prefault({}),
    purchase: purchase.prefault({}),
    spend: spend.prefault({}),
    value: value.prefault({}),
    uncertainty: uncertainty.prefault({}),
    tiers,
    publish: z.array(sink).optional().meta({
      description:
        "Where scores go, e.g. duckdb:warehouse.duckdb parquet:out csv:out (default: warehouse.duckdb in runsDir)",
    }),
    engine: engine.prefault({}),
    runsDir: z.string().default("runs").meta({ description: "Folder of the runs" }),
    seed: z.number().int().min(0).default(1).meta({ description: "Seed of everything random" }),
  })
  .superRefine((c, context) => {
    for (const name of c.spend.attributes ?? [])
      if (!Object.hasOwn(c.columns.attributes, name))
        context.addIssue({
          code: "custom",
          path: ["spend", "attributes"],
          message: `"${name}" is none of columns.attributes`,
        });
    checkCovariates(c.purchase, Object.keys(c.columns.attributes), context);
    const discrete = c.purchase.model !== "auto" && purchaseModel(c.purchase.model).time === "discrete";
    if (c.purchase.period !== undefined && !discrete)
      context.addIssue({
        code: "custom",
        path: ["purchase", "period"],
        message: `is for models in discrete time; ${c.purchase.model} is not one`,
      });
    if (
      c.ingest.sameDayOrders === "separate" &&
      c.purchase.model !== "auto" &&
      purchaseModel(c.purchase.model).needs.includes("logGaps")
    )
      context.addIssue({
        code: "custom",
        path: ["ingest", "sameDayOrders"],
        message: `must be merge for ${c.purchase.model}: it reads the days between purchases`,
      });
    const shares = Object.values(c.tiers);
    if (shares.at(-1) !== 1 || shares.some((s, i) => i > 0 && s <= (shares[i - 1] ?? 0)))
      context.addIssue({ code: "custom", path: ["tiers"], message: "shares must rise and end at 1" });
    if (c.asOf !== undefined && c.ingest.until !== undefined && c.ingest.until > c.asOf)
      context.addIssue({ code: "custom", path: ["ingest", "until"], message: `is after asOf ${c.asOf}` });
    const { since, until, minDate, maxDate } = c.ingest;
    const last = until ?? c.asOf;
    if (since !== undefined && last !== undefined && since > last)
      context.addIssue({
        code: "custom",
        path: ["ingest", "since"],
        message: `is after ${until === undefined ? "asOf" : "until"} ${last}`,
      });
    if (maxDate !== undefined && minDate > maxDate)
      context.addIssue({
        code: "custom",
        path: ["ingest", "minDate"],
        message: `is after maxDate ${maxDate}`,
      });
    if (c.source.quote === c.source.delimiter)
      context.addIssue({ code: "custom", path: ["source", "quote"], message: "is also the delimiter" });
    const names = Object.keys(c.columns.attributes);
    for (const [i, name] of names.entries())
      if (names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) < i)
        context.addIssue({
          code: "custom",
          path: ["columns", "attributes", name],
          message: "differs from another attribute only in case; databases fold it",
        });
    for (const name of names)
      if (
        scoreColumns.has(name.toLowerCase()) ||
        /^(clv|purchases|expected_purchases)_\d+d/.test(name.toLowerCase())
      )
        context.addIssue({
          code: "custom",
          path: ["columns", "attributes", name],
          message: "is the name of a column of scores; choose another",
        });
    if (c.source.table !== undefined && c.source.query !== undefined)
      context.addIssue({ code: "custom", path: ["source"], message: "has both table and query; give one" });
  });

function checkCovariates(
  { model, covariates }: z.output<typeof purchase>,
  attributes: readonly string[],
  context: { addIssue(issue: { code: "custom"; path: string[]; message: string }): void },
): void {
  const used = [...covariates.purchase, ...covariates.dropout, ...covariates.equal];
  for (const [key, names] of Object.entries(covariates))
    for (const name of Array.isArray(names) ? names : []) {
      const path = ["purchase", "covariates", key];
      if (!attributes.includes(name))
        context.addIssue({ code: "custom", path, message: `"${name}" is none of columns.attributes` });
      else if (key === "continuous" && !used.includes(name))
        context.addIssue({
          code: "custom",
          path,
          message: `"${name}" is used neither for purchases nor dropout`,
        });
    }
  if (used.length > 0 && (model === "auto" || purchaseModel(model).covariates === null))
    context.addIssue({
      code: "custom",
      path: ["purchase", "covariates"],
      message: `${model} takes none; ${purchaseModelNames.filter((n) => purchaseModel(n).covariates !== null).join(", ")} do`,
    });
}

/** A name of the time zone database; offsets such as +02:00 are no zone that every engine knows. */
function isTimeZone(name: string): boolean {
  try {
    return (
      /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions() !== null
    );
  } catch {
    return false;
  }
}

/** What strptime of the engines reads; anything else would fail in the middle of a run. */
function isDateFormat(format: string): boolean {
  if (["iso", "yyyymmdd", "epoch", "epoch-ms"].includes(format)) return true;
  const specifiers = format.match(/%-?./gs) ?? [];
  return (
    specifiers.some((s) => /[dmyYjbB]/.test(s)) &&
    specifiers.every((s) => /^%(-?[dmyHIMSj]|[aAbBpYfgnzZ%])$/.test(s)) &&
    !/%$/.test(format.replaceAll("%%", ""))
  );
}

export type Config = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;
export type Sink = NonNullable<Config["publish"]>[number];

/** JSON Schema (draft 2020-12) of clv.yaml. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configSchema, { io: "input" });
}

/** Everything that can change a score: not where results go, nor how much memory or how many threads are used. */
export function scoringConfig(c: Config): object {
  const { publish: _publish, runsDir: _runsDir, engine: _engine, source, currency, ...rest } = c;
  const { paths: _paths, ...reading } = source;
  const { ratesFile: _ratesFile, ...rates } = currency;
  return { ...rest, source: reading, currency: rates };
}

/** SHA-256 of the part of the config that can change a score, whatever the order of its keys. */
export function configHash(c: Config): string {
  return createHash("sha256")
    .update(canonicalJson(scoringConfig(c)))
    .digest("hex");
}
