import { ClvError } from "../../errors.js";

/** Where a Spark Connect server is and how to enter it. */
export interface SparkRemote {
  readonly host: string;
  readonly port: number;
  /** Name of the environment variable that gave the connection; errors name it instead of its value. */
  readonly variable: string;
  readonly tls: boolean;
  /** Sent as a bearer token with every call; never shown. */
  readonly token: string | null;
  readonly userId: string;
  /** A UUID, or null for a session of its own. */
  readonly sessionId: string | null;
  /** What other parameters the connection string has; they travel as headers (Databricks wants its cluster's id so). */
  readonly headers: readonly (readonly [string, string])[];
}

const defaultPort = 15002;
const form = "sc://host:port/;token=…;use_ssl=true";
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Reads the connection string of Spark Connect, `sc://host[:15002][/;key=value;…]`, from an environment variable. The keys
 * are use_ssl, token, user_id, user_agent (ignored), session_id and headers. A token alone implies TLS, but not to a
 * loopback address; without one in the string, SPARK_CONNECT_AUTHENTICATE_TOKEN is used.
 *
 * @throws ClvError USAGE when the string is missing or malformed, or would send a token in plain text over a network.
 *   The message never holds the string.
 */
export function sparkRemote(
  env: Readonly<Record<string, string | undefined>>,
  variable = "SPARK_REMOTE",
): SparkRemote {
  const text = env[variable]?.trim();
  const fail = (what: string): ClvError => new ClvError("USAGE", `${variable} ${what}; it must read ${form}`);
  if (!text) throw fail("is not set: it says where the Spark Connect server is");
  const parts = /^sc:\/\/(\[[0-9a-f:.]+\]|[^/:;@[\]\s]+)(?::(\d{1,5}))?\/?(?:;(.*))?$/is.exec(text);
  if (parts === null) throw fail("is no connection string of Spark Connect");
  const host = parts[1]!.replace(/^\[|\]$/g, "");
  const port = parts[2] === undefined ? defaultPort : Number(parts[2]);
  if (!(1 <= port && port <= 65_535)) throw fail(`has port ${port}; not in [1, 65535]`);

  const values = new Map<string, string>();
  for (const pair of (parts[3] ?? "").split(";").filter((p) => p !== "")) {
    const at = pair.indexOf("=");
    if (at < 1) throw fail("has a parameter that is not key=value");
    const key = pair.slice(0, at);
    if (!/^[a-z0-9_.-]+$/i.test(key))
      throw fail("has a parameter whose name is not letters, digits, _ . or -");
    values.set(
      key,
      decoded(pair.slice(at + 1), () => fail(`has a value of ${key} that is not percent-encoded`)),
    );
  }
  const take = (key: string): string | undefined => {
    const value = values.get(key);
    values.delete(key);
    return value === "" ? undefined : value;
  };

  const ssl = take("use_ssl")?.toLowerCase();
  if (ssl !== undefined && ssl !== "true" && ssl !== "false")
    throw fail("has use_ssl neither true nor false");
  const token = take("token") ?? env.SPARK_CONNECT_AUTHENTICATE_TOKEN ?? null;
  if (token !== null && !/^[\x21-\x7e]+$/.test(token))
    throw fail("gives a token with characters that no header can carry");
  const local = isLoopback(host);
  const tls = ssl === undefined ? token !== null && !local : ssl === "true";
  if (token !== null && !tls && !local)
    throw new ClvError(
      "USAGE",
      `${variable} would send its token to ${host} in plain text; set use_ssl=true (tokens go unencrypted only to this machine)`,
    );
  const sessionId = take("session_id") ?? null;
  if (sessionId !== null && !uuid.test(sessionId)) throw fail("has a session_id that is not a UUID");
  const userId = take("user_id") ?? env.USER ?? "clv";
  take("user_agent");
  for (const [key, value] of values)
    if (!/^[\x20-\x7e]*$/.test(value)) throw fail(`has a value of ${key} that no header can carry`);
  const headers = [...values].map(([key, value]) => [key.toLowerCase(), value] as const);
  return { host, port, variable, tls, token, userId, sessionId, headers };
}

/** host:port as a person writes it. */
export function address({ host, port }: SparkRemote): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
}

function decoded(value: string, fail: () => ClvError): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw fail();
  }
}
