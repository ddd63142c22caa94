import { ClvError, type ClvErrorCode } from "../errors.js";
import type { Failure } from "./task.js";

/** What is known of anything that was thrown, as plain data. */
export function failureOf(thrown: unknown): Failure {
  if (!(thrown instanceof Error)) return { name: "Error", message: String(thrown) };
  return {
    name: thrown.name,
    message: thrown.message,
    ...(thrown.stack !== undefined && { stack: thrown.stack }),
    ...(thrown instanceof ClvError && { code: thrown.code }),
  };
}

const kinds = { RangeError, TypeError, SyntaxError, ReferenceError } as const;

/** The error that was thrown in a thread: of its own kind where that is one of the language's or a ClvError. */
export function errorOf({ name, message, stack, code }: Failure): Error {
  const kind = Object.hasOwn(kinds, name) ? kinds[name as keyof typeof kinds] : Error;
  const error = code === undefined ? new kind(message) : new ClvError(code as ClvErrorCode, message);
  if (error.name !== name) error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
