import { type Params, type PaymentClock, type PurchaseModel, paramsOfSet } from "../../../models/index.js";
import type { FittedIntervals } from "../../artifacts/model-file.js";
import { phaseRoom, phases } from "../../sql/interval-customers.js";
import type { CovariateGroups } from "./covariates.js";

/** Parameters and clock of each group of customers who pay equally often and have paid equally long ago. */
export function intervalParams(
  { numbers }: Pick<CovariateGroups, "numbers">,
  intervals: FittedIntervals,
  { params }: PurchaseModel,
): { of(p: Params): Params[]; readonly clocks: readonly PaymentClock[] } {
  const setOf = new Map(intervals.of.map(({ sixteenths, set }) => [sixteenths, set]));
  return {
    // an interval that the fit did not know, as when an older model scores, has the parameters of most customers
    of: (p) =>
      numbers.map((group) =>
        paramsOfSet(
          params,
          intervals.sets,
          p,
          setOf.get(Math.floor(group / phaseRoom)) ?? intervals.sets[0]!,
        ),
      ),
    clocks: numbers.map(clockOf),
  };
}

/** When the payments of a group fall due. */
export function clockOf(group: number): PaymentClock {
  const interval = Math.floor(group / phaseRoom) / 16;
  return { interval, due: interval * (1 - ((group % phaseRoom) + 0.5) / phases) };
}
