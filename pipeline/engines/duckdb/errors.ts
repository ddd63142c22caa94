import { ClvError } from "../../errors.js";
import { statementTail } from "../statement-errors.js";

export { closedError, interruptedError } from "../statement-errors.js";

/** What the messages of the engine advise about. */
export interface EngineBounds {
  readonly memoryLimit: string;
  readonly spillDirectory: string;
  readonly maxSpill?: string | undefined;
}

/** An error of DuckDB as one that says what to do; the original is its cause, the statement's text is appended. */
export function duckDbError(error: unknown, statement: string, bounds: EngineBounds): ClvError {
  if (error instanceof ClvError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const reason = text.split("\n\nPossible solutions:")[0]!.trim();
  const tail = statementTail(statement);
  const options = { cause: error };
  if (/^INTERRUPT Error/i.test(text))
    return new ClvError("INTERRUPTED", `stopped while running${tail}`, options);
  if (/No space left on device|max_temp_directory_size|disk quota exceeded/i.test(text)) {
    const spill = bounds.maxSpill === undefined ? "" : ` (at most ${bounds.maxSpill})`;
    return new ClvError(
      "ENGINE_OUT_OF_DISK",
      `no room left on disk: ${reason}\nThe engine spills to ${bounds.spillDirectory}${spill}; ` +
        `free space, or set engine.spillDirectory to a larger disk, or raise engine.memoryLimit ` +
        `(now ${bounds.memoryLimit})${tail}`,
      options,
    );
  }
  if (/^Out of Memory Error|std::bad_alloc/i.test(text)) {
    return new ClvError(
      "ENGINE_OUT_OF_MEMORY",
      `the statement needs more than the ${bounds.memoryLimit} of engine.memoryLimit: ${reason}\n` +
        `Raise engine.memoryLimit (leave 500 MB of the machine to the rest of the process) or lower engine.threads${tail}`,
      options,
    );
  }
  return new ClvError("ENGINE_REFUSED", `${reason}${tail}`, options);
}
