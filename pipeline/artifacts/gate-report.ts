import type { BacktestSummary } from "../registry/backtest.js";
import type { Gate, GateName } from "../registry/gates.js";
import type { Text } from "../text/messages/message.js";

/** gate.json: which model scores, and why. */
export interface GateReport {
  readonly format: 2;
  readonly configuration: string;
  /**
   * kept: nothing was fitted, or a person had set aside what was; first: there was no champion; refit: the new model passed; refused: it did
   * not; own: the run is as of a day before the champion's data end, so its model scores this run alone.
   */
  readonly outcome: "kept" | "first" | "refit" | "refused" | "own";
  /** Version of the model that scores. */
  readonly champion: string;
  /** The champion before, where there was one. */
  readonly before: string | null;
  /** The champion that was set aside, since it was fitted to this very day from other data; null where none was. */
  readonly setAside: string | null;
  /** The model that was fitted; null where none was. */
  readonly challenger: string | null;
  /** Empty where nothing was judged. */
  readonly gates: readonly Gate[];
  readonly reason: Text;
  /** Gates that the model that scores did not pass, or was not measured by after they had refused: it scores all the same. */
  readonly overridden: readonly (GateName | "unknown")[];
  /** What the registry keeps of this run's validation; null where it did not validate. */
  readonly backtest: BacktestSummary | null;
}
