import type { Config } from "../config/config.js";
import { eventsOfModel } from "../config/events.js";
import { fingerprint } from "../files/fingerprint.js";

/**
 * What a model depends on in the config, as a short hash: runs that agree in it share one champion. Neither when nor where
 * a run happens is in it (asOf, sources, outputs, engine), nor thresholds, nor the dates of events, to which
 * plans are added.
 */
export function modelKey(c: Config): string {
  const { ratesFile: _, ...currency } = c.currency;
  const { events } = c.purchase;
  const parts = {
    columns: c.columns,
    currency,
    ingest: c.ingest,
    purchase: events ? { ...c.purchase, events: eventsOfModel(events) } : c.purchase,
    seed: c.seed,
    spend: c.spend,
    timeUnit: c.timeUnit,
    timeZone: c.timeZone,
    uncertainty: c.uncertainty,
    // a network learns the value of one horizon
    ...(c.spend.model === "ziln" && { horizonsDays: c.value.horizonsDays }),
  };
  return fingerprint(parts).slice(0, 12);
}
