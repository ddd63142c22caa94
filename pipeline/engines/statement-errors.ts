import { ClvError } from "../errors.js";

const shownStatement = 2000;

/** The end of an error's message: the statement, cut to what a person reads. */
export function statementTail(statement: string): string {
  const text = statement.trim();
  const more = text.length - shownStatement;
  return `\nStatement: ${more > 0 ? `${text.slice(0, shownStatement)}… (${more} more characters)` : text}`;
}

/** The error of an engine that was closed, before or during the statement. */
export function closedError(statement: string): ClvError {
  return new ClvError("ENGINE_REFUSED", `the engine is closed${statementTail(statement)}`);
}

/** The error of a statement that was not started because its signal had fired. */
export function interruptedError(statement: string): ClvError {
  return new ClvError("INTERRUPTED", `stopped before running${statementTail(statement)}`);
}

/** Whether Spark refused since there is no such database: it was never made, or its catalog ended with an earlier server. */
export function isMissingDatabase(error: unknown): boolean {
  return error instanceof ClvError && error.message.includes("[SCHEMA_NOT_FOUND]");
}
