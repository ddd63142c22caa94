/** Where every input row went: input = accepted + merged + parts + rejected + outOfWindow, always. */
export interface Account {
  readonly input: number;
  /** Rows of `transactions`, without those that a column of refunded amounts adds. */
  readonly accepted: number;
  readonly rejected: number;
  /** Rejected rows of forgotten customers. */
  readonly forgotten: number;
  /** Repetitions of an order, merged into its first row. */
  readonly merged: number;
  /** Further rows of an order that have no amount of their own (ingest.continuationRows). */
  readonly parts: number;
  readonly outOfWindow: number;
  readonly outOfWindowBy: { readonly before: number; readonly after: number };
  readonly rejectedBy: readonly RejectedReason[];
  /** Rows of `transactions` that are refunds. */
  readonly refunds: number;
  /** Sum of all transactions in base currency, refunds subtracted; absent where the log has no amounts. */
  readonly amount?: number;
  /** By columns.refunded: orders refunded in part or whole, and what of them, each a refund in `transactions`; absent without amounts. */
  readonly refunded?: Refunded;
  /** Null where the log has no amounts. */
  readonly currency: string | null;
  readonly files: readonly { readonly name: string; readonly rows: number }[];
  /** Files with the content of another one, which were skipped: their rows are counted nowhere. */
  readonly duplicateFiles: readonly DuplicateFile[];
  /** First and last day in `transactions`. */
  readonly firstDay: string;
  readonly asOf: string;
}

export interface Refunded {
  readonly orders: number;
  readonly amount: number;
}

export interface DuplicateFile {
  readonly name: string;
  readonly sameAs: string;
}

/** Characters of a rejected line that an example shows of it at most. */
export const exampleLength = 200;

export interface RejectedReason {
  readonly reason: string;
  readonly rows: number;
  readonly example: { readonly file: string; readonly line: number | null; readonly text: string };
}
