import { z } from "zod";
import type { Problems } from "./checks.js";
import type { Config } from "./config.js";

/** What is done with the further rows of an order, on which its columns are blank. */
export const continuationRows = z.enum(["reject", "skip", "fill"]).default("reject").meta({
  description:
    "Further rows of an order, below its first: reject judges each like any row; skip leaves out those whose amount is blank as parts of the order; fill takes blank order, customer, date and currency from the row above, where each row has its own amount (embedded engine, files)",
});

const excludedValue = z.union([z.string(), z.number(), z.boolean()]);

/** Rows that do not count, by a column of the source and its values. */
export const exclude = z.record(z.string().min(1), z.array(excludedValue).min(1)).default({}).meta({
  description:
    "Rows that do not count, by column and its values, such as { status: [failed, voided] }; without regard to case and blanks around; in rejected_rows as EXCLUDED",
});

/** What contradicts the kinds of rows that a log has. */
export function checkRowKinds({ ingest }: Pick<Config, "ingest">, context: Problems): void {
  if (ingest.continuationRows === "fill" && ingest.duplicateOrders === "order-id")
    context.addIssue({
      code: "custom",
      path: ["ingest", "duplicateOrders"],
      message:
        'is order-id, which counts one row an order, while continuationRows is fill, which adds up the rows of an order; choose "skip", or identical',
    });
}
