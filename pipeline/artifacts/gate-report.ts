import type { Gate } from "../registry/gates.js";

/** gate.json: which model scores, and why. */
export interface GateReport {
  readonly format: 1;
  readonly configuration: string;
  /**
   * kept: nothing was fitted; first: there was no champion; refit: the new model passed; refused: it did not; own: the run is as
   * of a day before the champion's data end, so its model scores this run alone.
   */
  readonly outcome: "kept" | "first" | "refit" | "refused" | "own";
  /** Version of the model that scores. */
  readonly champion: string;
  /** The champion before, where there was one. */
  readonly before: string | null;
  /** The model that was fitted; null where none was. */
  readonly challenger: string | null;
  readonly gates: readonly Gate[];
  readonly reason: string;
}
