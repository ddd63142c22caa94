import type { TableFingerprint } from "../engines/engine.js";
import type { MartFacts } from "../marts/facts.js";
import type { Message } from "../text/messages/message.js";

/** The marts that a run made. */
export interface MartsFile {
  readonly format: 1;
  readonly facts: MartFacts;
  readonly marts: readonly {
    readonly name: string;
    /** What it lacks; null where it is there. */
    readonly lacks: Message | null;
    readonly tables: readonly MadeTable[];
  }[];
}

export interface MadeTable extends TableFingerprint {
  readonly table: string;
  readonly rows: number;
}
