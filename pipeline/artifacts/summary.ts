/** What `summarize` found; days are yyyy-mm-dd, money is in base currency. */
export interface Summary {
  readonly asOf: string;
  readonly firstDay: string;
  readonly lastDay: string;
  /** Null where the log has no amounts; what is about spend is absent then. */
  readonly currency: string | null;
  /** Last day of calibration where models are compared on a holdout. */
  readonly holdoutFrom: string | null;
  readonly customers: number;
  readonly histories: number;
  readonly repeatCustomers: number;
  readonly repeatPurchases: number;
  /** Orders on a day on which the customer had already ordered: merged into that day's purchase. */
  readonly sameDayOrders: number;
  /** Customers whose first purchase is on asOf itself: T = 0, they say nothing about the future. */
  readonly newOnAsOf: number;
  /** Repeat customers whose repeat spend nets to zero or less; they are left out of the spend fit. */
  readonly withoutSpend?: number;
  readonly totalSpend?: number;
  readonly repeatSpend?: number;
  readonly firstSpend?: number;
}
