import type { LevelCovariate } from "../../models/spend/spend-covariates.js";
import { behaviourNumbers } from "../sql/behaviour-windows.js";

/** How a customer's behaviour becomes the inputs of a network: standardised numbers, then one input a level. */
export interface FeatureEncoding {
  readonly numbers: readonly StandardisedNumber[];
  readonly attributes: readonly LevelCovariate[];
}

export interface StandardisedNumber {
  readonly name: string;
  /** of the transformed values that are known */
  readonly mean: number;
  readonly sd: number;
}

/** Inputs of a network with this encoding. */
export function inputsOf({ numbers, attributes }: FeatureEncoding): number {
  return numbers.length + attributes.reduce((sum, { levels }) => sum + levels.length + 1, 0);
}

/**
 * Compresses the long tails of counts, days and amounts: sign(v) ln(1 + |v|); shares stay as they are, an unknown value
 * stays unknown.
 */
export function transformed(name: string, value: number): number {
  return name.startsWith("share_") ? value : Math.sign(value) * Math.log1p(Math.abs(value));
}

/** Sums over the rows of training data, added row by row in their order, from which the encoding is made. */
export class NumberMoments {
  readonly #count = behaviourNumbers.map(() => 0);
  readonly #mean = behaviourNumbers.map(() => 0);
  readonly #squares = behaviourNumbers.map(() => 0);

  /** Adds a transformed value; NaN is unknown. Welford (1962). */
  add(column: number, value: number): void {
    if (Number.isNaN(value)) return;
    this.#count[column]! += 1;
    const distance = value - this.#mean[column]!;
    this.#mean[column]! += distance / this.#count[column]!;
    this.#squares[column]! += distance * (value - this.#mean[column]!);
  }

  standardised(): StandardisedNumber[] {
    return behaviourNumbers.map((name, i) => ({
      name,
      mean: this.#mean[i]!,
      sd: Math.sqrt(this.#squares[i]! / Math.max(1, this.#count[i]!)),
    }));
  }
}

/** (value - mean) / sd; 0 where the value is unknown or did not vary in the training data. */
export function standardise({ mean, sd }: StandardisedNumber, value: number): number {
  return Number.isNaN(value) || !(sd > 1e-9) ? 0 : (value - mean) / sd;
}

/** The place of a value among the inputs of its attribute; the last is that of any other value, if there were any. */
export function levelPlace({ levels, otherShare }: LevelCovariate, value: string | null): number | null {
  const place = levels.indexOf(value);
  if (place >= 0) return place;
  return otherShare > 0 ? levels.length : null;
}
