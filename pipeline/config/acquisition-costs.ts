import { z } from "zod";
import { column } from "./source.js";
import { variableName } from "./values.js";

/** What winning customers cost: where the table is, and which of its columns holds what. */
export const acquisitionCosts = z
  .strictObject({
    file: z.string().min(1).optional().meta({
      description:
        "CSV, Parquet, Arrow, JSON or DuckDB file with a period (month as yyyy-mm, or a date), an amount, any attributes of the log (channel, country, …), campaign, currency, new_customers; or with a customer id and an amount",
    }),
    table: z.string().min(1).optional().meta({
      description: "Table or view instead: of the DuckDB file, or of server",
    }),
    query: z.string().min(1).optional().meta({ description: "SQL query instead of a table" }),
    server: z.enum(["postgres", "spark"]).optional().meta({
      description: "Server that has the table (default: the engine's, where it is one)",
    }),
    connection: variableName.optional().meta({
      description: "Name of the environment variable that holds the server's address",
    }),
    columns: z
      .strictObject({
        period: column.optional().meta({ description: "Month or date of the cost" }),
        amount: column.optional().meta({ description: "What was spent; negative for a credit" }),
        currency: column.optional().meta({ description: "Currency code of the amount" }),
        newCustomers: column.optional().meta({ description: "New customers as the source reports them" }),
        customer: column
          .optional()
          .meta({ description: "Customer id, where a row is what one customer cost" }),
        dimensions: z.record(z.string(), column).optional().meta({
          description:
            "Columns that say what a cost was for, by name: of an attribute of the log, such as channel, or any other, such as campaign",
        }),
      })
      .prefault({})
      .meta({
        description: "Which column holds what: a name or a 1-based position (default: by their names)",
      }),
    decimalSeparator: z.enum([".", ","]).optional().meta({
      description: "Decimal separator of amounts (default: what they show)",
    }),
  })
  .optional()
  .meta({
    description:
      "What winning customers cost, by month and source or by customer; amounts in other currencies are converted with currency.rates, the mean over the days of the month",
  });

export type AcquisitionCosts = NonNullable<z.output<typeof acquisitionCosts>>;
