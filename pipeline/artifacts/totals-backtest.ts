import type { PointMeasures, TotalMeasures, TotalRival } from "../../models/index.js";
import type { Text } from "../text/messages/message.js";
import type { TotalRange } from "../workers/backtest-totals.js";
import type { ByTarget } from "./validation.js";

/** Totals of all customers as they would have been predicted on many earlier days, compared with what followed. */
export interface TotalsBacktest {
  /** Why no earlier day is looked at; null where some are. */
  readonly skipped: Text | null;
  /** The kind of purchase model that the run fitted. */
  readonly model: string;
  /** Earliest first. */
  readonly origins: readonly TotalsOrigin[];
  /** By horizon of which at least one total is known. */
  readonly byHorizon: readonly TotalsOfHorizon[];
  /** Single months after the origins, all counted alike; null where none is known. */
  readonly months: ByTarget<TotalMeasures> | null;
  readonly safety: TotalsSafety;
}

export interface TotalsOrigin {
  /** yyyy-mm-dd */
  readonly origin: string;
  readonly customers: number;
  /** Why nothing was predicted on it; null where something was. */
  readonly left: Text | null;
  /** What was fitted: the run's kind of model, or a simpler one in its place; null where nothing was. */
  readonly model: string | null;
  /** Whether along with a calendar. */
  readonly calendar: boolean;
  /** Those whose end lies in the log; none where it is left out. */
  readonly horizons: readonly TotalsAtOrigin[];
  /** By month whose end lies in the log. */
  readonly months: readonly MonthAtOrigin[];
}

export interface TotalsAtOrigin extends ByTarget<ComparedTotal> {
  readonly days: number;
}

export interface MonthAtOrigin extends ByTarget<ActualTotal> {
  /** Days from the origin to its end. */
  readonly days: number;
}

/** A predicted total and what came of it: purchases, or net spend in base currency, not discounted, before margin. */
export interface ActualTotal extends TotalRange {
  readonly actual: number;
}

export interface ComparedTotal extends ActualTotal {
  /** As it would be without a calendar. */
  readonly plain: TotalRange;
  /** By naive forecast (totalRivals); null where the log begins too late for it. */
  readonly rivals: Readonly<Record<string, number | null>>;
}

export interface TotalsOfHorizon extends ByTarget<TotalScore> {
  readonly days: number;
  /** Days on which a total was predicted that is known by now. */
  readonly origins: number;
  /** How many of them count, since horizons that overlap saw the same purchases. */
  readonly effective: number;
}

export interface TotalScore extends TotalMeasures {
  /** Without a calendar. */
  readonly plain: TotalMeasures;
  /** By naive forecast. */
  readonly rivals: Readonly<Record<string, PointMeasures>>;
  /** Each naive forecast against the model on the same days, that of the least error first. */
  readonly compared: readonly TotalRival[];
}

/** How much wider totals have to be than the model makes them. */
export interface TotalsSafety {
  /** What the spread of the logarithm is multiplied by, at least 1, by horizon. */
  readonly byHorizon: readonly ({ readonly days: number } & ByTarget<number>)[];
  /** Whether the log supports no forecast of the total. */
  readonly unsupported: boolean;
  /** Why not; null where it does. */
  readonly reason: Text | null;
}

/** What a validation taught about totals, as scoring uses it. */
export interface TotalsLesson {
  readonly safety: TotalsSafety;
  /** By horizon and target: the naive forecast whose total takes the place of the model's. */
  readonly rivals: readonly ({ readonly days: number } & ByTarget<TotalRival | null>)[];
}
