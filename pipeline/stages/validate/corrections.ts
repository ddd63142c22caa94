import { historyClasses, joined, type LevelCorrection, learnCorrection } from "../../../models/index.js";
import {
  type ByTarget,
  type Correction,
  type ModelCorrection,
  validatedLevels,
} from "../../artifacts/validation.js";
import type { ValidationPlan } from "./plan.js";
import { byTarget } from "./scores.js";

/** PIT values of one model on one origin, with the class of each customer. */
export interface PitValues {
  readonly origin: string;
  readonly model: string;
  readonly classes: Float64Array;
  readonly pit: ByTarget<Float64Array>;
}

/** Corrections of every model that has PIT values: learned on all origins, and on all but the last one. */
export function learnCorrections(
  values: readonly PitValues[],
  last: string,
  plan: ValidationPlan,
): Record<string, ModelCorrection> {
  const corrections: Record<string, ModelCorrection> = {};
  for (const model of new Set(values.map((v) => v.model))) {
    const own = values.filter((v) => v.model === model);
    const before = own.filter((v) => v.origin !== last);
    corrections[model] = {
      all: correction(own, plan),
      tried: before.length === 0 || before.length === own.length ? null : correction(before, plan),
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
    origins: values.map((v) => v.origin),
    ...learned,
  };
}
