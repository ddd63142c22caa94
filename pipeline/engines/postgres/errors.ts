import { ClvError, type ClvErrorCode } from "../../errors.js";
import { statementTail } from "../statement-errors.js";
import type { PostgresSettings } from "./settings.js";

/** What a server says about an error; see the PostgreSQL manual, "PostgreSQL Error Codes". */
interface Reported {
  readonly message: string;
  /** SQLSTATE of the server, or the code of an error of Node such as ECONNREFUSED. */
  readonly code: string;
  readonly detail?: string;
  readonly hint?: string;
}

/** How a statement failed, as far as the server does not say it. */
export interface Failure {
  readonly statement: string;
  /** The signal had fired. */
  readonly aborted: boolean;
  readonly seconds: number;
  /** 0 for none. */
  readonly timeoutSeconds: number;
}

/** The SQLSTATE (or Node's code) behind an error, as "42P01" for a missing table; undefined when there is none. */
export function sqlState(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (!(at instanceof ClvError) && typeof code === "string") return code;
  }
  return undefined;
}

const lost = new Set(["57P01", "57P02", "57P05", "ECONNRESET", "EPIPE", "ETIMEDOUT", "LOST"]);
const unreached = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EAI_AGAIN", "53300", "57P03"]);

/** Whether the connection is gone; trying on another one may help. */
export function connectionLost(error: unknown): boolean {
  const code = sqlState(error);
  return code !== undefined && (lost.has(code) || code.startsWith("08"));
}

/** Whether the same try to connect may succeed a little later. */
export function connectLater(error: unknown): boolean {
  const code = sqlState(error);
  return connectionLost(error) || (code !== undefined && unreached.has(code));
}

/** Whether a transaction failed only because of others, and may be repeated as a whole. */
export function repeatable(error: unknown): boolean {
  const code = sqlState(error);
  return connectionLost(error) || code === "40001" || code === "40P01";
}

/** An error on connecting as one that says what to do. */
export function connectError(error: unknown, settings: PostgresSettings): ClvError {
  if (error instanceof ClvError) return error;
  const { host, port, user, database, origin } = settings;
  const reported = read(error, settings);
  const { code, message } = reported;
  const at = `PostgreSQL at ${host}:${port} (${origin})`;
  const fail = (kind: ClvErrorCode, text: string) => new ClvError(kind, text, { cause: cause(reported) });
  switch (code) {
    case "28P01":
      return fail(
        "ENGINE_DENIED",
        `${at} refused the password of user "${user}". Set the right one in the URL, PGPASSWORD or the password file.`,
      );
    case "28000":
      return fail(
        "ENGINE_DENIED",
        `${at} lets user "${user}" not in: ${message}\nCheck the name of the user, sslmode, and pg_hba.conf of the server.`,
      );
    case "42501":
      return fail(
        "ENGINE_DENIED",
        `${at}: ${message}\nLet an owner run: grant connect on database "${database}" to "${user}"`,
      );
    case "3D000":
      return fail(
        "ENGINE_UNREACHABLE",
        `${at} has no database "${database}". Name another one in the URL or PGDATABASE.`,
      );
    case "53300":
      return fail(
        "ENGINE_UNREACHABLE",
        `${at} has no connection left: ${message}\nTry again later, or raise max_connections or the limit of the role.`,
      );
  }
  if (/client password must be/.test(message)) {
    return fail(
      "ENGINE_DENIED",
      `${at} asks for the password of user "${user}", and none is given. ` +
        `Put it into the URL, PGPASSWORD or the password file (readable by its owner alone).`,
    );
  }
  if (
    /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)|EPROTO/.test(code) ||
    /SSL|TLS/.test(message)
  ) {
    return fail(
      "ENGINE_UNREACHABLE",
      `no encrypted connection to ${at}: ${message}\n` +
        `Check sslmode (PGSSLMODE) and sslrootcert (PGSSLROOTCERT), the certificate of the server's authority.`,
    );
  }
  return fail(
    "ENGINE_UNREACHABLE",
    `cannot reach ${at}: ${reasons[code] ?? message}. Check the name, the port and the network, and that the server runs.`,
  );
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens there (ECONNREFUSED)",
  ENOTFOUND: "there is no host of that name (ENOTFOUND)",
  EAI_AGAIN: "the name cannot be looked up now (EAI_AGAIN)",
  EHOSTUNREACH: "no way leads to that host (EHOSTUNREACH)",
  ENETUNREACH: "no way leads to that network (ENETUNREACH)",
  ETIMEDOUT: "no answer in time (ETIMEDOUT)",
  ENOENT: "there is no socket of that name (ENOENT)",
};

/** An error of a statement as one that says what to do; what the server reported is its cause, the statement is appended. */
export function postgresError(error: unknown, settings: PostgresSettings, failure: Failure): ClvError {
  if (error instanceof ClvError) return error;
  const reported = read(error, settings);
  const { code, message, detail, hint } = reported;
  const { user, place } = settings;
  const tail = statementTail(withoutSecrets(failure.statement, settings));
  const more = (detail ? `\nDetail: ${detail}` : "") + (hint ? `\nHint: ${hint}` : "");
  const fail = (kind: ClvErrorCode, text: string) =>
    new ClvError(kind, text + tail, { cause: cause(reported) });
  if (failure.aborted && (code === "57014" || connectionLost(cause(reported))))
    return fail("INTERRUPTED", "stopped while running");
  if (code === "57014") {
    const { seconds, timeoutSeconds } = failure;
    return timeoutSeconds > 0 && seconds >= timeoutSeconds
      ? fail(
          "ENGINE_REFUSED",
          `the statement ran longer than the ${timeoutSeconds} s of engine.statementTimeoutSeconds; raise it, or set 0 for no limit`,
        )
      : fail("ENGINE_REFUSED", `${place} stopped the statement after ${seconds.toFixed(1)} s: ${message}`);
  }
  if (code === "42501") return fail("ENGINE_DENIED", `${message}${more}\n${grant(message, failure, user)}`);
  if (code === "53100" || code === "53400" || /No space left on device/i.test(message)) {
    return fail(
      "ENGINE_OUT_OF_DISK",
      `no room left on the server's disk (${place}): ${message}${more}\n` +
        `Free space there, or let its administrator add some or raise temp_file_limit, then run again with --resume`,
    );
  }
  if (code === "53200") {
    return fail(
      "ENGINE_OUT_OF_MEMORY",
      `the server has not enough memory (${place}): ${message}${more}\n` +
        `Lower its work_mem, or let its administrator give it more memory`,
    );
  }
  if (connectionLost(cause(reported))) {
    return fail(
      "ENGINE_UNREACHABLE",
      `the connection to ${place} broke during the statement: ${message}. Run again with --resume`,
    );
  }
  if (code === "55P03")
    return fail(
      "ENGINE_REFUSED",
      `${message}${more}\nSomeone else is using the table; let them finish, then run again with --resume`,
    );
  return fail("ENGINE_REFUSED", `${message}${more}`);
}

/** What an owner has to grant, as far as the message names the object. */
function grant(message: string, { statement }: Failure, user: string): string {
  const [, kind, name] =
    /^permission denied (?:for|to create in) (\w+(?: \w+)?) "?([^"]+)"?$/.exec(message) ?? [];
  if (kind === undefined || name === undefined)
    return `The user "${user}" lacks a privilege; let an owner or administrator grant it`;
  const verb = /^\s*(\w+)/.exec(statement)?.[1]?.toLowerCase() ?? "";
  const creates = verb === "create" || verb === "alter";
  const tables: Readonly<Record<string, string>> = {
    insert: "insert",
    update: "update, select",
    delete: "delete, select",
    truncate: "truncate",
    copy: /\bfrom stdin\b/i.test(statement) ? "insert" : "select",
  };
  const privileges =
    kind === "schema"
      ? creates
        ? "usage, create"
        : "usage"
      : kind === "database"
        ? "create"
        : /^(table|view|materialized view)$/.test(kind)
          ? (tables[verb] ?? "select")
          : "all";
  const object = kind === "table" || kind.endsWith("view") ? "" : `${kind} `;
  return `Let an owner run: grant ${privileges} on ${object}"${name}" to "${user}"`;
}

/** An error of pg or of Node, its text freed of secrets. */
function read(error: unknown, settings: PostgresSettings): Reported {
  const source = (error instanceof AggregateError ? error.errors.at(-1) : error) as
    | Partial<Reported>
    | undefined;
  const text = (value: unknown): string => withoutSecrets(String(value), settings);
  const message = text(source?.message || error);
  const broken = /^Connection terminated|connection error and is not queryable|Client was closed/.test(
    message,
  );
  const late = /timeout expired/.test(message);
  return {
    message,
    code: broken ? "LOST" : late ? "ETIMEDOUT" : String(source?.code ?? ""),
    ...(source?.detail && { detail: text(source.detail) }),
    ...(source?.hint && { hint: text(source.hint) }),
  };
}

function cause({ message, code }: Reported): Error {
  return Object.assign(new Error(message), { code });
}

/** Without the password of this connection, and without any that stands in a URL or as password=... or PASSWORD '...'. */
export function withoutSecrets(text: string, settings: PostgresSettings): string {
  let clean = text
    .replace(/(\b\w{1,20}:\/\/[^\s:/@']*):[^\s@/']+@/g, "$1:***@")
    .replace(/(\bpassword\s*=\s*)[^\s'&;]+/gi, "$1***")
    .replace(/(\bpassword\s+)'(?:[^']|'')*'/gi, "$1'***'");
  const secret = settings.password();
  const plain = [settings.user, settings.database, settings.host];
  if (secret && !plain.includes(secret)) {
    for (const form of [secret, encodeURIComponent(secret), secret.replaceAll("'", "''")])
      clean = clean.replaceAll(form, "***");
  }
  return clean;
}
