import { z } from "zod";
import { variableName } from "./values.js";

/** A column of the source: its name, or its 1-based position. */
export const column = z.union([z.string().min(1), z.number().int().positive()]);

export const source = z
  .strictObject({
    paths: z
      .array(z.string())
      .default([])
      .meta({ description: "Files, folders or globs of the transaction log" }),
    format: z
      .enum(["auto", "text", "jsonl", "json", "parquet", "arrow", "duckdb", "postgres", "spark"])
      .default("auto")
      .meta({
        description:
          "Format of the files; auto goes by their first bytes and names. postgres, spark: a table or query of that server",
      }),
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
    table: z
      .string()
      .optional()
      .meta({ description: "DuckDB file or server: table or view to read, such as orders or shop.orders" }),
    query: z.string().optional().meta({
      description:
        "SQL query to read instead of a table: of a DuckDB file or server its own tables; of any other file the relation source, such as select * from source where status = 'paid'",
    }),
    connection: variableName.optional().meta({
      description:
        "Server: name of the environment variable that holds the address (default: that of the engine if it is the same kind, else CLV_POSTGRES_URL, then PG*; SPARK_REMOTE)",
    }),
  })
  .meta({ description: "Where the transaction log is" });

export const columns = z
  .strictObject({
    customer: column.optional().meta({ description: "Customer id" }),
    date: column.optional().meta({ description: "Date or time of the order" }),
    amount: column.optional().meta({
      description:
        "Amount of the order or order line; quantity * unitPrice: the product of those two columns; none: the log has no amounts, only purchases are predicted",
    }),
    quantity: column.optional().meta({ description: "Quantity; with unitPrice instead of amount" }),
    unitPrice: column.optional().meta({ description: "Price of one unit; with quantity instead of amount" }),
    order: column
      .optional()
      .meta({ description: "Order or invoice id, to find duplicates and cancellations" }),
    refunded: column.optional().meta({
      description:
        "Refunded part of the order's amount, in a column of its own: taken off the customer's spend",
    }),
    margin: column.optional().meta({
      description:
        "Contribution margin of the order, an amount, in the currency of amount: each customer's margin is learned from it, in place of value.margin",
    }),
    cost: column.optional().meta({
      description:
        "Cost of goods of the order, in the currency of amount; in place of margin, which is amount - cost",
    }),
    currency: column.optional().meta({ description: "Currency code of the amount" }),
    attributes: z.record(z.string(), column).default({}).meta({
      description:
        "Attributes of the customer, by output name (channel, country, ...); of one that changes, ingest.attributeValue says which value counts",
    }),
  })
  .meta({ description: "Which source column holds what: a name, or a 1-based position" });
