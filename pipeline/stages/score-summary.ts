/** Totals of the score stage, which publishing is reconciled with. Money in base currency. */
export interface ScoreSummary {
  readonly customers: number;
  readonly longestHorizonDays: number;
  readonly historicValue: number;
  /** Sum of P(alive). */
  readonly expectedAlive: number;
  readonly horizons: readonly {
    readonly days: number;
    readonly expectedPurchases: number;
    readonly clv: number;
  }[];
  /** Null when no discount rate makes it finite. */
  readonly residualClv: number | null;
  readonly tiers: readonly { readonly tier: string; readonly customers: number; readonly clv: number }[];
  readonly top: readonly {
    readonly customerId: string;
    readonly x: number;
    readonly pAlive: number;
    readonly expectedPurchases: number;
    readonly expectedSpend: number;
    readonly clv: number;
  }[];
}
