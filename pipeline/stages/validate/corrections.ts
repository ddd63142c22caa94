import {
  type FittedCalendar,
  historyClasses,
  joined,
  type LevelCorrection,
  learnCorrection,
} from "../../../models/index.js";
import {
  type ByTarget,
  type Correction,
  type ModelCorrection,
  validatedLevels,
} from "../../artifacts/validation.js";
import { dayAfter } from "../../time/calendar.js";
import { ofLikeSeason, type Stretch } from "../score/like-season.js";
import type { ValidationPlan } from "./plan.js";
import { byTarget } from "./scores.js";

/** PIT values of one model on one origin, with the class of each customer. */
export interface PitValues extends Stretch {
  readonly model: string;
  /** that its forecast was made with; null for none */
  readonly calendar: FittedCalendar | null;
  readonly classes: Float64Array;
  readonly pit: ByTarget<Float64Array>;
}

/**
 * Corrections of every model that has PIT values, learned on holdouts in a season like that of the days after asOf, which scoring predicts;
 * and on those before the last one in a season like its own, to be tried on it.
 */
export function learnCorrections(
  values: readonly PitValues[],
  asOf: string,
  plan: ValidationPlan,
): Record<string, ModelCorrection> {
  const corrections: Record<string, ModelCorrection> = {};
  const coming = { after: asOf, until: dayAfter(asOf, plan.holdoutDays) };
  const { origin: after, until } = plan.windows.at(-1)!;
  for (const model of new Set(values.map((v) => v.model))) {
    const own = values.filter((v) => v.model === model);
    const before = own.filter((v) => v.after !== after);
    const { calendar } = own.at(-1)!;
    const learned = (among: readonly PitValues[], used: Stretch): Correction | null => {
      const like = ofLikeSeason(calendar, among, used);
      return like.length === 0 ? null : correction(like, plan);
    };
    corrections[model] = {
      all: learned(own, coming),
      tried: before.length === own.length ? null : learned(before, { after, until }),
    };
  }
  return corrections;
}

function correction(values: readonly PitValues[], plan: ValidationPlan): Correction {
  const classes = joined(values.map((v) => v.classes));
  const learned = byTarget(plan.targets, (t): LevelCorrection => {
    const pit = joined(values.map((v) => v.pit[plan.targets[t]!]!));
    return learnCorrection(pit, classes, historyClasses, { levels: validatedLevels });
  });
  return {
    horizonDays: plan.holdoutDays,
    long: plan.horizon,
    origins: values.map((v) => v.after),
    ...learned,
  };
}
