import type { Stage, StageName } from "../stage.js";
import { check } from "../stages/check.js";
import { derive } from "../stages/derive.js";
import { fit } from "../stages/fit.js";
import { gate } from "../stages/gate.js";
import { ingest } from "../stages/ingest.js";
import { monitor } from "../stages/monitor.js";
import { publish } from "../stages/publish.js";
import { score } from "../stages/score.js";
import { summarize } from "../stages/summarize.js";
import { validate } from "../stages/validate.js";

/** The stages in the order of their artifacts. */
export const plan: readonly Stage[] = [
  ingest,
  summarize,
  check,
  fit,
  validate,
  gate,
  score,
  monitor,
  derive,
  publish,
] as unknown as readonly Stage[];

/** The plan up to and including one stage. */
export function planUntil(last: StageName): readonly Stage[] {
  return plan.slice(0, plan.findIndex((stage) => stage.name === last) + 1);
}
