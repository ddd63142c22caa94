import type { Fit, Histories, Params, PurchaseModel } from "../model.js";
import { type CalendarFit, type CalendarLog, type CalendarOptions, fitCalendar } from "./fit-calendar.js";

/**
 * A purchase model fitted along with its calendar.
 * @param fitTo fits the model to histories, from the estimate of the round before where there is one
 * @throws RangeError for a discrete model, which has no operational time
 */
export function fitWithCalendar(
  model: PurchaseModel,
  log: CalendarLog,
  options: CalendarOptions,
  fitTo: (h: Histories, start: Params | null) => Fit,
): CalendarFit<Fit> {
  const { exposure } = model;
  if (exposure === null) throw new RangeError(`${model.name} counts periods: it has no calendar of days`);
  return fitCalendar(
    {
      exposureOf: () => exposure,
      fit: (h, start: Fit | null) => fitTo(h, start?.params ?? null),
      paramsOf:
        ({ params }) =>
        () =>
          params,
    },
    log,
    options,
  );
}
