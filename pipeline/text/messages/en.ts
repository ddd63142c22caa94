import { data } from "./en/data.js";
import { gates } from "./en/gates.js";
import { model } from "./en/model.js";
import { monitoring } from "./en/monitoring.js";
import { quality } from "./en/quality.js";
import { retraining } from "./en/retraining.js";
import { validation } from "./en/validation.js";
import { value } from "./en/value.js";

/** Every sentence for people by its key, in English: a text, or what makes one of values, numbers and plurals included. */
export const en = {
  ...data,
  ...gates,
  ...model,
  ...monitoring,
  ...quality,
  ...retraining,
  ...validation,
  ...value,
};
