import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ClvError } from "../../errors.js";
import { passwordFromFile } from "./passfile.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** What to connect to, and as whom. */
export interface PostgresSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Ways to encrypt, the first that works is taken; false is no encryption. */
  readonly tls: readonly (false | TlsOptions)[];
  /** Seconds for one try to connect. */
  readonly connectTimeout: number;
  /** host:port/database, for people. */
  readonly place: string;
  /** Where this comes from, for people: "from CLV_POSTGRES_URL". */
  readonly origin: string;
  readonly applicationName: string | undefined;
  readonly options: string | undefined;
  /** The password, kept out of what inspecting an object shows; undefined when there is none. */
  password(): string | undefined;
}

/** What Node's TLS takes. */
export interface TlsOptions {
  readonly rejectUnauthorized: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly checkServerIdentity?: () => undefined;
}

const defaultVariable = "CLV_POSTGRES_URL";
const tlsModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;

/** Parameters of a URL, and the variables of libpq that stand for them. */
const variables = {
  host: "PGHOST",
  port: "PGPORT",
  dbname: "PGDATABASE",
  user: "PGUSER",
  password: "PGPASSWORD",
  passfile: "PGPASSFILE",
  sslmode: "PGSSLMODE",
  sslrootcert: "PGSSLROOTCERT",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  connect_timeout: "PGCONNECT_TIMEOUT",
  application_name: "PGAPPNAME",
  options: "PGOPTIONS",
} as const;
type Parameter = keyof typeof variables;
type Parameters = { readonly [name in Parameter]?: string | undefined };

/**
 * Reads how to connect as libpq does: a URL in a variable first, and for what it does not say the PG* variables, then the
 * password file, then libpq's defaults (this user, localhost, 5432).
 *
 * sslmode: `disable` no TLS; `allow` and `prefer` (the default) TLS when the server offers it, unverified; `require` TLS,
 * unverified unless sslrootcert is given; `verify-ca` the certificate must come from sslrootcert; `verify-full` the name
 * of the host must match too, and without sslrootcert the authorities that Node knows are trusted.
 *
 * @param variable holds the URL; it must be set unless it is undefined, which stands for CLV_POSTGRES_URL if set
 * @throws ClvError CONFIG_INVALID
 */
export async function postgresSettings(
  env: Environment,
  variable: string | undefined,
): Promise<PostgresSettings> {
  const name = variable ?? defaultVariable;
  const url = env[name];
  if (variable !== undefined && !url)
    throw invalid(
      `environment variable ${variable} is not set; it must hold postgresql://user@host/database`,
    );
  const fromUrl = url ? parseUrl(name, url) : {};
  const value = (parameter: Parameter): string | undefined =>
    fromUrl[parameter] || env[variables[parameter]] || undefined;

  const origin = url ? `from ${name}` : env.PGHOST ? "from PGHOST" : "neither a URL nor PGHOST is set";
  const host = value("host") ?? "localhost";
  const user = value("user") ?? env.USER ?? env.LOGNAME ?? "postgres";
  const database = value("dbname") ?? user;
  const port = wholeNumber("port", value("port") ?? "5432", 65_535);
  const home = env.HOME === undefined ? undefined : join(env.HOME, ".pgpass");
  const passwordFile = value("passfile") ?? home;
  const secret =
    value("password") ??
    (passwordFile && (await passwordFromFile(passwordFile, { host, port, database, user })));
  return {
    host,
    port,
    database,
    user,
    tls: host.startsWith("/") ? [false] : await tlsOptions(value),
    connectTimeout: wholeNumber("connect_timeout", value("connect_timeout") ?? "10", 3600) || 10,
    place: `${host}:${port}/${database}`,
    origin,
    applicationName: value("application_name"),
    options: value("options"),
    password: () => secret,
  };
}

function parseUrl(variable: string, text: string): Parameters {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw invalid(
      `environment variable ${variable} holds no URL; write postgresql://user@host:5432/database, ` +
        `and % escapes for other signs in a password`,
    );
  }
  if (url.protocol !== "postgresql:" && url.protocol !== "postgres:")
    throw invalid(`environment variable ${variable} must begin with postgresql://`);
  const found: { [name in Parameter]?: string } = {};
  for (const [key, value] of url.searchParams) {
    if (!(key in variables))
      throw invalid(
        `environment variable ${variable} has the parameter "${key}"; known are ${Object.keys(variables).join(", ")}`,
      );
    found[key as Parameter] = value;
  }
  const parts = {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port,
    user: url.username,
    password: url.password,
    dbname: url.pathname.slice(1),
  };
  try {
    for (const [key, part] of Object.entries(parts))
      if (part) found[key as Parameter] ??= decodeURIComponent(part);
  } catch {
    throw invalid(`environment variable ${variable} has a % that is no escape; write %25 for a % itself`);
  }
  return found;
}

async function tlsOptions(value: (parameter: Parameter) => string | undefined) {
  const given = value("sslmode") ?? "prefer";
  const mode = tlsModes.find((known) => known === given);
  if (mode === undefined) throw invalid(`sslmode "${given}" is not one of ${tlsModes.join(", ")}`);
  if (mode === "disable") return [false as const];
  const file = async (parameter: "sslrootcert" | "sslcert" | "sslkey"): Promise<string | undefined> => {
    const path = value(parameter);
    if (path === undefined) return undefined;
    try {
      return await readFile(path, "utf8");
    } catch (cause) {
      const reason = (cause as NodeJS.ErrnoException).code;
      throw new ClvError("CONFIG_INVALID", `cannot read ${parameter} ${path}: ${reason}`, { cause });
    }
  };
  const [ca, cert, key] = [await file("sslrootcert"), await file("sslcert"), await file("sslkey")];
  const own = { ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) };
  if (mode === "verify-full") return [{ ...own, rejectUnauthorized: true, ...(ca !== undefined && { ca }) }];
  if (mode === "verify-ca" || (mode === "require" && ca !== undefined)) {
    if (ca === undefined)
      throw invalid("sslmode verify-ca needs sslrootcert (PGSSLROOTCERT), the certificate of the authority");
    return [{ ...own, rejectUnauthorized: true, ca, checkServerIdentity: () => undefined }];
  }
  const unverified = { ...own, rejectUnauthorized: false };
  return mode === "require" ? [unverified] : [unverified, false as const];
}

function wholeNumber(name: string, text: string, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > most)
    throw invalid(`${name} of the PostgreSQL connection is "${text}", not a whole number up to ${most}`);
  return number;
}

function invalid(message: string): ClvError {
  return new ClvError("CONFIG_INVALID", message);
}
