import type { RecordBatch } from "apache-arrow";
import type { FutureChange } from "../../models/index.js";
import type { Artifacts } from "../artifacts/artifacts.js";
import type { PlannedMonth } from "../config/forecast.js";
import type { Sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import type { MartInputs } from "./mart.js";
import type { Newcomers } from "./newcomers.js";

/** The artifacts that marts may read. */
export const martReads = [
  ...(["account", "transactions", "customers", "histories", "covariate_groups"] as const),
  ...(["summary", "validation", "champion", "scores", "score_summary", "monitoring"] as const),
] as const;
export type MartArtifacts = Pick<Artifacts, (typeof martReads)[number]>;

/** What a mart prepares its tables with. */
export interface MartServices {
  readonly inputs: MartInputs;
  readonly artifacts: MartArtifacts;
  readonly context: StageContext;
  /** Whether a table of an earlier mart is there. */
  has(table: string): boolean;
  /** Makes a table that lives as long as the stage, for selects of this mart and of later ones. */
  make(table: string, select: Sql): Promise<void>;
  /** The same from rows of this process. */
  load(table: string, batches: AsyncIterable<RecordBatch> | Iterable<RecordBatch>): Promise<void>;
  /**
   * Makes a table of the bounds of totals of groups of customers, relative to what is expected:
   * group_key, horizon_days (0 for ever), and purchases_lo95, _lo80, _hi80, _hi95, value_lo95, … to multiply expected totals by.
   * Totals are drawn as those of the run are: chance in customers' purchases and spend, doubt about parameters, season and level.
   * No rows without intervals.
   * @param groups a select of customer_id and group_key (text, never null); customers may be missing, none may be twice
   */
  loadBounds(table: string, groups: Sql): Promise<void>;
  /**
   * The same of each of the months to come, not discounted: group_key, place (of the month, 1 for the first one), purchases_lo95, … and
   * value_lo95, … of the month, and so_far_lo95, … of value up to its end.
   */
  loadMonthBounds(table: string, groups: Sql): Promise<void>;
  /**
   * Makes a table of when customers buy next, given that they are alive: by distinct history (x, t_x, t_cal, and covariate_group where there are
   * any) days_10, days_25, days_50, days_75, days_90 after as_of; null beyond five years.
   */
  loadNextOrders(table: string): Promise<void>;
  /** Makes a table of what customers were predicted by the last run: customer_id, p_alive, clv of the longest horizon; no rows where there is none. */
  loadPreviousScores(table: string): Promise<void>;
  /** What customers who come from now on are expected to do; worked out once. */
  newcomers(): Promise<Newcomers>;
  /** The plan of new customers; null without one. */
  plan(): Promise<readonly PlannedMonth[] | null>;
  /**
   * Makes a table of who stays, by distinct history (x, t_x, t_cal, and covariate_group where there are any): staying_1, staying_2, …, the
   * probability that a customer who is one now still is one at the end of each of the horizons of the run, in their order.
   */
  makeStaying(table: string): Promise<void>;
  /**
   * Makes a table of what each customer, of then or of now, was worth at the opening and is worth now, by the model of then and of now:
   * customer_id, first_day, state_opening, state_closing, equity_opening, equity_opening_restated, equity_opening_settings,
   * expected_in_period, expected_beyond, earned_in_period, equity_closing_same_model, equity_closing. Needs an opening (facts).
   */
  makeRestated(table: string): Promise<void>;
  /**
   * Makes a table of the discounted purchases of each distinct history (x, t_x, t_cal, and covariate_group where there are any) under other
   * futures: for ever, or up to the longest horizon where those are not finite. A column a future; NULL where its change means nothing to the model.
   */
  loadFutures(table: string, futures: readonly ChangedFuture[]): Promise<void>;
}

/** What is to come as it would be otherwise, P(alive) and all that is known of the past as they are. */
export interface ChangedFuture {
  readonly column: string;
  readonly change?: FutureChange;
  /** value.annualDiscountRate when absent */
  readonly annualDiscountRate?: number;
  /** For slopes: as if days to come counted alike, as they do after the last one whose season and level are known. It costs a fifth. */
  readonly even?: true;
}
