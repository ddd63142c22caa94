import type { ConfigInput } from "../../config/config.js";

type Ingest = NonNullable<ConfigInput["ingest"]>;

/** The roles that a profile can state, each with the names its column has in one or another version of the export, best first. */
export type ProfileRole =
  | "customer"
  | "date"
  | "amount"
  | "quantity"
  | "unitPrice"
  | "order"
  | "currency"
  | "refunded";

/** An export of a known product: how its header is recognised, and what its columns hold. */
export interface ExportProfile {
  /** Product and export, such as "Shopify orders". */
  readonly name: string;
  /** Columns that together only this export has; of several names in one entry any will do. */
  readonly header: readonly (string | readonly string[])[];
  readonly columns: Readonly<Partial<Record<ProfileRole, readonly string[]>>>;
  /** Rows that do not count, by column: only columns that the file has are set. */
  readonly exclude?: Readonly<Record<string, readonly string[]>>;
  /** Further values that do not count where the file has no column of refunds. */
  readonly excludeWithoutRefunds?: Readonly<Record<string, readonly string[]>>;
  readonly ingest?: Pick<Ingest, "continuationRows" | "duplicateOrders">;
  /** What a person should know of these files. */
  readonly notes?: readonly string[];
}
