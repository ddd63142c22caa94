import type { EventEffect, FactorParts } from "../../models/index.js";

/** calendar.json: how purchases depend on the calendar, by the model that scores. Days are yyyy-mm-dd. */
export interface Calendar {
  readonly format: 1;
  readonly asOf: string;
  /** Null where there is none. */
  readonly parts: FactorParts | null;
  /** Why there is none; null where there is one. */
  readonly why: string | null;
  /** The months of the log, then those to come up to the longest horizon; of a discrete model its periods, those under a month together. */
  readonly months: readonly CalendarMonth[];
  /** What named events do to the purchases of their days, in logarithms. */
  readonly events: readonly Omit<EventEffect, "days">[];
  /** What makes a forecast of totals doubtful. */
  readonly warnings: readonly CalendarWarning[];
}

export type CalendarWarning =
  | {
      /** Months to come that no year of the log has shown: nothing is known of their season. */
      readonly code: "unseen-months";
      /** months of the year, 1 to 12 */
      readonly months: readonly number[];
    }
  | {
      /** Purchases per customer have moved too far for a forecast to follow. */
      readonly code: "unsteady-level";
      /** level now over what it was */
      readonly change: number;
      /** first day of the month that it is compared with */
      readonly since: string;
    }
  | {
      /** Totals of a discrete model know its level, the customers that they are sums of do not. */
      readonly code: "level-in-ranges-alone";
      /** of the periods to come */
      readonly level: number;
    };

/** A calendar month, or two of them where the log begins or ends in the middle of one; a period, or some weeks, of a discrete model. */
export interface CalendarMonth {
  readonly from: string;
  readonly to: string;
  /** Repeat purchases; null for a month to come. */
  readonly actual: number | null;
  /** What they were expected to be, given the histories, with named events but without level and shock; null for a month to come, or without any. */
  readonly expected: number | null;
  /** Purchases over those of an ordinary month with its events: season times level times shock. */
  readonly factor: CalendarFactor;
  readonly season: number;
  readonly level: number;
  /** what only this month had; 1 in months to come */
  readonly shock: number;
}

export interface CalendarFactor {
  readonly median: number;
  readonly lo95: number;
  readonly lo80: number;
  readonly hi80: number;
  readonly hi95: number;
}
