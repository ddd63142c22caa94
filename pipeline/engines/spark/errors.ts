import { status } from "@grpc/grpc-js";
import { ClvError } from "../../errors.js";
import { statementTail } from "../statement-errors.js";
import { codec, type ErrorDetails } from "./protocol.js";
import { address, type SparkRemote } from "./remote.js";

const shownReason = 1500;

/** What a failed call reports. */
export interface SparkFailure {
  /** A code of gRPC, null when the failure did not come from a call. */
  readonly code: number | null;
  readonly message: string;
  /** Under which the server keeps the whole chain of causes for a while. */
  readonly errorId: string | null;
}

const statusCodec = codec<{ details: { typeUrl: string; value: Uint8Array }[] }>("Status");
const infoCodec = codec<{ metadata?: Record<string, string> }>("ErrorInfo");

/** Reads the error of a gRPC call, with the details that Spark attaches to it. */
export function failureOf(error: unknown): SparkFailure {
  const { code, details, metadata, message } = error as {
    code?: unknown;
    details?: string;
    message?: string;
    metadata?: { get(key: string): readonly (string | Buffer)[] };
  };
  if (typeof code !== "number") return { code: null, message: message ?? String(error), errorId: null };
  const attached = metadata?.get("grpc-status-details-bin")[0];
  let errorId: string | null = null;
  if (attached instanceof Buffer) {
    const info = statusCodec.decode(attached).details.find((d) => d.typeUrl.endsWith("ErrorInfo"));
    errorId = (info && infoCodec.decode(info.value).metadata?.errorId) ?? null;
  }
  return { code, message: details || message || String(error), errorId };
}

/** Whether the call may succeed when it is made again: the server could not be reached, or another call took its place. */
export function isTransient({ code, message }: SparkFailure): boolean {
  if (code === status.UNAVAILABLE) return !/certificate|altnames/i.test(message);
  return (
    (code === status.INTERNAL &&
      /INVALID_CURSOR\.DISCONNECTED|RST_STREAM|stream terminated/i.test(message)) ||
    (code === status.CANCELLED && /RST_STREAM/i.test(message))
  );
}

/** Whether the server does not know the operation: the request never arrived, or its result was given up. */
export function isUnknownOperation({ message }: SparkFailure): boolean {
  return /INVALID_HANDLE\.OPERATION_(NOT_FOUND|ABANDONED)/.test(message);
}

/** Whether an earlier attempt of the same request did arrive. */
export function isKnownOperation({ message }: SparkFailure): boolean {
  return /INVALID_HANDLE\.OPERATION_ALREADY_EXISTS/.test(message);
}

/** Whether a statement was refused because there is no such table. */
export function isMissingTable(error: unknown): boolean {
  return error instanceof ClvError && error.message.includes("[TABLE_OR_VIEW_NOT_FOUND]");
}

/**
 * A failure of Spark as an error that says what to do. The statement's text is appended, the token taken out wherever it
 * may have got to.
 *
 * @param chain the causes that the server reported, for errors whose message hides the reason in one of them
 */
export function sparkError(
  failure: SparkFailure,
  statement: string,
  remote: SparkRemote,
  chain: ErrorDetails | null = null,
): ClvError {
  const top = chain?.errors[chain.rootErrorIdx ?? 0]?.message ?? failure.message;
  const all = [
    failure.message,
    ...(chain?.errors ?? []).flatMap((e) => [...e.errorTypeHierarchy, e.message]),
  ].join("\n");
  const state = chain?.errors.find((e) => e.sparkThrowable?.sqlState)?.sparkThrowable?.sqlState ?? "";
  const reason = withoutToken(shorten(withoutPlan(top), shownReason), remote);
  const tail = statement === "" ? "" : statementTail(statement);
  const options = { cause: new Error(withoutToken(shorten(top, 10 * shownReason), remote)) };
  const where = `Spark at ${address(remote)} (${remote.variable})`;
  if (/INVALID_HANDLE\.(SESSION_(NOT_FOUND|CLOSED|CHANGED)|OPERATION_(NOT_FOUND|ABANDONED))/.test(all))
    return new ClvError(
      "ENGINE_UNREACHABLE",
      `${where} has forgotten this session or its statement: it was restarted, or waited too long for ` +
        `this process to read on; run again with --resume${tail}`,
      options,
    );
  if (failure.code === status.UNAVAILABLE || failure.code === status.DEADLINE_EXCEEDED)
    return new ClvError(
      "ENGINE_UNREACHABLE",
      `no answer from ${where}: ${reason}\nCheck host and port, that the Connect server runs there, and use_ssl${tail}`,
      options,
    );
  if (failure.code === status.UNAUTHENTICATED)
    return new ClvError(
      "ENGINE_DENIED",
      `${where} refuses the token: ${reason}\nSet a valid one as token= in ${remote.variable}`,
      options,
    );
  if (
    failure.code === status.PERMISSION_DENIED ||
    state === "42501" ||
    /AccessControlException|INSUFFICIENT_PERMISSIONS|Permission denied/.test(all)
  )
    return new ClvError("ENGINE_DENIED", `${where} does not permit it: ${reason}${tail}`, options);
  if (/No space left on device|Disk quota exceeded|not enough (disk )?space/i.test(all))
    return new ClvError(
      "ENGINE_OUT_OF_DISK",
      `no room left on a disk of the cluster: ${reason}\nFree space where the executors spill (spark.local.dir) ` +
        `and where tables are kept (spark.sql.warehouse.dir)${tail}`,
      options,
    );
  if (
    /OutOfMemoryError|UNABLE_TO_ACQUIRE_MEMORY|exceeding (physical |virtual )?memory limits|maxResultSize/i.test(
      all,
    )
  )
    return new ClvError(
      "ENGINE_OUT_OF_MEMORY",
      `the statement needs more memory than the cluster gives: ${reason}\n` +
        `Raise spark.executor.memory or spark.sql.shuffle.partitions (spark.driver.memory when the driver is named)${tail}`,
      options,
    );
  return new ClvError("ENGINE_REFUSED", `${reason}${tail}`, options);
}

/** Spark appends the plan that it could not resolve. */
function withoutPlan(message: string): string {
  return message.split(/;?\n(?=['+!]|== SQL)/)[0]!.trim();
}

function withoutToken(text: string, { token }: SparkRemote): string {
  return token === null ? text : text.replaceAll(token, "***");
}

function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length)}… (${text.length - length} more characters)`;
}
