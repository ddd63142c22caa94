import { acquisition } from "./en/acquisition.js";
import { actions } from "./en/actions.js";
import { audience } from "./en/audience.js";
import { calendar } from "./en/calendar.js";
import { choice } from "./en/choice.js";
import { cohorts } from "./en/cohorts.js";
import { compare } from "./en/compare.js";
import { costs } from "./en/costs.js";
import { data } from "./en/data.js";
import { dbt } from "./en/dbt.js";
import { distribution } from "./en/distribution.js";
import { drivers } from "./en/drivers.js";
import { equity } from "./en/equity.js";
import { events } from "./en/events.js";
import { explain } from "./en/explain.js";
import { forecast } from "./en/forecast.js";
import { forget } from "./en/forget.js";
import { gates } from "./en/gates.js";
import { init } from "./en/init.js";
import { intervals } from "./en/intervals.js";
import { margin } from "./en/margin.js";
import { martCommand } from "./en/mart-command.js";
import { marts } from "./en/marts.js";
import { model } from "./en/model.js";
import { monitoring } from "./en/monitoring.js";
import { newCustomers } from "./en/new-customers.js";
import { progress } from "./en/progress.js";
import { prospects } from "./en/prospects.js";
import { publish } from "./en/publish.js";
import { quality } from "./en/quality.js";
import { replacement } from "./en/replacement.js";
import { retraining } from "./en/retraining.js";
import { rolling } from "./en/rolling.js";
import { segments } from "./en/segments.js";
import { sensitivity } from "./en/sensitivity.js";
import { settings } from "./en/settings.js";
import { status } from "./en/status.js";
import { totals } from "./en/totals.js";
import { usage } from "./en/usage.js";
import { validation } from "./en/validation.js";
import { value } from "./en/value.js";
import { valueViews } from "./en/value-views.js";
import { verdict } from "./en/verdict.js";

/** Every sentence for people by its key, in English: a text, or what makes one of values, numbers and plurals included. */
export const en = {
  ...acquisition,
  ...actions,
  ...audience,
  ...calendar,
  ...choice,
  ...cohorts,
  ...compare,
  ...costs,
  ...data,
  ...dbt,
  ...equity,
  ...drivers,
  ...distribution,
  ...events,
  ...explain,
  ...forecast,
  ...forget,
  ...gates,
  ...init,
  ...intervals,
  ...martCommand,
  ...margin,
  ...marts,
  ...model,
  ...monitoring,
  ...newCustomers,
  ...progress,
  ...prospects,
  ...publish,
  ...quality,
  ...replacement,
  ...retraining,
  ...rolling,
  ...segments,
  ...sensitivity,
  ...settings,
  ...status,
  ...totals,
  ...usage,
  ...validation,
  ...value,
  ...valueViews,
  ...verdict,
};
