import { acquisition } from "./acquisition/acquisition.js";
import { actions } from "./actions/actions.js";
import { actionPlan } from "./actions/plan.js";
import { cohorts } from "./cohorts/cohorts.js";
import { customerSegments } from "./customer-segments.js";
import { distribution } from "./distribution/distribution.js";
import { drivers } from "./drivers/drivers.js";
import { equityBridge } from "./equity/bridge.js";
import { equity } from "./equity/equity.js";
import { plannedEquity } from "./equity/planned.js";
import { forecast } from "./forecast/forecast.js";
import type { Mart } from "./mart.js";
import { newCustomers } from "./new-customers/new-customers.js";
import { replacement } from "./replacement/replacement.js";
import { segments } from "./segments/segments.js";
import { sensitivity } from "./sensitivity/sensitivity.js";
import { valueViews } from "./value-views/value-views.js";

/** All marts, in the order in which they are made: one may read those before it. */
export const marts: readonly Mart[] = [
  cohorts,
  valueViews,
  acquisition,
  newCustomers,
  customerSegments,
  segments,
  forecast,
  actions,
  actionPlan,
  equity,
  equityBridge,
  plannedEquity,
  distribution,
  drivers,
  sensitivity,
  replacement,
];
