/** Exit codes of the command line; a scheduler decides by them between retry, stop and page someone. */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  usage: 2,
  input: 3,
  model: 4,
  gate: 5,
  engine: 6,
  locked: 7,
  interrupted: 130,
} as const;

const codes = {
  USAGE: exitCodes.usage,
  CONFIG_INVALID: exitCodes.usage,
  CONFIG_EXISTS: exitCodes.usage,
  RUN_NOT_FOUND: exitCodes.usage,
  MODEL_NOT_FOUND: exitCodes.usage,
  REGISTRY_DAMAGED: exitCodes.usage,
  CUSTOMER_NOT_FOUND: exitCodes.usage,
  CUSTOMER_UNKNOWN: exitCodes.input,
  SOURCE_NOT_FOUND: exitCodes.input,
  SOURCE_UNREADABLE: exitCodes.input,
  SOURCE_CHANGED: exitCodes.input,
  COLUMN_NOT_FOUND: exitCodes.input,
  CHOICE_NEEDED: exitCodes.input,
  RATES_INVALID: exitCodes.input,
  EVENTS_INVALID: exitCodes.input,
  COSTS_INVALID: exitCodes.input,
  TOO_MANY_REJECTED: exitCodes.input,
  NO_TRANSACTIONS: exitCodes.input,
  DATA_QUALITY: exitCodes.input,
  MART_UNBALANCED: exitCodes.unexpected,
  MART_MISSING: exitCodes.usage,
  PROSPECTS_INVALID: exitCodes.input,
  FIT_FAILED: exitCodes.model,
  MODEL_UNUSABLE: exitCodes.model,
  GATE_REFUSED: exitCodes.gate,
  MONITORING_STOP: exitCodes.gate,
  SOURCE_TYPE: exitCodes.input,
  ENGINE_UNREACHABLE: exitCodes.engine,
  ENGINE_DENIED: exitCodes.engine,
  ENGINE_REFUSED: exitCodes.engine,
  ENGINE_OUT_OF_MEMORY: exitCodes.engine,
  ENGINE_OUT_OF_DISK: exitCodes.engine,
  SINK_REFUSED: exitCodes.engine,
  TRACES_LEFT: exitCodes.engine,
  RECONCILIATION_FAILED: exitCodes.engine,
  RUN_LOCKED: exitCodes.locked,
  INTERRUPTED: exitCodes.interrupted,
} as const;

export type ClvErrorCode = keyof typeof codes;

/**
 * An error that a person can act on: a code, what is wrong (how many of how many, the first offender, where) and what to do.
 * Anything else that reaches the command line is a bug and ends with exit code 1.
 */
export class ClvError extends Error {
  readonly code: ClvErrorCode;

  constructor(code: ClvErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ClvError";
    this.code = code;
  }

  get exitCode(): number {
    return codes[this.code];
  }
}
